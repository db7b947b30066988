import { tellAtOnce } from '../messages/send-messages'
import { problemCodeOf } from '../problem'
import type { Service } from '../service'
import type { VodEvent } from '../video/facts'
import { answerEvent, factsOf } from '../video/video-info'

/** Of a file that has just arrived nobody has judged anything yet: who looks at the video has VOD asked then. */
const ARRIVED = 'FileUploadComplete'

/** After these a video may have come to its end. */
const OPEN: ReadonlySet<string> = new Set([ARRIVED, 'TranscodeComplete', 'AIMediaAuditComplete', 'CreateAuditComplete'])

/**
 * What an event causes beyond itself, after it has been answered: where VOD reviews what is uploaded, or automatic review
 * objects, VOD is asked what the video is now; and who waits for the end of it is told. What fails here is done by the
 * scheduled job. Never rejects.
 */
export async function followEvent(service: Service, event: VodEvent): Promise<void> {
  const { mediaId, type, facts } = event
  if (mediaId === '' || !OPEN.has(type)) return
  // Where VOD reviews, it alone knows whether this was the end.
  if ((service.settings.review && type !== ARRIVED) || facts.moderation === 'block') {
    await learnStatus(service, mediaId).catch((error: unknown) => {
      service.log({ level: 'warn', event: 'event_not_followed', videoId: mediaId, type, code: problemCodeOf(error) })
    })
  }
  await tellAtOnce(service, mediaId)
}

async function learnStatus({ vod, videos, events, now }: Service, videoId: string): Promise<void> {
  if (!(await videos.isKnown(videoId))) return
  const info = await vod.getVideoInfo(videoId)
  // As long as it says Uploading, the event knows more.
  if (!info || info.status === 'Uploading') return
  await events.recordAnswer(answerEvent(videoId, factsOf(info), now()), now())
}
