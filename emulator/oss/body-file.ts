import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Crc64, crc64 } from '../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../errors'

/** Bytes on the disk: a whole object, or a part of one. */
export interface BodyFile {
  path: string
  size: number
  md5: Buffer
  crc64: Crc64
}

/**
 * Writes a body to a new file as it comes in, a chunk at a time. Leaves no file behind when it fails: when the body
 * breaks off (rejects with the stream's error), is longer than `maxBytes`, or cannot be written. The body is not
 * destroyed, so that its sender can still be answered.
 * @throws {CloudError} 400 EntityTooLarge, 500 InternalError
 */
export async function writeBodyFile(body: Readable, path: string, maxBytes: number): Promise<BodyFile> {
  const file = await disk(open(path, 'wx'))
  try {
    const measures = await write(body, file, maxBytes)
    await disk(file.close())
    return { path, ...measures }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

async function write(body: Readable, file: FileHandle, maxBytes: number): Promise<Omit<BodyFile, 'path'>> {
  const md5 = createHash('md5')
  let crc = crc64(new Uint8Array(0))
  let size = 0
  const chunks: AsyncIterable<Buffer> = body.iterator({ destroyOnReturn: false })
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) {
      throw new CloudError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.', {
        MaxSizeAllowed: String(maxBytes),
      })
    }
    const written = disk(file.appendFile(chunk))
    md5.update(chunk)
    crc = crc64(chunk, crc)
    await written
  }
  return { size, md5: md5.digest(), crc64: crc }
}

/** A full disk is the emulator's trouble, not its caller's. */
async function disk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new CloudError(500, 'InternalError', `The emulator could not write the body to its disk: ${reason}.`)
  }
}
