import type { Service } from '../service'
import { reviewOrphans } from './review-orphans'
import { ReviewRun } from './review-run'
import { reviewVideos } from './review-videos'

/**
 * Looks once at each video that has arrived: whose it is, and whether it keeps to the limits. Whatever does not is
 * reported to the operator, and blocked or deleted at VOD where ENFORCE_AT_VOD allows that. Run once a minute.
 */
export async function reviewArrivals(service: Service): Promise<void> {
  const run = new ReviewRun(service.log, service.now)
  try {
    // Those without an owner first: with one, they are judged in the same run.
    await reviewOrphans(service, run)
    await reviewVideos(service, run)
  } finally {
    run.end()
  }
}
