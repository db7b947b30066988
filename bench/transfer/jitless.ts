import { join } from 'node:path'
import { median } from '../median'
import type { Bench } from './bench'
import { bundleScript } from './bundle'
import { runChild } from './child'
import type { Video } from './cloud'
import { bareJob, uploadByEngine } from './contenders'
import type { Measured } from './gauge'
import { atMost, type Findings, round, unbounded } from './report'
import { MiB, type TestFile, writeTestFile } from './test-file'
import type { WordsJob } from './words-process'

const MEBIBYTES = 64
const ROUNDS = 3
const FLAGS = ['--jitless']
/** Of the engine at its fastest. */
const BARE_PART = 4 * MiB
const BARE_PARALLEL = 3

/** Without a JIT, as mini programs run on iOS. */
export async function measureJitless(bench: Bench): Promise<Findings> {
  const { cloud, folder, engine, say } = bench
  const file = await writeTestFile(join(folder, 'jitless.mp4'), MEBIBYTES, 'random')
  const bareScript = await bundleScript('bare-process', folder)
  const wordsScript = await bundleScript('words-process', folder)
  const byEngine =
    (checksums: boolean, watchStretches = false) =>
    (video: Video) =>
      uploadByEngine(engine, file, video, { options: { checksums }, watchStretches }, FLAGS)
  const contenders: Record<string, (video: Video) => Promise<Measured>> = {
    crc: byEngine(true),
    plain: byEngine(false),
    watched: byEngine(true, true),
    bare: (video) => uploadBare(bareScript, file, video),
    words: () => countWords(wordsScript),
  }
  const runs: Record<string, Measured[]> = {}
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const video = await cloud.newVideo()
      const measured = await contender(video)
      if (name !== 'bare' && name !== 'words') await cloud.expectStored(video, file)
      await cloud.reset()
      runs[name] = [...(runs[name] ?? []), measured]
      say(`without a JIT ${i + 1}/${ROUNDS}: ${name} ${(measured.cpuMs / MEBIBYTES).toFixed(1)} ms of CPU a MiB`)
    }
  }
  const of = (name: string) => runs[name] as Measured[]
  const perMiB = (name: string) => median(of(name).map(({ cpuMs }) => cpuMs)) / MEBIBYTES
  const stretch = Math.max(...of('watched').map(({ stretchMs = 0 }) => stretchMs))
  const wall = Math.max(...of('watched').map(({ stretchWallMs = 0 }) => stretchWallMs))
  // Of one round each: what else the machine does changes from round to round.
  const ratio = (inRound: (cpu: (name: string) => number) => number) =>
    median(Array.from({ length: ROUNDS }, (_, i) => inRound((name) => (of(name)[i] as Measured).cpuMs)))
  const figures = {
    jitlessMsPerMiB: { crc: round(perMiB('crc'), 2), plain: round(perMiB('plain'), 2) },
    jitlessCrcVsLoop: round(ratio((cpu) => (cpu('crc') - cpu('plain')) / cpu('words'))),
    jitlessPlainVsBare: round(ratio((cpu) => cpu('plain') / cpu('bare'))),
  }
  const spent = (name: string) => `${perMiB(name).toFixed(1)} ms of CPU a MiB`
  return {
    rows: [
      atMost(
        'Without a JIT: CRC-64 against a bare loop of as many lookups',
        figures.jitlessCrcVsLoop,
        2,
        '×',
        `${(perMiB('crc') - perMiB('plain')).toFixed(1)} against ${spent('words')}`,
      ),
      unbounded(
        'Without a JIT: the rest against Node itself, reading and sending bare',
        figures.jitlessPlainVsBare,
        '×',
        `${spent('plain')} against ${perMiB('bare').toFixed(1)}; parts of 4 MiB, 3 at a time`,
      ),
      atMost(
        'Without a JIT: longest stretch without yielding',
        stretch,
        50,
        'ms',
        `of CPU time; ${wall.toFixed(0)} ms by the wall clock`,
      ),
    ],
    figures,
  }
}

/** A bare loop over as many words as the file has. */
async function countWords(script: string): Promise<Measured> {
  const job: WordsJob = { mebibytes: MEBIBYTES }
  return JSON.parse(await runChild(process.execPath, [...FLAGS, script, JSON.stringify(job)])) as Measured
}

async function uploadBare(script: string, file: TestFile, video: Video): Promise<Measured> {
  const job = await bareJob(file, video, { partSize: BARE_PART, parallel: BARE_PARALLEL })
  return JSON.parse(await runChild(process.execPath, [...FLAGS, script, JSON.stringify(job)])) as Measured
}
