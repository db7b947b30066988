import { join } from 'node:path'
import type { Bench } from './bench'
import { uploadByEngine } from './contenders'
import { atMost, type Findings, round } from './report'
import { writeTestFile } from './test-file'

const MEBIBYTES = 2048
/** The parts under way and the one read ahead, some 16 MiB, in the file's buffers and in the socket's, and garbage. */
const LIMIT = 80

/** Memory must depend on the parts, never on the file. */
export async function measureMemory({ cloud, folder, engine, say }: Bench): Promise<Findings> {
  const file = await writeTestFile(join(folder, 'memory.mp4'), MEBIBYTES, 'sparse')
  say('memory: 2 GiB')
  const video = await cloud.newVideo()
  const { idleMiB, peakMiB, seconds } = await uploadByEngine(engine, file, video, { options: {} })
  await cloud.expectStored(video, file)
  await cloud.reset()
  const figures = { peakMemoryMiB: round(peakMiB - idleMiB, 1) }
  const note = `peak ${peakMiB.toFixed(0)} MiB, idle ${idleMiB.toFixed(0)} MiB, ${seconds.toFixed(0)} s`
  return { rows: [atMost('2 GiB: peak memory above idle', figures.peakMemoryMiB, LIMIT, 'MiB', note)], figures }
}
