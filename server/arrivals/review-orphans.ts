import type { Service } from '../service'
import { answerEvent, factsOf } from '../video/video-info'
import type { ReviewRun } from './review-run'
import { mayAct, sanction } from './sanction'

/** Orphans that one run asks VOD about. */
const BATCH = 10

/** Asks VOD whose the videos are that it has announced and that no registration or notification gives an owner. */
export async function reviewOrphans(service: Service, run: ReviewRun): Promise<void> {
  const { orphans, videos, vod, marks, events, settings, now } = service
  for (const videoId of await orphans.due(now(), BATCH)) {
    if (
      !(await run.attempt(
        () => review(videoId),
        (until) => orphans.postpone(videoId, until),
      ))
    )
      break
  }
  await orphans.clear(now())

  async function review(videoId: string): Promise<void> {
    if (await videos.isKnown(videoId)) return orphans.remove(videoId)
    const info = await vod.getVideoInfo(videoId)
    if (!info) return orphans.remove(videoId)
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
    await orphans.settle(videoId, 'orphaned', action)
    run.report({ code: 'orphaned', videoId, action, size: info.size })
  }
}
