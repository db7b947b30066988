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

/** When the next day (UTC) begins, ISO 8601. */
export function resetsAt(now: number): string {
  return new Date(startOfDay(now) + DAY_MS).toISOString()
}

/** The refusal of a user who has had all tokens of the day. */
export function dailyTokensReached(tokens: number, now: number): Problem {
  return usedUp(`A user gets ${tokens} STS tokens a day.`, now)
}

/** The refusal of a user who has used up the day, with the seconds until the next one. */
export function dailyLimitReached({ uploads, bytes }: DailyLimits, now: number): Problem {
  return usedUp(`A user may upload ${uploads} files and ${bytes} bytes a day.`, now)
}

/** The refusal of a user who has had all covers of the day. */
export function dailyCoversReached(covers: number, now: number): Problem {
  return usedUp(`A user may choose ${covers} covers a day.`, now)
}

function usedUp(detail: string, now: number): Problem {
  return new Problem('daily_limit_reached', detail, {
    retryAfter: Math.ceil((startOfDay(now) + DAY_MS - now) / 1000),
    resetsAt: resetsAt(now),
  })
}
