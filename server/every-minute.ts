import { reviewArrivals } from './arrivals/review'
import { problemCodeOf } from './problem'
import type { Service } from './service'
import { type JobLimits, reconcile } from './vod-events/reconcile'

/** The scheduled job. What one part of it fails of is logged, and does not keep the other from its turn. */
export async function everyMinute(service: Service, limits: JobLimits, signal?: AbortSignal): Promise<void> {
  try {
    await reviewArrivals(service)
  } catch (error) {
    service.log({ level: 'error', event: 'arrivals', code: problemCodeOf(error), hint: (error as Error).name })
  }
  await reconcile(service, limits, signal)
}
