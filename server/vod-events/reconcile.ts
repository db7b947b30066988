import { type ProblemCode, problemCodeOf } from '../problem'
import type { Service } from '../service'
import type { DueVideo } from '../store/events'
import type { Facts } from '../video/facts'
import { answerEvent, factsOf } from '../video/video-info'

/** Videos that one run asks VOD about: within the calls that Workers allow a run, and far below VOD's 100 a second. */
const BATCH = 40

/** VOD removes the parts of an upload that is never completed after about seven days. */
const ABANDONED_MS = 8 * 24 * 60 * 60 * 1000

/**
 * Asks VOD about videos that are stuck on their way: a notification is lost after three tries, and for an upload that is
 * given up none ever comes. Run once a minute. A video that fails does not keep the others from their turn.
 */
export async function reconcile({ vod, events, log, now }: Service): Promise<void> {
  const startedAt = now()
  const failures: Partial<Record<ProblemCode, number>> = {}
  const due = await events.due(startedAt, BATCH)
  for (const video of due) {
    try {
      const facts = await ask(video)
      if (facts.status !== video.status) await events.record(answerEvent(video.videoId, facts, now()), now())
      await events.markChecked(video.videoId, now())
    } catch (error) {
      const code = problemCodeOf(error)
      failures[code] = (failures[code] ?? 0) + 1
      // The rest has to wait for its next turn, too.
      if (code === 'vod_throttled' || code === 'vod_timeout') break
    }
  }
  await events.purge(startedAt)
  const failed = Object.keys(failures).length > 0
  if (due.length === 0 && !failed) return
  log({
    level: failed ? 'error' : 'info',
    event: 'reconcile',
    asked: due.length,
    ms: now() - startedAt,
    ...(failed && { failures: JSON.stringify(failures) }),
  })

  async function ask({ videoId, createdAt }: DueVideo): Promise<Facts> {
    const info = await vod.getVideoInfo(videoId)
    const isAbandoned = info?.status === 'Uploading' && now() - createdAt > ABANDONED_MS
    return isAbandoned ? { status: 'UploadFail' } : factsOf(info)
  }
}
