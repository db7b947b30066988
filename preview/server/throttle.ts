import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** Bytes that pass at once. */
const PIECE_BYTES = 16 * 1024

/**
 * Passes bytes on at no more than `rate` a second (undefined: as they come), in small pieces, and calls back with how
 * many have passed.
 */
export function throttle(rate: number | undefined, passed: (bytes: number) => void): Transform {
  let total = 0
  let start: number | undefined
  return new Transform({
    // A large buffer would take the whole body at once and make the rate a fiction.
    highWaterMark: rate === undefined ? undefined : PIECE_BYTES,
    async transform(chunk: Buffer, _encoding, callback) {
      if (rate === undefined) {
        total += chunk.length
        passed(total)
        callback(null, chunk)
        return
      }
      start ??= performance.now()
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES)
        total += piece.length
        const due = start + (total / rate) * 1000
        await sleep(Math.max(0, due - performance.now()))
        this.push(piece)
        passed(total)
      }
      callback()
    },
  })
}
