import { problemCodeOf } from '../problem'

/** A cloud that this service calls. */
export type Upstream = 'sts' | 'vod' | 'wechat'

/** What an operator counts. The runtime brings what keeps it; where it brings nothing, the log has all of it, call by call. */
export interface Metrics {
  /** A call of this service has been answered. @param code `ok`, or that of the problem */
  called(action: string, code: string, status: number, ms: number): void
  /** A cloud has answered, or has not. @param code `ok`, or that of the problem */
  asked(upstream: Upstream, action: string, code: string, ms: number): void
  /** A user's credentials were there, or had to be issued. */
  credentials(from: 'cache' | 'sts'): void
}

/** Where nobody counts. */
export const noMetrics: Metrics = { called: () => undefined, asked: () => undefined, credentials: () => undefined }

/** Counts what becomes of calls of a cloud, and how long each takes. */
export function measured(metrics: Metrics, upstream: Upstream, now: () => number) {
  return async <T>(action: string, call: () => Promise<T>): Promise<T> => {
    const startedAt = now()
    try {
      const answer = await call()
      metrics.asked(upstream, action, 'ok', now() - startedAt)
      return answer
    } catch (error) {
      metrics.asked(upstream, action, problemCodeOf(error), now() - startedAt)
      throw error
    }
  }
}
