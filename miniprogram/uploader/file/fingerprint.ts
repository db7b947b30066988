import { CRC64_OF_NOTHING, crc64 } from '../crypto/crc64'
import type { OpenFile } from '../ports'
import type { Run } from '../run/run'
import { readSlice } from './read-slice'

const SAMPLES = 8
const SAMPLE_BYTES = 16 * 1024

/**
 * What distinguishes a file from others: its size, and the CRC-64 of eight samples from its start to its end. WeChat gives a file
 * that is picked again another path, and no name. Reads 128 KiB at most.
 */
export async function fingerprint(file: OpenFile, { rest }: Pick<Run, 'rest'>): Promise<string> {
  const { size } = file
  // A small file is one sample.
  const [samples, length] = size > SAMPLES * SAMPLE_BYTES ? [SAMPLES, SAMPLE_BYTES] : [1, size]
  let crc = CRC64_OF_NOTHING
  for (let i = 0; i < samples; i++) {
    const position = i && Math.floor(((size - length) * i) / (samples - 1))
    const bytes = await readSlice(file, position, length)
    await rest()
    crc = crc64(new Uint8Array(bytes), crc)
  }
  return `${size}-${crc}`
}

/** Bytes of the file that a fingerprint was taken of. */
export function sizeOf(fingerprint: string): number {
  return Number.parseInt(fingerprint, 10)
}
