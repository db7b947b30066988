/** OSS wants 100 KB for all parts but the last, and takes 10,000 of them. */
export const SMALLEST_PART = 100 * 1024
const MAX_PARTS = 10_000

/** Bytes of a file. */
export interface Range {
  /** Bytes from the start of the file. */
  position: number
  /** Bytes. */
  length: number
}

export interface Part extends Range {
  /** 1–10,000. */
  partNumber: number
}

/** A part that OSS has. */
export interface SentPart extends Part {
  /** As OSS gave it, quotes included; undefined until it is read from ListParts. */
  etag: string | undefined
  /** CRC-64 of its bytes, as crc64 gives it; empty where checksums are switched off. */
  crc: string
}

/**
 * Which bytes of a file are still to be sent, and which parts are there. A part's number follows from its position: the
 * file is divided into at most 10,000 units, a part is one or more of them, and has the number of its first. So a part
 * that failed can be sent again as several smaller ones, OSS's list of parts alone says where each belongs, and there
 * are never too many. Numbers may have gaps: OSS puts parts together in their order.
 * @param size bytes, 1 or more
 */
export function partRanges(size: number) {
  /** In the order in which they arrived. */
  let arrived: SentPart[]
  /** What take may give, in ascending order. */
  let open: Range[]
  /** Bytes. The smallest part. */
  let unit = SMALLEST_PART
  while (size / unit > MAX_PARTS) unit *= 2
  reset()

  /** OSS has no parts. */
  function reset(): void {
    arrived = []
    open = [{ position: 0, length: size }]
  }

  function free(position: number, length: number): void {
    if (length) open.push({ position, length })
    open.sort(byPosition)
  }

  /** What take gave could not be sent, or is not there any more. */
  function giveBack({ position, length }: Range): void {
    free(position, length)
  }

  /** What take gave has arrived. */
  function add(part: SentPart): void {
    arrived.push(part)
  }

  return {
    unit,
    reset,
    giveBack,
    add,

    /** Bytes that are in a part that OSS has. */
    sentBytes: (): number => bytesOf(arrived),

    /** Bytes of which `take` has given nothing. */
    openBytes: (): number => bytesOf(open),

    /** Parts that OSS has, in the order in which they arrived. */
    arrived: (): readonly SentPart[] => arrived,

    /** Parts that OSS has, in ascending order. */
    sent: (): SentPart[] => [...arrived].sort(byPosition),

    /** The next part to send, of `most` bytes at most (but one unit at least); undefined when none is left to begin. */
    take(most: number): Part | undefined {
      const range = open.shift()
      if (!range) return undefined
      const { position } = range
      const length = Math.min(Math.max(1, Math.floor(most / unit)) * unit, range.length)
      free(position + length, range.length - length)
      return { partNumber: position / unit + 1, position, length }
    },

    /** A part that add took is not there after all. */
    drop(part: SentPart): void {
      arrived = arrived.filter(({ partNumber }) => partNumber !== part.partNumber)
      giveBack(part)
    },

    /** Takes over a part of an earlier run. Returns false, and changes nothing, where it does not fit. */
    restore(partNumber: number, length: number, crc: string): boolean {
      const position = (partNumber - 1) * unit
      const end = position + length
      const range = open.find((one) => one.position <= position && end <= one.position + one.length)
      if (!range || !(length > 0) || partNumber % 1 || (length % unit && end !== size)) return false
      open = open.filter((other) => other !== range)
      free(range.position, position - range.position)
      free(end, range.position + range.length - end)
      add({ partNumber, position, length, crc, etag: undefined })
      return true
    },
  }
}

function bytesOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { length }) => sum + length, 0)
}

function byPosition(a: Range, b: Range): number {
  return a.position - b.position
}
