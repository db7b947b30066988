import { type Crc64, combineCrc64, crc64, formatCrc64 } from './crypto/crc64'
import { UploadError } from './errors'
import type { OssClient, UploadedPart } from './oss/oss-client'
import type { Part } from './part-plan'
import type { OpenFile } from './ports'

/** WeChat allows 10 requests at once for the whole app; three fill a phone's uplink. */
const PARALLEL_PARTS = 3

export interface SentParts {
  /** In ascending order. */
  parts: UploadedPart[]
  /** CRC-64 of the whole file, from the bytes that were read: unsigned decimal. */
  crc64: string
}

/**
 * Sends all parts, three at a time, and compares OSS's CRC-64 of each with that of the bytes read. So at most three
 * parts are in memory. Stops at the first failure and rejects with it, once no part is under way any more.
 *
 * @param onSent called after each part with its bytes
 */
export async function sendParts(
  file: OpenFile,
  oss: OssClient,
  uploadId: string,
  plan: readonly Part[],
  onSent: (bytes: number) => void,
): Promise<SentParts> {
  const sent: { uploaded: UploadedPart; crc: Crc64 }[] = []
  let next = 0
  let failure: { error: unknown } | undefined

  const sendUntilDone = async () => {
    while (!failure) {
      const part = plan[next++]
      if (!part) return
      try {
        const bytes = await readSlice(file, part)
        const crc = crc64(new Uint8Array(bytes))
        if (failure) return
        const uploaded = await oss.uploadPart(uploadId, part.partNumber, bytes)
        expectSame(formatCrc64(crc), uploaded.crc64, `part ${part.partNumber}`)
        sent[part.partNumber - 1] = { uploaded, crc }
        onSent(part.length)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL_PARTS, plan.length) }, sendUntilDone))
  if (failure) throw (failure as { error: unknown }).error

  const whole = sent
    .map(({ crc }) => crc)
    .reduce((left, right, i) => combineCrc64(left, right, (plan[i] as Part).length))
  return { parts: sent.map(({ uploaded }) => uploaded), crc64: formatCrc64(whole) }
}

/**
 * Compares two CRC-64s.
 * @throws {UploadError} checksum_mismatch
 */
export function expectSame(ours: string, theirs: string, what: string): void {
  if (ours === theirs) return
  throw new UploadError(
    'checksum_mismatch',
    `OSS has other bytes for ${what} than were sent (CRC-64 ${theirs}, not ${ours}).`,
  )
}

/** Some platforms give less at the end of a file, some pad: both would store a wrong file. */
async function readSlice(file: OpenFile, { position, length }: Part): Promise<ArrayBuffer> {
  const bytes = await file.read(position, length)
  if (bytes.byteLength !== length) {
    throw new UploadError('file_changed', `The file gave ${bytes.byteLength} bytes at ${position}, not ${length}.`)
  }
  return bytes
}
