import { UploadError } from '../errors'
import { checksum } from '../file/checksum'
import type { VerifiedFile } from '../file/verified-file'
import type { Run } from '../run/run'
import type { MultipartUpload } from './multipart-upload'
import type { SentPart } from './part-ranges'

type Upload = Pick<MultipartUpload, 'checkpoint' | 'engine' | 'parts'>

/**
 * Where parts are unverified: compares all of them with the file, and drops those that are of other bytes, or of which
 * nothing is known.
 */
export async function dropForeignParts({ checkpoint, parts }: Upload, file: VerifiedFile, run: Run): Promise<void> {
  if (!checkpoint.partsUnverified) return
  for (const part of parts.sent()) if (!(await isOfFile(part, file, run))) parts.drop(part)
  parts.keep({ partsUnverified: false })
}

/**
 * Before the object is made of them: compares parts with the file once more, all where they are unverified, else the one
 * that arrived first and two others. Had another file been at the path when the first was sent, that one would show it.
 * @throws {UploadError} file_changed
 */
export async function verifyParts({ checkpoint, engine, parts }: Upload, file: VerifiedFile, run: Run): Promise<void> {
  const arrived = parts.arrived()
  const any = () => arrived[Math.floor(engine.ports.random() * arrived.length)]
  for (const part of checkpoint.partsUnverified ? arrived : new Set([arrived[0], any(), any()])) {
    // Without checksums nothing is known of it, and its file's samples have to do.
    if (!part?.crc || (await isOfFile(part, file, run))) continue
    parts.keep({ partsUnverified: true })
    throw new UploadError('file_changed', 'The file is another one.')
  }
}

async function isOfFile({ crc, position, length }: SentPart, file: VerifiedFile, run: Run): Promise<boolean> {
  return !!crc && (await checksum(await run.until(file.read(position, length)), run)) === crc
}
