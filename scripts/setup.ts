import { projectRoot } from './project-root'
import { setup } from './setup/command'
import { terminalPrompts } from './setup/prompts'

// `npm run setup`: settings, secrets and the mini program's config for the real clouds. The parts are in setup/.
// The `--` before it in package.json keeps Node from taking --env-file for its own flag.

const { stdin, stdout } = process
process.exitCode = await setup(process.argv.slice(2), {
  projectRoot,
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: process.env,
  prompts: stdin.isTTY && stdout.isTTY ? (words) => terminalPrompts(stdin, stdout, words) : undefined,
  now: Date.now,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
