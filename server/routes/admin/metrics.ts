import type { CallContext } from '../../http/call'

/** What a runtime that counts has to show. */
export interface MetricsPage {
  contentType: string
  text(): Promise<string>
}

/** `GET /metrics` (ADMIN_SECRET) → what this machine has counted since its start, in Prometheus' text format. */
export function metricsRoute({ contentType, text }: MetricsPage) {
  return async (c: CallContext): Promise<Response> => c.body(await text(), 200, { 'content-type': contentType })
}
