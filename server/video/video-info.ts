import type { VideoInfo } from '../cloud/vod'
import type { Facts, VodEvent } from './facts'
import { hasFile } from './video'

/** The type under which VOD's answers stand among its events. */
const ANSWER = 'VideoInfo'

/** The facts of an answer to GetVideoInfo; undefined is VOD's answer about a video that it does not know any more. */
export function factsOf(info: VideoInfo | undefined): Facts {
  if (!info) return { status: 'Deleted' }
  const { status, size, duration, coverUrl } = info
  return {
    ...(status === 'Blocked' ? { blocked: true } : { status, blocked: false }),
    // Of a file that is there, 0 is a count like any other; before that it only says that there is none.
    ...((size > 0 || hasFile(status)) && { size }),
    ...(duration > 0 && { duration }),
    ...(coverUrl !== undefined && { coverUrl }),
  }
}

/** An answer of VOD's, to be kept among the events that it announces. */
export function answerEvent(videoId: string, facts: Facts, time: number): VodEvent {
  return { mediaId: videoId, type: ANSWER, time, variant: '', facts, body: '' }
}
