import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoSettings } from '../scripts/stack/demo-settings'
import { median } from './median'
import { bundleWorker, configurationOf, runWorkerd, serviceBindings, workerOf } from './service/workerd'

const ROUNDS = 9
/** Of the same Worker, in one process. */
const COPIES = 8

export interface StartUp {
  /** Milliseconds, medians. */
  ownMs: number
  bareMs: number
  /** Median of the rounds' ratios. */
  ratio: number
}

/**
 * The CPU time that workerd spends on one more Worker in a process that runs already, as Cloudflare's do: on its isolate,
 * on compiling and running its code, and on its first answer, that of GET /healthz. It is that of a process with nine
 * copies less that of a process with one, divided by eight: of what the process itself takes to start, nothing is left in
 * it. Time is the kernel's, of all threads, in nanoseconds; the profiler of `wrangler check startup` takes a sample a
 * millisecond, of which a bare Hono has three. The Worker and a bare Hono, by turns in each round.
 *
 * @param folder with the Worker's bundle, `service.js`; Linux only
 */
export async function measureStartUp(folder: string): Promise<StartUp> {
  await bundleWorker('bench/bare-worker.ts', join(folder, 'bare.js'))
  const own = workerOf('service.js', serviceBindings(demoSettings('http://127.0.0.1:9')))
  const bare = workerOf('bare.js', [])
  const one = async (worker: string) =>
    ((await cpuOf(folder, worker, 1 + COPIES)) - (await cpuOf(folder, worker, 1))) / COPIES
  const rounds: { ownMs: number; bareMs: number }[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push({ ownMs: await one(own), bareMs: await one(bare) })
  return {
    ownMs: median(rounds.map(({ ownMs }) => ownMs)),
    bareMs: median(rounds.map(({ bareMs }) => bareMs)),
    ratio: median(rounds.map(({ ownMs, bareMs }) => ownMs / bareMs)),
  }
}

/** Milliseconds of a process with so many copies of a Worker, until each of them has answered. */
async function cpuOf(folder: string, worker: string, copies: number): Promise<number> {
  const names = Array.from({ length: copies }, (_, i) => `w${i}`)
  const definition = `const worker :Workerd.Worker = ${worker};`
  const workers = Object.fromEntries(names.map((name) => [name, '.worker']))
  const configuration = configurationOf(workers, 9, definition)
  const { ports, pid, stop } = await runWorkerd(folder, configuration, names)
  try {
    for (const name of names) {
      const response = await fetch(`http://127.0.0.1:${ports[name]}/healthz`)
      if (response.status !== 200) throw new Error(`GET /healthz: ${response.status} ${await response.text()}`)
      await response.arrayBuffer()
    }
    return await cpuMilliseconds(pid)
  } finally {
    await stop()
  }
}

async function cpuMilliseconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')))
  return times.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0) / 1e6
}
