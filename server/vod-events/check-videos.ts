import { type ProblemCode, problemCodeOf } from '../problem'
import type { Service } from '../service'
import type { DueVideo } from '../store/checks'
import {
  confirmsLoss,
  isAbandoned,
  nextCheckAfterFailure,
  nextCheckAfterNotFound,
  nextCheckAt,
} from '../video/check-time'
import type { Facts } from '../video/facts'
import { answerEvent, factsOf, NOT_FOUND } from '../video/video-info'

/**
 * Calls of GetVideoInfo a second. VOD takes 100 from an account ("QPS limits on API operations", 2026), and what users
 * ask for comes first.
 */
const CALLS_PER_SECOND = 20

/** Calls under way at the same time. Workers allow six connections, and the database needs one. */
const CALLS_AT_ONCE = 5

/** Videos that are claimed together: few, since a run that dies leaves those it has claimed waiting. */
const CLAIM = 20
/** Milliseconds after which a claimed video is due again if its answer never came; longer than any call takes. */
const CLAIM_MS = 5 * 60_000

/** What says something of one video, and nothing of VOD: the others can be asked. After all else the run ends. */
export const OF_ONE_VIDEO: ReadonlySet<ProblemCode> = new Set(['vod_malformed', 'vod_failed', 'video_not_found'])

/** From so many videos that VOD does not know, and if they are most of those asked, none of it is believed. */
const NOT_FOUND_SUSPICIOUS = 5

export interface CheckResult {
  asked: number
  notFound: number
  /** More is unknown to VOD than videos get lost: VOD_REGION or the access key is another account's. */
  isSuspicious: boolean
  /** How often which problem. */
  failures: Partial<Record<ProblemCode, number>>
}

export interface CheckLimits {
  /** Milliseconds since 1970, from which nothing new is begun. */
  until: number
  /** Videos at most. */
  videos: number
  signal: AbortSignal
}

/**
 * Asks VOD about the videos that are due, those first that have waited longest, as many as the limits allow. A video that
 * fails gives way to the others: the more often in a row, the longer.
 */
export async function checkVideos(
  { vod, events, checks, now }: Pick<Service, 'vod' | 'events' | 'checks' | 'now'>,
  { until, videos, signal }: CheckLimits,
): Promise<CheckResult> {
  const result: CheckResult = { asked: 0, notFound: 0, isSuspicious: false, failures: {} }
  /** Told at the end, when it is known whether they are to be believed. */
  const notFound: DueVideo[] = []
  const pace = evenly(1000 / CALLS_PER_SECOND)
  let isOver = false
  const mayGoOn = () => !isOver && !signal.aborted && now() < until && result.asked < videos

  while (mayGoOn()) {
    const claimed = await checks.claim(now(), now() + CLAIM_MS, Math.min(CLAIM, videos - result.asked))
    if (claimed.length === 0) break
    const queue = [...claimed]
    const work = async () => {
      for (let video = queue.shift(); video; video = queue.shift()) {
        if (!mayGoOn()) {
          queue.unshift(video)
          return
        }
        await pace()
        // Another call may have ended the run meanwhile.
        if (isOver) {
          queue.unshift(video)
          return
        }
        result.asked++
        await check(video).catch((error: unknown) => failed(video, error))
      }
    }
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
    await checks.unclaim(
      queue.map(({ videoId }) => videoId),
      now(),
    )
  }
  result.notFound = notFound.length
  for (const video of notFound) await tellNotFound(video)
  return result

  async function check(video: DueVideo): Promise<void> {
    const { videoId, createdAt } = video
    const info = await vod.getVideoInfo(videoId)
    if (!info) {
      notFound.push(video)
      result.isSuspicious ||= notFound.length >= NOT_FOUND_SUSPICIOUS && notFound.length * 2 > result.asked
      isOver ||= result.isSuspicious
      return
    }
    const isLost = info.status === 'Uploading' && isAbandoned(createdAt, now())
    const facts: Facts = isLost ? { status: 'UploadFail' } : factsOf(info)
    await events.recordAnswer(answerEvent(videoId, facts, now()), now())
    await checks.done(videoId, now(), nextCheckAt(info.status, createdAt, now()))
  }

  async function failed(video: DueVideo, error: unknown): Promise<void> {
    const code = problemCodeOf(error)
    result.failures[code] = (result.failures[code] ?? 0) + 1
    isOver ||= !OF_ONE_VIDEO.has(code)
    // Where it is the database that fails, nothing can be written: the claim itself has put the video off.
    if (code === 'store_unavailable') return
    const failures = video.failures + 1
    await checks
      .failed(video.videoId, failures, nextCheckAfterFailure(failures, now()))
      .catch((storeError: unknown) => failed(video, storeError))
  }

  async function tellNotFound(video: DueVideo): Promise<void> {
    const { videoId, status, createdAt, notFoundCount, notFoundSince } = video
    const next = nextCheckAfterNotFound(status, createdAt, now())
    if (result.isSuspicious) return checks.putOff(videoId, next)
    const count = notFoundCount + 1
    const since = notFoundSince ?? now()
    // As of the first such answer: whatever has happened since then shows that the video is there.
    if (confirmsLoss(count, since, now())) await events.recordAnswer(answerEvent(videoId, NOT_FOUND, since), now())
    else await checks.notFound(videoId, count, since, now(), next)
  }
}

/** Lets callers through one by one, each so many milliseconds after the last. */
function evenly(ms: number): () => Promise<void> {
  let free = Promise.resolve()
  return () => {
    const mine = free
    free = mine.then(() => new Promise((resolve) => setTimeout(resolve, ms)))
    return mine
  }
}
