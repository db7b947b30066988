import type { VideoStatus } from './video'

/** What of one event counts for the state of a video; the rest of its body is kept for people. */
export interface Facts {
  status?: VideoStatus
  /** VOD did not know the video when it was asked, again and again: whatever is heard of it later takes that back. */
  notFound?: true
  /** Whether a reviewer has blocked it. */
  blocked?: boolean
  /** Why, as the reviewer has written it. */
  reason?: string
  /** Bytes. */
  size?: number
  /** Seconds. */
  duration?: number
  coverUrl?: string
  /** What automatic review suggests. */
  moderation?: 'pass' | 'review' | 'block'
}

/**
 * Without a size that is no whole number of bytes: the database takes none, and events that an older version of this
 * service has kept may hold one. It must not keep what comes after it from being read.
 */
export function soundFacts(facts: Facts): Facts {
  if (facts.size === undefined || (Number.isSafeInteger(facts.size) && facts.size >= 0)) return facts
  const { size: _, ...sound } = facts
  return sound
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
  /** UserData.Extend of its video, as VOD repeats it: JSON text. */
  extend?: string | undefined
  /** Names of fields whose values cannot be meant, such as a size of 1.5 bytes. */
  ignored?: readonly string[]
  /** As it came, JSON text. */
  body: string
}

/** An event, as far as it counts for the state of its video. */
export type StateEvent = Pick<VodEvent, 'type' | 'time' | 'variant' | 'facts'>
