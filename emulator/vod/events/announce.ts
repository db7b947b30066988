import type { Account } from '../../account'
import type { ObjectStore } from '../../oss/object-store'
import type { Switches } from '../../switches'
import type { Video } from '../videos'
import { arrivalEvents, auditEvent, deletionEvent } from './bodies'
import type { Outbox } from './outbox'

/** What announcing needs of the cloud. */
interface Announcer {
  account: Account
  objects: ObjectStore
  outbox: Outbox
  switches: Switches
  now(): number
}

/** Announces a file that has arrived. Where it is transcoded, the video is Normal once all of that has been announced. */
export function announceArrival(cloud: Announcer, video: Video): void {
  const { account, objects, outbox, switches, now } = cloud
  const events = arrivalEvents(video, {
    size: objects.get(video.bucket, video.key)?.size ?? 0,
    // URLs in notifications are HTTP.
    url: `http://${video.bucket}.oss-${account.region}.aliyuncs.com/${video.key}`,
    transcodes: switches.transcodes,
    now: now(),
  })
  if (switches.transcodes) video.status = 'Transcoding'
  void outbox.send(events).then(() => {
    video.status = 'Normal'
  })
}

export function announceDeletion({ outbox, now }: Pick<Announcer, 'outbox' | 'now'>, videoId: string): void {
  void outbox.send([deletionEvent(videoId, now())])
}

export function announceAudit({ outbox, now }: Pick<Announcer, 'outbox' | 'now'>, video: Video, reason: string): void {
  void outbox.send([auditEvent(video, reason, now())])
}
