import { videoNotFound } from '../http/video-id'
import type { Service } from '../service'
import type { Arrived, Sanction, Verdict } from '../store/reviews'
import { pseudonym } from '../users/pseudonym'
import type { ReviewRun } from './review-run'
import { judge } from './rules'
import { mayAct, sanction } from './sanction'

/** Videos that are judged at once, in a few statements: for each, its owner's videos of the day are read. */
const BATCH = 25
/** Milliseconds after which a claimed video is due again if the run has died; longer than a run takes. */
const CLAIM_MS = 5 * 60_000
/** Milliseconds after which those have their turn for which VOD takes no more calls in this run. */
const NEXT_RUN_MS = 60_000

/**
 * So often in a row acting on a video has to fail before it is believed that VOD does not know it, though nobody has
 * deleted it: with the pauses in between, more than a day.
 */
const LOST_AFTER_FAILURES = 30

type Breach = Exclude<Verdict, 'ok'>

interface Offender {
  video: Arrived
  breach: Breach
}

/**
 * Compares the videos that have arrived with the limits of their owners, batch by batch. After each it rests as long as
 * the batch took, so that calls wait for one batch at most.
 */
export async function reviewVideos(service: Service, run: ReviewRun): Promise<void> {
  const { reviews, settings, events, now } = service
  const acts = mayAct(settings, true)

  while (run.takeBatch()) {
    const startedAt = now()
    const until = startedAt + CLAIM_MS
    const due = await reviews.claim(startedAt, until, settings.daily, BATCH)
    const passed: string[] = []
    const offenders: Offender[] = []
    for (const video of due) {
      const verdict = judge(video, settings, now())
      if (verdict === 'ok') passed.push(video.videoId)
      else offenders.push({ video, breach: verdict })
    }
    await reviews.pass(passed, until)
    await (acts ? punishAll(offenders, until) : reportAll(offenders, until))
    if (due.length < BATCH) return
    await new Promise((resolve) => setTimeout(resolve, now() - startedAt))
  }

  async function reportAll(offenders: Offender[], until: number): Promise<void> {
    for (const [breach, those] of Map.groupBy(offenders, (offender) => offender.breach)) {
      await reviews.settle(
        those.map(({ video }) => video.videoId),
        until,
        breach,
        'reported',
      )
    }
    for (const { video, breach } of offenders) await report(video, breach, 'reported')
  }

  async function punishAll(offenders: Offender[], until: number): Promise<void> {
    const left: string[] = []
    for (const { video, breach } of offenders) {
      if (!run.mayCallVod) left.push(video.videoId)
      else {
        await run.attempt(
          video.failures,
          () => punish(video, breach, until),
          (failures, reviewAt) => reviews.failed(video.videoId, until, failures, reviewAt),
        )
      }
    }
    await reviews.putOff(left, until, now() + NEXT_RUN_MS)
  }

  async function punish(video: Arrived, breach: Breach, until: number): Promise<void> {
    const { videoId } = video
    const isLost = video.isDeleted || video.failures >= LOST_AFTER_FAILURES
    const done = (await sanction(service, videoId, breach)) ?? (isLost ? 'deleted' : undefined)
    if (!done) throw videoNotFound('VOD does not know a video that has arrived')
    if (done === 'blocked') await events.record(blocked(videoId, now()), now())
    await reviews.settle([videoId], until, breach, done)
    await report(video, breach, done)
  }

  async function report({ videoId, owner, size }: Arrived, code: Breach, action: Sanction): Promise<void> {
    run.report({ code, videoId, action, user: await pseudonym(owner), size })
  }
}

/** What VOD announces, too, where a callback is configured. */
function blocked(videoId: string, now: number) {
  const time = Math.floor(now / 1000) * 1000
  return { mediaId: videoId, type: 'CreateAuditComplete', time, variant: 'wevod', facts: { blocked: true }, body: '' }
}
