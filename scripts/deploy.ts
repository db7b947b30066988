import { deploy } from './deploy/command'
import { machinePrograms } from './deploy/programs'
import { projectRoot } from './project-root'
import { terminalPrompts } from './setup/prompts'

// `npm run deploy -- workers|container|fc|cloudrun`. The parts are in deploy/.
// The `--` before it in package.json keeps Node from taking --env-file for its own flag.

const { stdin, stdout } = process
let clear: (() => void) | undefined
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    clear?.()
    process.exit(code)
  })
}
process.exitCode = await deploy(process.argv.slice(2), {
  projectRoot,
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: process.env,
  programs: machinePrograms(process.env),
  prompts: stdin.isTTY && stdout.isTTY ? (words) => terminalPrompts(stdin, stdout, words) : undefined,
  whenEnded: (task) => {
    clear = task
  },
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
