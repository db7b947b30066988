import type { Service } from '../service'
import type { VodEvent } from '../video/facts'

/** Notifications by which VOD says that a video's file is there. */
const ARRIVALS: ReadonlySet<string> = new Set([
  'FileUploadComplete',
  'VideoAnalysisComplete',
  'SnapshotComplete',
  'StreamTranscodeComplete',
  'TranscodeComplete',
])

/** Time for a client to register a video that bears no mark (CLAIMS=any) before VOD is asked about it. */
const REVIEW_AFTER_MS = 5 * 60 * 1000

/**
 * Finds the owner of a video that VOD announces and nobody has registered: by the mark that the notification carries
 * back, or, where it carries none, by asking VOD, which the scheduled job does later. Doing it again changes nothing.
 */
export async function noteArrival(
  { videos, events, orphans, marks, now }: Pick<Service, 'videos' | 'events' | 'orphans' | 'marks' | 'now'>,
  { mediaId, type, extend, facts }: VodEvent,
): Promise<void> {
  if (mediaId === '' || !ARRIVALS.has(type) || (await videos.isKnown(mediaId))) return
  const owner = await marks.ownerByExtend(extend)
  if (owner === undefined) return orphans.add(mediaId, now(), now() + REVIEW_AFTER_MS)
  await videos.adopt({ videoId: mediaId, owner, title: '', size: facts.size ?? 0, method: 'sts' }, now())
  await events.apply(mediaId, now())
}
