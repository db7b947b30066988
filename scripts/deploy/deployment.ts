import type { Say } from '../terminal/language'
import type { DeployArguments } from './arguments'
import type { Programs } from './programs'
import type { DeploySettings } from './settings'

/** One thing that is done, told before it happens. */
export interface Step {
  what: string
  /** The command line, where it is one; no secret is ever in it. */
  command?: string
  run(): Promise<void>
}

/** How the service gets to one of its places. */
export interface Deployment {
  /** Done in a dry run, too: no network is needed. */
  rehearsal: Step[]
  /** What is not there and has to be, a line each. Asks the network. */
  missing(): Promise<string[]>
  /** Done only where it is meant. */
  steps: Step[]
  /** What is left to do by hand. */
  byHand: string[]
  /** Where the service can be asked afterwards, as far as that is known; undefined: from nowhere outside. */
  url(): string | undefined
}

/** What every way is given. */
export interface DeployTools {
  projectRoot: string
  options: DeployArguments
  settings: DeploySettings
  programs: Programs
  /** A folder for this run alone, which goes with it. */
  scratch: string
  say: Say
  out(line: string): void
}
