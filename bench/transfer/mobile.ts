import { join } from 'node:path'
import type { Bench } from './bench'
import { bundleScript } from './bundle'
import { ChildFailure, runChild } from './child'
import { bareJob, postByCurl, uploadByEngine } from './contenders'
import type { EngineJob } from './engine-process'
import type { Measured } from './gauge'
import { type Link, type LinkOptions, openLink } from './link'
import { atLeast, atMost, type Findings, round, unbounded } from './report'
import { MiB, type TestFile, writeTestFile } from './test-file'

/** A bad mobile link: what TCP gets of it at this delay with 1 % loss is a fraction of what it could carry. */
const BAD_LINK = { bytesPerSecond: 2_500_000, bytesPerSecondEach: 220_000, roundTripMs: 80 }
/** As broad, and one connection may have all of it. */
const CLEAN_LINK = { ...BAD_LINK, bytesPerSecondEach: BAD_LINK.bytesPerSecond }
const SLOW_LINK = { bytesPerSecond: 60_000, bytesPerSecondEach: 60_000, roundTripMs: 80 }
const CUT_LINK = { ...BAD_LINK, cutEachMs: 10_000 }
/** A minute for the engine: as long as it takes for what a link is like to count, and not only how an upload begins. */
const SHAPED_MEBIBYTES = 96
const CLEAN_MEBIBYTES = 136
/** A minute and a half for the single POST, a third of what its policy leaves: its speed does not depend on the size. */
const POST_MEBIBYTES = 20
const SLOW_MEBIBYTES = 4
/** Enough for some six cuts. */
const CUT_MEBIBYTES = 100
/** After so many cuts it is clear that it does not get on. */
const TRIES_OF_POST = 4
const SAY_EACH_MS = 20_000
/** What WeChat leaves: parts of this size on all of the connections that the engine may use. */
const BARE_PARALLEL = 8

/** Our parts against the vendor's single request, each over a link of its own; and two of our files on one link. */
export async function measureShaped(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'shaped.mp4'), SHAPED_MEBIBYTES, 'random')
  const half = await writeTestFile(join(bench.folder, 'half.mp4'), SHAPED_MEBIBYTES / 2, 'random')
  const posted = await writeTestFile(join(bench.folder, 'posted.mp4'), POST_MEBIBYTES, 'random')
  const [ours, two, theirs] = await Promise.all([
    overLink(bench, 'shaped link, engine', BAD_LINK, (link) => byEngine(bench, file, link)),
    overLink(bench, 'shaped link, engine with two files', BAD_LINK, (link) => twoByEngine(bench, half, link)),
    overLink(bench, 'shaped link, one PostObject', BAD_LINK, (link) => byPost(bench, posted, link)),
  ])
  const speeds = [file.size / ours, file.size / two, posted.size / theirs].map((speed) => speed / 1000)
  const [alone = 0, together = 0, post = 0] = speeds
  const figures = { shapedVsSinglePost: round(alone / post), twoFilesVsSinglePost: round(together / post) }
  const said = speeds.map((speed) => `${speed.toFixed(0)} KB/s`)
  const note = `${SHAPED_MEBIBYTES} MiB; engine ${said[0]}, PostObject ${said[2]}; 220 KB/s a connection, 80 ms round trip`
  return {
    rows: [
      atLeast('Bad mobile link: engine against one PostObject', figures.shapedVsSinglePost, 6, note),
      atLeast('Bad mobile link: two files at once', figures.twoFilesVsSinglePost, 6, `${said[1]} together`),
    ],
    figures,
  }
}

/** The same total, and one connection may have all of it: what the engine leaves unused, and what many lanes cost. */
export async function measureClean(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'clean.mp4'), CLEAN_MEBIBYTES, 'random')
  const [ours, three, bare] = await Promise.all([
    overLink(bench, 'clean link, engine', CLEAN_LINK, (link) => byEngine(bench, file, link)),
    overLink(bench, 'clean link, three fixed parts', CLEAN_LINK, (link) =>
      byEngine(bench, file, link, { parallelParts: 3 }),
    ),
    overLink(bench, 'clean link, eight bare connections', CLEAN_LINK, (link) => byBare(bench, file, link)),
  ])
  const figures = {
    cleanVsLine: round(file.size / ours / CLEAN_LINK.bytesPerSecond),
    cleanVsBare: round(bare / ours),
    cleanVsThreeParts: round(three / ours),
  }
  return {
    rows: [
      atLeast('Clean link: engine against eight bare connections', figures.cleanVsBare, 0.95, `${CLEAN_MEBIBYTES} MiB`),
      atLeast('Clean link: engine against itself with three fixed parts', figures.cleanVsThreeParts, 0.95),
      unbounded('Clean link: engine against the line', figures.cleanVsLine, '×'),
    ],
    figures,
  }
}

