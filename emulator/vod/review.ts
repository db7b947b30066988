import type { Cloud } from '../cloud'
import { announceAudit } from './events/announce'
import type { Video } from './videos'

/** A reviewer's verdict, which beats the automatic one: it ends the review of a video, and blocks or releases it. */
export function decide(cloud: Cloud, video: Video, verdict: 'Blocked' | 'Normal', reason: string): void {
  video.auditStatus = verdict
  if (verdict === 'Normal' && video.status === 'Checking') video.status = 'Normal'
  announceAudit(cloud, video, reason)
}

/** Status as VOD gives it. */
export function statusOf({ auditStatus, status }: Video): Video['status'] | 'Blocked' {
  return auditStatus === 'Blocked' ? 'Blocked' : status
}
