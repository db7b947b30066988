import type { Call, Cloud } from '../cloud'
import type { Exchange } from '../exchange'

/** A call of OSS under way. */
export interface OssCall extends Call {
  cloud: Cloud
  exchange: Exchange
  /** When it arrived, by `performance.now()`. */
  startedAt: number
  bucket: string
  /** Decoded; empty for the bucket itself. */
  key: string
  /** Decoded; a parameter without `=` has an empty value. */
  query: ReadonlyMap<string, string>
}
