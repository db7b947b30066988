import type { DailyLimits } from '../limits/daily'
import { type Arrived, UNCLAIMED_AFTER_MS, type Verdict } from '../store/reviews'

export interface Rules {
  /** Bytes. */
  maxBytes: number
  /** Undefined: any length is fine. */
  maxSeconds: number | undefined
  daily: DailyLimits
}

/**
 * Compares a video that has arrived with what its owner may upload. STS tokens cannot be told a limit, and the key of an
 * upload does not bind its size: so what arrives is measured afterwards.
 * @param now milliseconds since 1970
 */
export function judge(
  { size, duration, uploads, bytes, unclaimedSince }: Arrived,
  { maxBytes, maxSeconds, daily }: Rules,
  now: number,
): Verdict {
  if (size > maxBytes) return 'file_too_large'
  if (maxSeconds !== undefined && duration > maxSeconds) return 'video_too_long'
  if (uploads > daily.uploads || bytes > daily.bytes) return 'over_daily_limit'
  if (unclaimedSince !== undefined && now >= unclaimedSince + UNCLAIMED_AFTER_MS) return 'unclaimed'
  return 'ok'
}
