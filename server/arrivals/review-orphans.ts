import type { Service } from '../service'
import type { DueOrphan } from '../store/orphans'
import { confirmsLoss, nextCheckAfterNotFound } from '../video/check-time'
import { answerEvent, factsOf } from '../video/video-info'
import type { ReviewRun } from './review-run'
import { mayAct, sanction } from './sanction'

/** Orphans that one run asks VOD about. */
const BATCH = 10

/** Asks VOD whose the videos are that it has announced and that no registration or notification gives an owner. */
export async function reviewOrphans(service: Service, run: ReviewRun): Promise<void> {
  const { orphans, videos, vod, marks, events, settings, now } = service
  if (run.isOver) return
  for (const orphan of await orphans.due(now(), BATCH)) {
    if (!run.mayCallVod) return
    await run.attempt(
      orphan.failures,
      () => review(orphan),
      (failures, reviewAt) => orphans.failed(orphan.videoId, failures, reviewAt),
    )
  }

  async function review(orphan: DueOrphan): Promise<void> {
    const { videoId } = orphan
    if (await videos.isKnown(videoId)) return orphans.remove(videoId)
    const info = await vod.getVideoInfo(videoId)
    if (!info) return notFound(orphan)
    const owner = await marks.ownerByUserData(info.userData)
    if (owner !== undefined) {
      const { title, size } = info
      await videos.adopt({ videoId, owner, title, size, method: 'sts' }, now())
      await events.recordAnswer(answerEvent(videoId, factsOf(info), now()), now())
      // Where that says nothing new, the row has to learn what was known before it.
      await events.apply(videoId, now())
      return orphans.remove(videoId)
    }
    const { AppId } = settings.uploadDefaults
    if (AppId !== undefined && info.appId !== AppId) return orphans.settle(videoId, 'foreign')
    const action = mayAct(settings, false) ? await sanction(service, videoId, 'orphaned') : 'reported'
    if (!action) return notFound(orphan)
    await orphans.settle(videoId, 'orphaned', action)
    run.report({ code: 'orphaned', videoId, action, size: info.size })
  }

  /** VOD has announced it: that it does not know it now is believed once it has said so for a day. */
  async function notFound({ videoId, announcedAt, notFoundCount }: DueOrphan): Promise<void> {
    const count = notFoundCount + 1
    if (confirmsLoss(count, announcedAt, now())) return orphans.remove(videoId)
    await orphans.notFound(videoId, count, nextCheckAfterNotFound('UploadSucc', announcedAt, now()))
  }
}
