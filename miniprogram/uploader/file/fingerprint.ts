import { type Crc64, crc64, crc64ToHex } from '../crypto/crc64'
import type { OpenFile } from '../ports'
import type { CpuBreaks } from '../run/cpu-breaks'
import { readSlice } from './read-slice'

const SAMPLES = 8
const SAMPLE_BYTES = 16 * 1024

/**
 * What distinguishes a file from others: its size, and the CRC-64 of eight samples from its start to its end. WeChat gives a file
 * that is picked again another path, and no name. Reads 128 KiB at most.
 */
export async function fingerprint(file: OpenFile, cpuBreaks: CpuBreaks): Promise<string> {
  const length = Math.min(SAMPLE_BYTES, file.size)
  const samples = file.size <= SAMPLES * SAMPLE_BYTES ? 1 : SAMPLES
  let crc: Crc64 = crc64(new Uint8Array(0))
  for (let i = 0; i < samples; i++) {
    const position = samples === 1 ? 0 : Math.floor(((file.size - length) * i) / (samples - 1))
    const bytes = await readSlice(file, position, samples === 1 ? file.size : length)
    if (cpuBreaks.due) await cpuBreaks.rest()
    crc = crc64(new Uint8Array(bytes), crc)
  }
  return `${file.size}-${crc64ToHex(crc)}`
}

/** Bytes of the file that a fingerprint was taken of. */
export function sizeOf(fingerprint: string): number {
  return Number.parseInt(fingerprint, 10)
}
