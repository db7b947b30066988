import { join } from 'node:path'
import type { Bench } from './bench'
import { ChildFailure } from './child'
import { postByCurl, uploadByEngine } from './contenders'
import { type Link, openLink } from './link'
import { atLeast, atMost, type Findings, round, unbounded } from './report'
import { MiB, type TestFile, writeTestFile } from './test-file'

/** A bad mobile link: what TCP gets of it at this delay with 1 % loss is a fraction of what it could carry. */
const BAD_LINK = { bytesPerSecond: 2_500_000, bytesPerSecondEach: 220_000, roundTripMs: 80 }
const CUT_EACH_MS = 10_000
/** The single POST takes two and a half minutes for it, half of what its policy leaves. */
const SHAPED_MEBIBYTES = 32
/** Enough for some twenty cuts. */
const CUT_MEBIBYTES = 100
/** After so many cuts it is clear that it does not get on. */
const TRIES_OF_POST = 4
const SAY_EACH_MS = 20_000

/** Our parts against the vendor's single request, each over a link of its own. */
export async function measureShaped(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'shaped.mp4'), SHAPED_MEBIBYTES, 'random')
  const [ours, theirs] = await Promise.all([
    overLink(bench, 'shaped link, engine', undefined, (link) => byEngine(bench, file, link)),
    overLink(bench, 'shaped link, one PostObject', undefined, (link) => byPost(bench, file, link)),
  ])
  const figures = { shapedVsSinglePost: round(theirs / ours) }
  const speeds = [ours, theirs].map((seconds) => `${(file.size / 1000 / seconds).toFixed(0)} KB/s`)
  const note = `${SHAPED_MEBIBYTES} MiB; engine ${speeds[0]}, PostObject ${speeds[1]}; 220 KB/s a connection, 80 ms round trip`
  return {
    rows: [atLeast('Bad mobile link: engine against one PostObject', figures.shapedVsSinglePost, 2, note)],
    figures,
  }
}

/** The same link, and every connection is cut each ten seconds. */
export async function measureCut(bench: Bench): Promise<Findings> {
  const file = await writeTestFile(join(bench.folder, 'cut.mp4'), CUT_MEBIBYTES, 'random')
  const [ours, furthest] = await Promise.all([
    overLink(bench, 'cut link, engine', CUT_EACH_MS, async (link) => {
      const seconds = await byEngine(bench, file, link)
      return { seconds, cuts: link.cuts(), sent: link.partBytesSent(), taken: link.partBytesTaken() }
    }),
    overLink(bench, 'cut link, one PostObject', CUT_EACH_MS, (link) => postAgainAndAgain(bench, file, link)),
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

async function byEngine({ cloud, engine }: Bench, file: TestFile, link: Link): Promise<number> {
  const video = await cloud.newVideo()
  const { seconds } = await uploadByEngine(engine, file, video, { options: {}, detour: [cloud.port, link.port] })
  await cloud.expectStored(video, file)
  return seconds
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
  cutEachMs: number | undefined,
  work: (link: Link) => Promise<T>,
): Promise<T> {
  const link = await openLink({ ...BAD_LINK, port: cloud.port, ...(cutEachMs !== undefined && { cutEachMs }) })
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
