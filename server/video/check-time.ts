import type { VideoStatus } from './video'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How long after the last that was heard of a video it is asked about, if it were made just then. */
const FIRST_CHECK_MS = { Uploading: 10 * MINUTE_MS, other: MINUTE_MS }

/** Longest pause after a failure, milliseconds: an outage costs a video at most this much of its time. */
const FAILURE_PAUSE_MAX_MS = HOUR_MS

/** VOD removes the parts of an upload that is never completed after about seven days. */
const ABANDONED_MS = 8 * 24 * HOUR_MS

/**
 * That VOD does not know a video counts once it has said so this often in a row, over this long: a wrong region or key
 * makes it say so of every video, until somebody sees it.
 */
const CONFIRMATIONS = 3
const CONFIRM_MS = 24 * HOUR_MS
/** Longest time between two such answers. */
const CONFIRM_EVERY_MS = 6 * HOUR_MS

/**
 * When VOD is asked about a video of which something was heard at `heardAt`: as soon as the time since then exceeds a
 * quarter of the video's age and what its status is given. So the older it gets, the less often. Milliseconds, here and
 * below.
 */
export function nextCheckAt(status: VideoStatus, createdAt: number, heardAt: number): number {
  const first = status === 'Uploading' ? FIRST_CHECK_MS.Uploading : FIRST_CHECK_MS.other
  return heardAt + Math.floor((heardAt - createdAt + 4 * first) / 3)
}

/** When VOD is asked again after so many failures in a row. */
export function nextCheckAfterFailure(failures: number, now: number): number {
  return now + Math.min(MINUTE_MS * 2 ** (failures - 1), FAILURE_PAUSE_MAX_MS)
}

/** When VOD is asked again about a video that it did not know. */
export function nextCheckAfterNotFound(status: VideoStatus, createdAt: number, now: number): number {
  return Math.min(nextCheckAt(status, createdAt, now), now + CONFIRM_EVERY_MS)
}

/** Whether so many answers in a row, the first of them at `since`, say for certain that a video is gone. */
export function confirmsLoss(count: number, since: number, now: number): boolean {
  return count >= CONFIRMATIONS && now - since >= CONFIRM_MS
}

/** Whether an upload that is still awaited is so old that it will never be completed. */
export function isAbandoned(createdAt: number, now: number): boolean {
  return now - createdAt > ABANDONED_MS
}
