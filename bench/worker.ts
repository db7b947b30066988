import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure'
import { bundleService } from './service/workerd'
import { measureStartUp } from './start-up'

/** How many times a bare Hono's the start of the Worker may cost. */
const MOST_TIMES_BARE = 3.5

/** The bundle as it would be deployed, and what it costs to start it beside a bare Hono. */
export async function measureWorker(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  try {
    const deployed = await bundleService(folder)
    const gzip = Number(/gzip: ([\d.]+) KiB/.exec(deployed)?.[1])
    if (!gzip) throw new Error(`wrangler did not print the bundle's size:\n${deployed}`)
    const { ownMs, bareMs, ratio } = await measureStartUp(folder)
    return [
      { name: 'Worker bundle, minified, gzip', value: gzip, limit: 200, unit: 'KiB' },
      { name: 'Worker start-up CPU, to a bare Hono’s', value: ratio, limit: MOST_TIMES_BARE, unit: 'times' },
      { name: 'Worker start-up CPU', value: ownMs, unit: 'ms' },
      { name: 'start-up CPU of the bare Hono', value: bareMs, unit: 'ms' },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}
