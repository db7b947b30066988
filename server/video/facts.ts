import type { VideoStatus } from './video'

/** What of one event counts for the state of a video; the rest of its body is kept for people. */
export interface Facts {
  status?: VideoStatus
  /** VOD did not know the video when it was asked, again and again: whatever is heard of it later takes that back. */
  notFound?: true
  /** Whether a reviewer has blocked it. */
  blocked?: boolean
  /** Bytes. */
  size?: number
  /** Seconds. */
  duration?: number
  coverUrl?: string
  /** What automatic review suggests. */
  moderation?: 'pass' | 'review' | 'block'
}

/** An announcement of VOD's, or what VOD has answered when it was asked. */
export interface VodEvent {
  /** VideoId, MediaId or ImageId; empty where the event names none. */
  mediaId: string
  type: string
  /** Milliseconds since 1970. */
  time: number
  /** Tells events of one type, video and second apart: the job, or the stream. */
  variant: string
  facts: Facts
  /** As it came, JSON text. */
  body: string
}

/** An event, as far as it counts for the state of its video. */
export type StateEvent = Pick<VodEvent, 'type' | 'time' | 'variant' | 'facts'>
