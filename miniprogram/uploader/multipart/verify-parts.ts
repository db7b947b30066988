import { UploadError } from '../errors'
import { checksum } from '../file/checksum'
import { readSlice } from '../file/read-slice'
import { cpuBreaks } from '../run/cpu-breaks'
import type { MultipartUpload } from './multipart-upload'
import type { SentPart } from './part-ranges'

/** Besides the part that arrived first: had another file been at the path then, that one would show it. */
const RANDOM_PARTS = 2

type Upload = Pick<MultipartUpload, 'engine' | 'file' | 'parts' | 'run'>

/**
 * Where parts are unverified: compares all of them with the file, and drops those that are of other bytes, or of which
 * nothing is known.
 */
export async function dropForeignParts(upload: Upload): Promise<void> {
  const { parts } = upload
  if (!parts.unverified) return
  for (const part of parts.ranges.sent) if (!(await isOfFile(part, upload))) parts.ranges.drop(part)
  parts.verified()
}

/**
 * Before the object is made of them: compares parts with the file once more, all where they are unverified, else the one
 * that arrived first and some others.
 * @throws {UploadError} file_changed
 */
export async function verifyParts(upload: Upload): Promise<void> {
  const { parts, engine } = upload
  const { arrived } = parts.ranges
  const sample = new Set(arrived.slice(0, 1))
  for (let i = 0; i < RANDOM_PARTS; i++) {
    const part = arrived[Math.floor(engine.ports.random() * arrived.length)]
    if (part) sample.add(part)
  }
  for (const part of parts.unverified ? arrived : sample) {
    // Without checksums nothing is known of it, and its file's samples have to do.
    if (part.crc === undefined || (await isOfFile(part, upload))) continue
    parts.distrust()
    throw new UploadError('file_changed', 'The file is another one.')
  }
}

async function isOfFile({ crc, position, length }: SentPart, { file, engine, run }: Upload): Promise<boolean> {
  if (crc === undefined) return false
  const bytes = await run.until(readSlice(file, position, length))
  return (await checksum(bytes, cpuBreaks(engine.ports.now, run))) === crc
}
