import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './bench'
import { bundleScript } from './bundle'
import { startCloud } from './cloud'
import { measureJitless } from './jitless'
import { measureLoopback } from './loopback'
import { measureMemory } from './memory'
import { measureClean, measureCut, measureShaped, measureSlow } from './mobile'
import { type Findings, printTable } from './report'
import { measureSize } from './size'

const USAGE = `Measures the upload engine, on its Node adapter, against the emulator and against others.

usage: npm run bench:upload [-- --only PART]

  --only PART  one of: loopback  512 MiB against ali-oss and curl
                       shaped    a bad mobile link, against one PostObject; two files at once
                       clean     as broad a link without loss, against eight bare connections
                       slow      60 KB/s
                       cut       the bad link, with every connection cut each 10 s
                       jitless   CPU time without a JIT
                       memory    peak for a file of 2 GiB
                       size      of the engine's code

Ratios above 1 mean that the engine is faster. The last line is JSON. Ends with 1 where a limit is broken.
Takes some eight minutes, Linux, curl, and 3 GB in the folder for temporary files.`

const PARTS: Record<string, (bench: Bench) => Promise<Findings>> = {
  loopback: measureLoopback,
  shaped: measureShaped,
  clean: measureClean,
  slow: measureSlow,
  cut: measureCut,
  jitless: measureJitless,
  memory: measureMemory,
  size: measureSize,
}
/** One after the other, but for those that wait most of the time. */
const ORDER = [['loopback'], ['shaped', 'clean', 'slow', 'cut'], ['jitless'], ['memory'], ['size']]

async function measure(only: string | undefined): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  // Gigabytes: they must not stay behind. Ctrl-C reaches the other processes by itself.
  process.once('SIGINT', () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
  let cloud: Bench['cloud'] | undefined
  try {
    cloud = await startCloud(join(folder, 'cloud'))
    const engine = await bundleScript('engine-process', folder)
    const bench: Bench = { cloud, folder, engine, say: (text) => console.error(text) }
    const findings: Findings[] = []
    for (const together of ORDER) {
      const chosen = together.filter((name) => only === undefined || only === name)
      findings.push(...(await Promise.all(chosen.map((name) => (PARTS[name] as (typeof PARTS)[string])(bench)))))
    }
    return {
      rows: findings.flatMap(({ rows }) => rows),
      figures: Object.assign({}, ...findings.map(({ figures }) => figures)) as Findings['figures'],
    }
  } finally {
    await cloud?.stop()
    await rm(folder, { recursive: true })
  }
}

try {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  if (values.only !== undefined && !(values.only in PARTS)) throw new Error(`There is no part "${values.only}".`)
  if (values.help) console.log(USAGE)
  else {
    const { rows, figures } = await measure(values.only)
    printTable(rows)
    console.log(JSON.stringify(figures))
    if (rows.some(({ holds }) => holds === false)) process.exitCode = 1
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n--help tells more`)
  process.exitCode = 1
}
