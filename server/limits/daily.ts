import { Problem } from '../problem'

const DAY_MS = 24 * 60 * 60 * 1000

/** How much one user may upload in a day (UTC). */
export interface DailyLimits {
  uploads: number
  bytes: number
}

/** Milliseconds since 1970 at which the day (UTC) of `now` began. */
export function startOfDay(now: number): number {
  return now - (now % DAY_MS)
}

/** Milliseconds until the next day (UTC) begins. */
function untilNextDay(now: number): number {
  return startOfDay(now) + DAY_MS - now
}

/** The refusal of a user who has had all tokens of the day. */
export function dailyTokensReached(tokens: number, now: number): Problem {
  return new Problem('daily_limit_reached', `A user gets ${tokens} STS tokens a day.`, {
    retryAfter: Math.ceil(untilNextDay(now) / 1000),
  })
}

/** The refusal of a user who has used up the day, with the seconds until the next one. */
export function dailyLimitReached({ uploads, bytes }: DailyLimits, now: number): Problem {
  return new Problem('daily_limit_reached', `A user may upload ${uploads} files and ${bytes} bytes a day.`, {
    retryAfter: Math.ceil(untilNextDay(now) / 1000),
  })
}
