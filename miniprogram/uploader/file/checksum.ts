import { type Crc64, combineCrc64, crc64 } from '../crypto/crc64'
import type { CpuBreaks } from '../run/cpu-breaks'

/** Bytes between two looks at the clock: some milliseconds without a JIT. */
const SLICE = 64 * 1024

/** CRC-64 of bytes, with rests. */
export async function checksum(buffer: ArrayBuffer, rest: CpuBreaks): Promise<Crc64> {
  const bytes = new Uint8Array(buffer)
  let crc: Crc64 | undefined
  for (let at = 0; at < bytes.length; at += SLICE) {
    await rest()
    crc = crc64(bytes.subarray(at, at + SLICE), crc)
  }
  return crc ?? crc64(bytes)
}

/** CRC-64 of a file, from those of its parts in their order, with rests. */
export async function combineChecksums(
  parts: readonly { crc: Crc64; length: number }[],
  rest: CpuBreaks,
): Promise<Crc64 | undefined> {
  let whole: Crc64 | undefined
  for (const { crc, length } of parts) {
    await rest()
    whole = whole ? combineCrc64(whole, crc, length) : crc
  }
  return whole
}
