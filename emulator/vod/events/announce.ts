import type { Account } from '../../account'
import type { ObjectStore } from '../../oss/object-store'
import type { Switches } from '../../switches'
import type { Video } from '../videos'
import {
  ANALYSIS,
  arrivalEvents,
  auditEvent,
  deletionEvent,
  type EventBody,
  type FileFacts,
  suggestionEvent,
  transcodeEvent,
} from './bodies'
import type { Outbox } from './outbox'

/** What announcing needs of the cloud. */
interface Announcer {
  account: Account
  objects: ObjectStore
  outbox: Outbox
  switches: Switches
  port: number
  now(): number
}

/**
 * Announces a file that has arrived, and what becomes of it. Without transcoding it is published at once, or has to be
 * reviewed; with it, when the last of that is announced.
 */
export function announceArrival(cloud: Announcer, video: Video): void {
  const { outbox, switches, now } = cloud
  const { transcodes } = switches
  const file = fileFacts(cloud, video)
  // The verdict was on what was there before.
  delete video.auditStatus
  const events = arrivalEvents(video, file, { transcodes, now: now() })
  if (!transcodes) {
    publish(cloud, video, events)
    return
  }
  video.status = 'Transcoding'
  video.coverUrl ??= file.coverUrl
  video.duration = ANALYSIS.Duration
  if (switches.transcodingWaits) void outbox.send(events)
  else publish(cloud, video, [...events, transcodeEvent(video, file, true, now())])
}

/** Ends transcoding that waits for it. */
export function endTranscoding(cloud: Announcer, video: Video, succeeded: boolean): void {
  const { outbox, now } = cloud
  const event = transcodeEvent(video, fileFacts(cloud, video), succeeded, now())
  if (succeeded) {
    publish(cloud, video, [event])
  } else {
    video.status = 'TranscodeFail'
    void outbox.send([event])
  }
}

export function announceDeletion({ outbox, now }: Pick<Announcer, 'outbox' | 'now'>, videoId: string): void {
  void outbox.send([deletionEvent(videoId, now())])
}

export function announceAudit({ outbox, now }: Pick<Announcer, 'outbox' | 'now'>, video: Video, reason: string): void {
  void outbox.send([auditEvent(video, reason, now())])
}

/** The last of these events says that the video is finished: from then on it is what that says. */
function publish({ outbox, switches, now }: Announcer, video: Video, events: EventBody[]): void {
  const last = events.at(-1)
  let isFinished = false
  const finish = () => {
    if (isFinished) return
    isFinished = true
    video.status = switches.reviews && video.auditStatus !== 'Normal' ? 'Checking' : 'Normal'
  }
  const sent = outbox.send(switches.reviews ? [...events, suggestionEvent(video, now())] : events, (event) => {
    if (event === last) finish()
  })
  // Also where nothing is sent, since no callback is set.
  if (events.length === 1) finish()
  else void sent.then(finish)
}

function fileFacts({ account, objects, port }: Announcer, { bucket, key }: Video): FileFacts {
  return {
    size: objects.get(bucket, key)?.size ?? 0,
    url: `http://${bucket}.oss-${account.region}.aliyuncs.com/${key}`,
    coverUrl: `http://${bucket}.localhost:${port}/${key}.cover.jpg`,
  }
}
