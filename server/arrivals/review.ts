import type { Service } from '../service'
import { reviewOrphans } from './review-orphans'
import { type ReviewLimits, ReviewRun } from './review-run'
import { reviewVideos } from './review-videos'

/**
 * Looks once at each video that has arrived: whose it is, and whether it keeps to the limits. Whatever does not is
 * reported to the operator, and blocked or deleted at VOD where ENFORCE_AT_VOD allows that. A part of the scheduled job.
 */
export async function reviewArrivals(service: Service, limits: ReviewLimits): Promise<void> {
  const run = new ReviewRun(service, limits)
  try {
    // Those without an owner first: with one, they are judged in the same run.
    await reviewOrphans(service, run)
    await reviewVideos(service, run)
  } finally {
    run.end()
  }
}
