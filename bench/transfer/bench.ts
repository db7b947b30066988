import type { CloudProcess } from './cloud'

/** What the parts of the benchmark share. */
export interface Bench {
  cloud: CloudProcess
  /** For test files; removed at the end. */
  folder: string
  /** The engine with its Node adapter, as one file. */
  engine: string
  /** Says what is going on. */
  say(text: string): void
}
