import type { Service } from '../service'
import type { Settings } from '../settings/settings'
import type { Sanction, Verdict } from '../store/reviews'
import { hasFile } from '../video/video'

/** What is wrong with a video that has arrived, in the operator's log. */
export type Offence = Exclude<Verdict, 'ok'> | 'orphaned'

/** Of VOD's 128 bytes. The operator sees it in the console; the user is told the code. */
const REASONS: Readonly<Record<Offence, string>> = {
  file_too_large: 'wevod: larger than UPLOAD_MAX_BYTES',
  video_too_long: 'wevod: longer than MAX_SECONDS',
  over_daily_limit: 'wevod: beyond DAILY_UPLOADS or DAILY_BYTES of its user',
  unclaimed: 'wevod: not registered by its user',
  orphaned: 'wevod: of no known user',
}

/** Whether the operator has this service act on a video that bears its mark, or on one that bears none. */
export function mayAct({ enforceAtVod }: Settings, isMarked: boolean): boolean {
  return enforceAtVod === 'all' || (enforceAtVod === 'marked' && isMarked)
}

/**
 * Takes a video out of circulation: blocks one that has arrived, and deletes one that still awaits its file, which VOD
 * cannot block. Undefined where VOD does not know it. Who calls this has asked `mayAct`.
 * @throws {Problem} vod_*
 */
export async function sanction(
  { vod }: Pick<Service, 'vod'>,
  videoId: string,
  offence: Offence,
): Promise<Sanction | undefined> {
  const info = await vod.getVideoInfo(videoId)
  if (!info) return undefined
  if (hasFile(info.status)) {
    await vod.blockVideo(videoId, REASONS[offence])
    return 'blocked'
  }
  await vod.deleteVideo(videoId)
  return 'deleted'
}
