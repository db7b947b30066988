import { CloudError } from '../errors'

/** First and last byte, both included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * What a Range header asks of an object of `size` bytes; undefined stands for the whole of it. OSS ignores a range that
 * is malformed or reaches beyond the end, unless the caller sends `x-oss-range-behavior: standard`; of several ranges it
 * takes the first. Source: OSS, "HTTP Range requests" (document_detail/39571).
 * @throws {CloudError} 416 InvalidRange, with the standard behaviour only
 */
export function readRange(header: string | undefined, size: number, standard: boolean): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)(?:,|$)/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const suffix = first === ''
  const start = suffix ? size - Number(last) : Number(first)
  const end = suffix || last === '' ? size - 1 : Number(last)
  if (start >= 0 && start <= end && end < size) return { start, end }
  if (!standard || (!suffix && start > end && last !== '')) return undefined
  if (start >= size || size === 0) {
    throw new CloudError(416, 'InvalidRange', 'The requested range cannot be satisfied.', {
      ActualObjectSize: String(size),
      RangeRequested: header ?? '',
    })
  }
  return { start: Math.max(start, 0), end: size - 1 }
}
