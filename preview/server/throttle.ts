import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** Bytes that pass at once. */
const PIECE_BYTES = 16 * 1024

/** What one phone has to the network: its connections share it. */
export class Line {
  /** Bytes a second; undefined: as they come. Takes effect at once. */
  rate: number | undefined
  /** When what has been let through so far is through. */
  #busyUntil = 0

  /** Waits until the line has room for so many bytes more. */
  async pass(bytes: number): Promise<void> {
    if (this.rate === undefined) return
    const now = performance.now()
    const start = Math.max(now, this.#busyUntil)
    this.#busyUntil = start + (bytes / this.rate) * 1000
    await sleep(this.#busyUntil - now)
  }
}

/** The lines of all open pages, by the name that each page has given itself. */
export class Lines {
  readonly #lines = new Map<string, Line>()

  of(page: string): Line {
    const line = this.#lines.get(page) ?? new Line()
    this.#lines.set(page, line)
    return line
  }
}

/** Passes bytes on as the line lets them, in small pieces, and calls back with how many have passed. */
export function throttle(line: Line, passed: (bytes: number) => void): Transform {
  let total = 0
  return new Transform({
    // A large buffer would take the whole body at once and make the rate a fiction.
    highWaterMark: PIECE_BYTES,
    async transform(chunk: Buffer, _encoding, callback) {
      for (let at = 0; at < chunk.length; ) {
        const piece = line.rate === undefined ? chunk.subarray(at) : chunk.subarray(at, at + PIECE_BYTES)
        await line.pass(piece.length)
        at += piece.length
        total += piece.length
        this.push(piece)
        passed(total)
      }
      callback()
    },
  })
}
