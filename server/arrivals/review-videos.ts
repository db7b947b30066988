import type { Service } from '../service'
import type { Arrived, Judged, Sanction } from '../store/reviews'
import { pseudonym } from '../users/pseudonym'
import type { ReviewRun } from './review-run'
import { judge, UNCLAIMED_AFTER_MS } from './rules'
import { mayAct, type Offence, sanction } from './sanction'

/** Videos that are judged at once, in two calls of the database. */
const BATCH = 100
/** Batches of one run: 2,000 videos a minute. */
const BATCHES = 20

/** Compares the videos that have arrived with the limits of their owners. */
export async function reviewVideos(service: Service, run: ReviewRun): Promise<void> {
  const { reviews, settings, events, now } = service
  const acts = mayAct(settings, true)

  for (let batch = 0; batch < BATCHES; batch++) {
    const due = await reviews.due(now(), settings.daily, BATCH)
    const settled: Judged[] = []
    const offenders: { video: Arrived; offence: Exclude<Offence, 'orphaned'> }[] = []
    for (const video of due) {
      const verdict = judge(video, settings, now())
      if (verdict !== 'ok') offenders.push({ video, offence: verdict })
      if (verdict === 'ok') settled.push(passed(video))
      else if (!acts) settled.push({ ...video, verdict, sanction: 'reported' })
    }
    await reviews.settle(settled)
    for (const { video, offence } of offenders) {
      if (!acts) await report(video, offence, 'reported')
      else if (
        !(await run.attempt(
          () => punish(video, offence),
          (until) => reviews.postpone(video.videoId, until),
        ))
      )
        return
    }
    if (due.length < BATCH) return
  }

  async function punish(video: Arrived, offence: Exclude<Offence, 'orphaned'>): Promise<void> {
    const { videoId, size } = video
    const done = await sanction(service, videoId, offence)
    if (done === 'blocked') await events.record(blocked(videoId, now()), now())
    await reviews.settle([{ videoId, size, verdict: offence, sanction: done }])
    await report(video, offence, done)
  }

  async function report({ videoId, owner, size }: Arrived, code: Offence, action: Sanction): Promise<void> {
    run.report({ code, videoId, action, user: await pseudonym(owner), size })
  }
}

function passed({ videoId, size, unclaimedSince }: Arrived): Judged {
  return { videoId, size, verdict: 'ok', again: unclaimedSince && unclaimedSince + UNCLAIMED_AFTER_MS }
}

/** What VOD announces, too, where a callback is configured. */
function blocked(videoId: string, now: number) {
  const time = Math.floor(now / 1000) * 1000
  return { mediaId: videoId, type: 'CreateAuditComplete', time, variant: 'wevod', facts: { blocked: true }, body: '' }
}
