/** OSS wants 100 KB for all parts but the last, and takes 10,000 of them. */
export const SMALLEST_PART = 100 * 1024
const MAX_PARTS = 10_000

export interface Part {
  /** 1–10,000. */
  partNumber: number
  /** Bytes from the start of the file. */
  position: number
  /** Bytes. */
  length: number
}

/** A part that OSS has. */
export interface SentPart extends Part {
  /** As OSS gave it, quotes included; undefined until it is read from ListParts. */
  etag: string | undefined
  /** CRC-64 of its bytes, as crc64 gives it; undefined where checksums are switched off. */
  crc: string | undefined
}

/**
 * Which bytes of a file are still to be sent, and which parts are there. A part's number follows from its position: the
 * file is divided into at most 10,000 units, a part is one or more of them, and has the number of its first. So a part
 * that failed can be sent again as several smaller ones, OSS's list of parts alone says where each belongs, and there
 * are never too many. Numbers may have gaps: OSS puts parts together in their order.
 */
export class PartRanges {
  /** Bytes. The smallest part. */
  readonly unit: number
  readonly #size: number
  #open: { start: number; end: number }[]
  readonly #sent = new Map<number, SentPart>()
  sentBytes = 0

  /** @param size bytes, 1 or more */
  constructor(size: number) {
    this.#size = size
    this.unit = SMALLEST_PART
    while (size / this.unit > MAX_PARTS) this.unit *= 2
    this.#open = [{ start: 0, end: size }]
  }

  /** Whether every byte is in a part that OSS has. */
  get complete(): boolean {
    return this.sentBytes === this.#size
  }

  get arrived(): SentPart[] {
    return [...this.#sent.values()]
  }

  /** Bytes of which `take` has given nothing. */
  get openBytes(): number {
    return this.#open.reduce((sum, { start, end }) => sum + end - start, 0)
  }

  /** In ascending order. */
  get sent(): SentPart[] {
    return this.arrived.sort((a, b) => a.partNumber - b.partNumber)
  }

  /** The next part to send, of `size` bytes at most (but one unit at least); undefined when none is left to begin. */
  take(size: number): Part | undefined {
    const range = this.#open[0]
    if (!range) return undefined
    const { start, end } = range
    const length = Math.min(Math.max(1, Math.floor(size / this.unit)) * this.unit, end - start)
    if (start + length === end) this.#open.shift()
    else range.start += length
    return { partNumber: start / this.unit + 1, position: start, length }
  }

  /** What take gave could not be sent, or is not there any more. */
  giveBack({ position, length }: Part): void {
    this.#free(position, position + length)
  }

  #free(start: number, end: number): void {
    if (start < end) this.#open.push({ start, end })
    this.#open.sort((a, b) => a.start - b.start)
  }

  /** What take gave has arrived. */
  add(part: SentPart): void {
    this.#sent.set(part.partNumber, part)
    this.sentBytes += part.length
  }

  /** A part that add took is not there after all. */
  drop(part: SentPart): void {
    this.#sent.delete(part.partNumber)
    this.sentBytes -= part.length
    this.giveBack(part)
  }

  /** Takes over a part of an earlier run. Returns false, and changes nothing, where it does not fit. */
  restore(partNumber: number, length: number, crc: string | undefined): boolean {
    const position = (partNumber - 1) * this.unit
    const range = this.#open.find(({ start, end }) => start <= position && position + length <= end)
    const whole = length % this.unit === 0 || position + length === this.#size
    if (!range || !whole || !(length > 0) || !Number.isInteger(position)) return false
    this.#open.splice(this.#open.indexOf(range), 1)
    this.#free(range.start, position)
    this.#free(position + length, range.end)
    this.add({ partNumber, position, length, crc, etag: undefined })
    return true
  }
}
