import type { Sts } from '../cloud/sts'
import { type DailyLimits, dailyLimitReached } from '../limits/daily'
import type { Videos } from '../store/videos'
import type { UploadMarks } from './upload-mark'
import type { UserCredentials } from './user-credentials'

export interface IssueOptions {
  sts: Sts
  videos: Videos
  marks: UploadMarks
  daily: DailyLimits
  /** Milliseconds since 1970. */
  now(): number
}

/**
 * Asks STS for a user's credentials, if the user may have any. A token makes any number of videos, so somebody who has
 * used up the day gets none. Rejects with a Problem: daily_limit_reached, store_unavailable, or what AssumeRole fails of.
 */
export function credentialIssuer({ sts, videos, marks, daily, now }: IssueOptions) {
  return async (openid: string): Promise<UserCredentials> => {
    if (await videos.isExhausted(openid, daily, now())) throw dailyLimitReached(daily, now())
    const [credentials, userData] = await Promise.all([sts.assumeRole(openid), marks.userDataFor(openid)])
    return { credentials, userData }
  }
}
