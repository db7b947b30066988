import type { VideoInfo } from '../cloud/vod'
import type { Facts, VodEvent } from './facts'
import { hasFile } from './video'

/** The type under which VOD's answers stand among its events. */
export const ANSWER = 'VideoInfo'

/** The facts of an answer to GetVideoInfo. */
export function factsOf({ status, size, duration, coverUrl }: VideoInfo): Facts {
  return {
    ...(status === 'Blocked' ? { blocked: true } : { status, blocked: false }),
    // Of a file that is there, 0 is a count like any other; before that it only says that there is none.
    ...((size > 0 || hasFile(status)) && { size }),
    ...(duration > 0 && { duration }),
    ...(coverUrl !== undefined && { coverUrl }),
  }
}

/** What it comes to that VOD has not known a video, once that is confirmed: see confirmsLoss. */
export const NOT_FOUND: Facts = { status: 'Deleted', notFound: true }

/** An answer of VOD's, to be kept among the events that it announces. */
export function answerEvent(videoId: string, facts: Facts, time: number): VodEvent {
  return { mediaId: videoId, type: ANSWER, time, variant: '', facts, body: '' }
}
