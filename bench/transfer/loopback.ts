import { join } from 'node:path'
import { median } from '../median'
import type { Bench } from './bench'
import type { Video } from './cloud'
import { postByCurl, putByCurl, uploadByAliOss, uploadByEngine } from './contenders'
import { atLeast, type Findings, round, unbounded } from './report'
import { MiB, writeTestFile } from './test-file'

const MEBIBYTES = 512
const ROUNDS = 5
/** What ali-oss does by default. */
const PART_SIZE = MiB
const PARALLEL = 5

interface Run {
  seconds: number
  /** Of the uploader; curl does not report it. */
  cpuMs?: number
}

/** Where the network costs nothing: how much of the machine does the engine itself need? */
export async function measureLoopback({ cloud, folder, engine, say }: Bench): Promise<Findings> {
  const file = await writeTestFile(join(folder, 'loopback.mp4'), MEBIBYTES, 'random')
  const contenders: Record<string, (video: Video) => Promise<Run>> = {
    engine: (video) =>
      uploadByEngine(engine, file, video, {
        options: { partSize: { start: PART_SIZE, largest: PART_SIZE }, parallelParts: PARALLEL },
      }),
    engineDefaults: (video) => uploadByEngine(engine, file, video, { options: {} }),
    aliOss: (video) => uploadByAliOss(file, video, { partSize: PART_SIZE, parallel: PARALLEL }),
    put: async (video) => ({ seconds: await putByCurl(file, video) }),
    post: async (video) => ({ seconds: await postByCurl(file, video) }),
  }
  const runs: Record<string, (Run & { cloudBusy: number })[]> = {}
  const names = Object.keys(contenders)
  for (let i = 0; i < ROUNDS; i++) {
    // Another one begins each time, and every other round goes backwards.
    const order = [...names.slice(i % names.length), ...names.slice(0, i % names.length)]
    if (i % 2 === 1) order.reverse()
    for (const name of order) {
      const video = await cloud.newVideo()
      const before = await cloud.cpuSeconds()
      const run = await (contenders[name] as (typeof contenders)[string])(video)
      const cloudBusy = ((await cloud.cpuSeconds()) - before) / run.seconds
      await cloud.expectStored(video, file)
      await cloud.reset()
      runs[name] = [...(runs[name] ?? []), { ...run, cloudBusy }]
      say(`loopback ${i + 1}/${ROUNDS}: ${name} ${(MEBIBYTES / run.seconds).toFixed(0)} MiB/s`)
    }
  }
  const of = (name: string) => runs[name] as (Run & { cloudBusy: number })[]
  const faster = (ours: string, theirs: string) =>
    median(of(theirs).map(({ seconds }, i) => seconds / (of(ours)[i] as Run).seconds))
  const busy = (name: string) => `${Math.round(median(of(name).map(({ cloudBusy }) => cloudBusy)) * 100)} %`
  const cpu = (name: string) => (median(of(name).map(({ cpuMs = 0 }) => cpuMs)) / MEBIBYTES).toFixed(2)
  const speeds = names.map((name) => `${name} ${(MEBIBYTES / median(of(name).map((run) => run.seconds))).toFixed(0)}`)
  const figures = {
    engineVsAliOss: round(faster('engine', 'aliOss')),
    // curl has no parts, so that there are none to be made the same: the engine's own, as its users have it.
    engineVsCurl: round(faster('engineDefaults', 'put')),
  }
  return {
    rows: [
      atLeast(
        'Loopback, 512 MiB: engine against ali-oss',
        figures.engineVsAliOss,
        1.05,
        `both with parts of 1 MiB, 5 at a time; CPU ms/MiB: engine ${cpu('engine')} (with CRC-64), ali-oss ${cpu('aliOss')}`,
      ),
      atLeast('Loopback: engine with its defaults against one PUT by curl', figures.engineVsCurl, 0.75),
      unbounded(
        'Loopback: engine with its defaults against one PostObject by curl',
        faster('engineDefaults', 'post'),
        '×',
      ),
      unbounded('Loopback: engine with its defaults against ali-oss', faster('engineDefaults', 'aliOss'), '×'),
      unbounded('Loopback: engine with parts of 1 MiB against one PUT by curl', faster('engine', 'put'), '×'),
      {
        name: 'Loopback: MiB/s',
        value: '',
        note: `${speeds.join(', ')}; medians of ${ROUNDS}; the emulator's CPU (of one core) ${names.map((name) => busy(name)).join(', ')}`,
      },
    ],
    figures,
  }
}
