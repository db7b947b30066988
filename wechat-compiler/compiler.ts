import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Compiled, Job, Packed } from './job'

const OFFICIAL = fileURLToPath(new URL('official.ts', import.meta.url))
/** Milliseconds after which it hangs. It takes some 15 s, more on a machine that others use too. */
const LIMIT_MS = 300_000

/**
 * Compiles the mini program of a project (a folder with project.config.json) with WeChat's official compiler, which has
 * to be fetched before, and writes what comes out into `out`, replacing what was there.
 * @param judge whether WeChat's code quality checks run as well
 * @throws {Error} where the compiler refuses the project
 */
export function compileMiniProgram(projectRoot: string, out: string, { judge = false } = {}): Promise<Compiled> {
  return run({ what: 'compile', projectRoot, out, judge }) as Promise<Compiled>
}

/**
 * Packs the npm packages that a project's package.json names into a miniprogram_npm/, as WeChat DevTools does (工具,
 * 构建 npm).
 * @param into the folder that miniprogram_npm/ goes into, from the project's root
 */
export function packNpm(projectRoot: string, into = '.'): Promise<Packed> {
  return run({ what: 'pack-npm', projectRoot, into }) as Promise<Packed>
}

/** In a process of its own: the compiler talks a lot, and leaves watchers and workers behind. */
function run(job: Job): Promise<Compiled | Packed> {
  return new Promise((resolve, reject) => {
    const child = fork(OFFICIAL, [JSON.stringify(job)], {
      // The packages of this project are found from its folder.
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    let complaints = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints += text
    })
    child.once('message', (answer: Answer) => {
      if ('done' in answer) resolve(answer.done)
      else reject(new Error(answer.failed))
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`WeChat's compiler ended without an answer:\n${complaints}`)))
  })
}
