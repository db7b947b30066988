import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wranglerEnvironment } from '../scripts/stack/wrangler'
import { projectRoot } from '../scripts/test-support/run'
import type { Figure } from './figure'

const RUNS = 5

/** The bundle as it would be deployed, and the CPU time that workerd spends on starting it (median of five). */
export async function measureWorker(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  try {
    const deployed = await wrangler(['deploy', '--dry-run', '--outdir', join(folder, 'bundle')])
    const gzip = Number(/gzip: ([\d.]+) KiB/.exec(deployed)?.[1])
    if (!gzip) throw new Error(`wrangler did not print the bundle's size:\n${deployed}`)
    const starts: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const file = join(folder, `${run}.cpuprofile`)
      await wrangler(['check', 'startup', '--outfile', file])
      starts.push(activeMilliseconds(JSON.parse(await readFile(file, 'utf8')) as CpuProfile))
    }
    starts.sort((a, b) => a - b)
    return [
      { name: 'Worker bundle, minified, gzip', value: gzip, limit: 200, unit: 'KiB' },
      { name: `Worker start-up CPU, median of ${RUNS}`, value: starts[RUNS >> 1] as number, limit: 45, unit: 'ms' },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string } }[]
  /** Node under way at each sample. */
  samples: number[]
  /** Microseconds before each sample. */
  timeDeltas: number[]
}

/** Everything but waiting. */
function activeMilliseconds({ nodes, samples, timeDeltas }: CpuProfile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id))
  let microseconds = 0
  samples.forEach((node, i) => {
    if (!idle.has(node)) microseconds += timeDeltas[i] as number
  })
  return microseconds / 1000
}

async function wrangler(args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'node_modules/wrangler/bin/wrangler.js'), ...args],
    { cwd: projectRoot, env: { ...process.env, ...wranglerEnvironment } },
  )
  return stdout + stderr
}
