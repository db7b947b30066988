import type { Sts } from '../cloud/sts'
import { type DailyLimits, dailyLimitReached, dailyTokensReached } from '../limits/daily'
import type { TokenCounts } from '../store/token-counts'
import type { Videos } from '../store/videos'
import type { UploadMarks } from './upload-mark'
import type { UserCredentials } from './user-credentials'

export interface IssueOptions {
  sts: Sts
  videos: Videos
  tokenCounts: TokenCounts
  marks: UploadMarks
  daily: DailyLimits
  /** Tokens that a user gets in a day (UTC). */
  dailyTokens: number
  /** Milliseconds since 1970. */
  now(): number
}

/**
 * Asks STS for a user's credentials, if the user may have any. A token makes any number of videos while it lasts, so
 * somebody who has used up the day gets none, and nobody gets more than so many a day. Rejects with a Problem: daily_limit_reached, store_unavailable, or what AssumeRole fails of.
 */
export function credentialIssuer({ sts, videos, tokenCounts, marks, daily, dailyTokens, now }: IssueOptions) {
  return async (openid: string): Promise<UserCredentials> => {
    const left = await videos.left(openid, daily, now())
    if (left.uploads === 0 || left.bytes === 0) throw dailyLimitReached(daily, now())
    const askedAt = now()
    if (!(await tokenCounts.take(openid, dailyTokens, askedAt))) throw dailyTokensReached(dailyTokens, askedAt)
    try {
      const [credentials, userData] = await Promise.all([sts.assumeRole(openid), marks.userDataFor(openid)])
      return { credentials, userData }
    } catch (error) {
      // A token that STS did not give does not count. Where this fails, too, the user has one less today.
      await Promise.allSettled([tokenCounts.giveBack(openid, askedAt)])
      throw error
    }
  }
}
