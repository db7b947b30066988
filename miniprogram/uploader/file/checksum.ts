import { CRC64_OF_NOTHING, type Crc64, combineCrc64, crc64, formatCrc64 } from '../crypto/crc64'
import type { Run } from '../run/run'

/** Bytes between two looks at the clock: some milliseconds without a JIT. */
const SLICE = 64 * 1024

/** CRC-64 of bytes, with rests. */
export async function checksum(buffer: ArrayBuffer, { rest }: Pick<Run, 'rest'>): Promise<Crc64> {
  const bytes = new Uint8Array(buffer)
  let crc = CRC64_OF_NOTHING
  for (let at = 0; at < bytes.length; at += SLICE) {
    await rest()
    crc = crc64(bytes.subarray(at, at + SLICE), crc)
  }
  return crc
}

/**
 * CRC-64 of a file, as OSS writes it, from those of its parts in their order, with rests.
 * Undefined where one is not known.
 */
export async function combineChecksums(
  parts: readonly { crc: string; length: number }[],
  { rest }: Pick<Run, 'rest'>,
): Promise<string | undefined> {
  let whole = CRC64_OF_NOTHING
  for (const { crc, length } of parts) {
    if (!crc) return undefined
    await rest()
    whole = combineCrc64(whole, crc, length)
  }
  return formatCrc64(whole)
}