/** A link so slow that parts must be few and small. */
export async function measureSlow(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'slow.mp4'), SLOW_MEBIBYTES, 'random')
  const { seconds, sent } = await overLink(bench, 'slow link, engine', SLOW_LINK, async (link) => {
    const taken = await byEngine(bench, file, link)
    return { seconds: taken, sent: link.partBytesSent() }
  })
  const figures = { slowResentFraction: round((sent - file.size) / file.size, 4) }
  const used = `${((file.size / seconds / SLOW_LINK.bytesPerSecond) * 100).toFixed(0)} % of the line`
  const note = `${SLOW_MEBIBYTES} MiB in ${seconds.toFixed(0)} s, ${used}`
  return { rows: [atMost('60 KB/s: engine sends again', figures.slowResentFraction * 100, 2, '%', note)], figures }
}

/** The same link, and every connection is cut each ten seconds. */
export async function measureCut(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'cut.mp4'), CUT_MEBIBYTES, 'random')
  const [ours, furthest] = await Promise.all([
    overLink(bench, 'cut link, engine', CUT_LINK, async (link) => {
      const seconds = await byEngine(bench, file, link)
      return { seconds, cuts: link.cuts(), sent: link.partBytesSent(), taken: link.partBytesTaken() }
    }),
    overLink(bench, 'cut link, one PostObject', CUT_LINK, (link) => postAgainAndAgain(bench, file, link)),
  ])
  const resent = (bytes: number) => (bytes - file.size) / file.size
  const figures = { cutResentFraction: round(resent(ours.sent), 4) }
  const atRest = `${(resent(ours.taken) * 100).toFixed(1)} % with what no longer got onto the line`
  const note = `${CUT_MEBIBYTES} MiB in ${ours.seconds.toFixed(0)} s with ${ours.cuts} cuts; ${atRest}`
  return {
    rows: [
      atMost('Cut each 10 s: engine sends again', figures.cutResentFraction * 100, 5, '%', note),
      {
        ...unbounded('Cut each 10 s: one PostObject gets, at best', furthest * 100, '%', `${TRIES_OF_POST} tries`),
        limit: 'never finishes',
        holds: furthest < 1,
      },
    ],
    figures,
  }
}

async function byEngine(
  { cloud, engine }: Bench,
  file: TestFile,
  link: Link,
  options: EngineJob['options'] = {},
): Promise<number> {
  const video = await cloud.newVideo()
  const { seconds } = await uploadByEngine(engine, file, video, { options, detour: [cloud.port, link.port] })
  await cloud.expectStored(video, file)
  return seconds
}

/** The same file to two videos at the same time. Returns the seconds until both are there. */
async function twoByEngine({ cloud, engine }: Bench, file: TestFile, link: Link): Promise<number> {
  const [video, other] = [await cloud.newVideo(), await cloud.newVideo()]
  const job = { options: {}, second: other.encoded, detour: [cloud.port, link.port] as [number, number] }
  const { seconds } = await uploadByEngine(engine, file, video, job)
  for (const each of [video, other]) await cloud.expectStored(each, file)
  return seconds
}

/** Parts that are signed beforehand, on as many connections as the engine may use. */
async function byBare({ cloud, folder }: Bench, file: TestFile, link: Link): Promise<number> {
  const script = await bundleScript('bare-process', folder)
  const job = await bareJob(file, await cloud.newVideo(), { partSize: MiB, parallel: BARE_PARALLEL })
  for (const part of job.parts) part.url = part.url.replace(`:${cloud.port}/`, `:${link.port}/`)
  return (JSON.parse(await runChild(process.execPath, [script, JSON.stringify(job)])) as Measured).seconds
}

async function byPost({ cloud }: Bench, file: TestFile, link: Link): Promise<number> {
  const video = await cloud.newVideo()
  const seconds = await postByCurl(file, video, link.port)
  await cloud.expectStored(video, file)
  return seconds
}

/** The vendor's SDK starts over after a failure. Returns the largest part of the file that one try got onto the line. */
async function postAgainAndAgain(bench: Bench, file: TestFile, link: Link): Promise<number> {
  let furthest = 0
  for (let i = 0; i < TRIES_OF_POST; i++) {
    const before = link.sent()
    try {
      await byPost(bench, file, link)
      return 1
    } catch (error) {
      if (!(error instanceof ChildFailure)) throw error
    }
    furthest = Math.max(furthest, (link.sent() - before) / file.size)
  }
  return furthest
}

async function overLink<T>(
  { cloud, say }: Bench,
  name: string,
  shape: Omit<LinkOptions, 'port'>,
  work: (link: Link) => Promise<T>,
): Promise<T> {
  const link = await openLink({ ...shape, port: cloud.port })
  const timer = setInterval(() => {
    say(`${name}: ${(link.sent() / MiB).toFixed(1)} MiB sent, ${link.cuts()} cuts`)
  }, SAY_EACH_MS)
  try {
    return await work(link)
  } finally {
    clearInterval(timer)
    await link.close()
  }
}
