const MiB = 1024 * 1024

/** Small enough to pass a slow link within WeChat's 60 s, large enough that signing and latency do not dominate. */
const PART_SIZE = MiB
/** OSS takes no more parts than this. */
const MAX_PARTS = 10_000

export interface Part {
  /** From 1. */
  partNumber: number
  /** Bytes from the start of the file. */
  position: number
  /** Bytes. */
  length: number
}

/** Cuts a file of `size` bytes (1 or more) into parts of one size, the last one shorter. */
export function planParts(size: number): Part[] {
  const partSize = Math.max(PART_SIZE, Math.ceil(size / MAX_PARTS / MiB) * MiB)
  const parts: Part[] = []
  for (let position = 0; position < size; position += partSize) {
    parts.push({ partNumber: parts.length + 1, position, length: Math.min(partSize, size - position) })
  }
  return parts
}
