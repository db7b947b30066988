import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../metrics/metrics'
import type { QueueState } from '../store/queue-state'

export interface PrometheusMetrics extends Metrics {
  /** In Prometheus' text format, with what the queue is like at this moment. */
  text(queue: QueueState): Promise<string>
  contentType: string
}

/** Seconds. Calls that need a cloud take as long as that does; all others a few milliseconds. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Names begin with `wevod_`; deploy/grafana and deploy/prometheus go by them. */
export function prometheusMetrics(): PrometheusMetrics {
  const registers = [new Registry()] as [Registry]
  const calls = new Counter({
    name: 'wevod_calls_total',
    help: 'Calls of the service that have been answered, by route and by problem code (ok: none).',
    labelNames: ['action', 'code', 'status'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'wevod_call_duration_seconds',
    help: 'How long answering a call took.',
    labelNames: ['action'],
    buckets: BUCKETS_S,
    registers,
  })
  const upstream = new Counter({
    name: 'wevod_upstream_calls_total',
    help: 'Calls of STS, VOD and WeChat, by action and by problem code (ok: none). STS takes 100 AssumeRole a second.',
    labelNames: ['upstream', 'action', 'code'],
    registers,
  })
  const upstreamSeconds = new Histogram({
    name: 'wevod_upstream_duration_seconds',
    help: 'How long STS, VOD and WeChat took to answer, or to fail.',
    labelNames: ['upstream', 'action'],
    buckets: BUCKETS_S,
    registers,
  })
  const credentials = new Counter({
    name: 'wevod_credentials_total',
    help: 'Credentials handed out, from this machine’s cache or fresh from STS.',
    labelNames: ['from'],
    registers,
  })
  const videos = new Gauge({
    name: 'wevod_videos_on_their_way',
    help: 'Videos that are not settled yet, by their status.',
    labelNames: ['status'],
    registers,
  })
  const lag = new Gauge({
    name: 'wevod_reconcile_lag_seconds',
    help: 'How long the video has waited that VOD should have been asked about first; 0: nothing waits.',
    registers,
  })

  return {
    called(action, code, status, ms) {
      calls.inc({ action, code, status: String(status) })
      callSeconds.observe({ action }, ms / 1000)
    },
    asked(cloud, action, code, ms) {
      upstream.inc({ upstream: cloud, action, code })
      upstreamSeconds.observe({ upstream: cloud, action }, ms / 1000)
    },
    credentials(from) {
      credentials.inc({ from })
    },
    async text({ onTheirWay, lagMs }) {
      videos.reset()
      for (const [status, count] of Object.entries(onTheirWay)) videos.set({ status }, count)
      lag.set(lagMs / 1000)
      return registers[0].metrics()
    },
    contentType: registers[0].contentType,
  }
}
