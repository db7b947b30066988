import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Crc64, crc64 } from '../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../errors'

/**
 * Written at a time. A write wakes another thread, and ext4 takes each for itself: in chunks of 64 KiB, as they come from
 * a socket, that costs more than both checksums.
 */
const BATCH_BYTES = 512 * 1024

/** Bytes on the disk: a whole object, or a part of one. */
export interface BodyFile {
  path: string
  /** Where they begin in the file. */
  offset: number
  size: number
  md5: Buffer
  crc64: Crc64
  /** Deletes them, now or with others that are in the same file. */
  remove(): Promise<void>
}

/**
 * Writes a body to a new file as it comes in. Leaves no file behind when it fails: when the body breaks off (rejects with
 * the stream's error), is longer than `maxBytes`, or cannot be written. The body is not destroyed, so that its sender can
 * still be answered.
 * @throws {CloudError} 400 EntityTooLarge, 500 InternalError
 */
export async function writeBodyFile(body: Readable, path: string, maxBytes: number): Promise<BodyFile> {
  const file = await disk(open(path, 'wx'))
  const remove = () => rm(path, { force: true })
  try {
    const measures = await writeBody(body, file, 0, maxBytes)
    await disk(file.close())
    return { path, offset: 0, ...measures, remove }
  } catch (error) {
    await file.close().catch(() => undefined)
    await remove()
    throw error
  }
}

/**
 * Writes a body into a file from `offset` on, some at a time; what came is written, too, when it fails. Nothing is being
 * written any more once it has settled.
 * @throws {CloudError} 400 EntityTooLarge, 500 InternalError; the stream's error
 */
export async function writeBody(
  body: Readable,
  file: FileHandle,
  offset: number,
  maxBytes: number,
): Promise<Pick<BodyFile, 'size' | 'md5' | 'crc64'>> {
  const md5 = createHash('md5')
  let crc = crc64(new Uint8Array(0))
  let size = 0
  let batch: Buffer[] = []
  let batchAt = offset
  let writing: Promise<void> = Promise.resolve()
  // Waits for the batch before, so that a slow disk holds the sender up.
  const writeBatch = async () => {
    await writing
    writing = disk(writeFully(file, batch, batchAt))
    writing.catch(() => undefined) // Whoever waits for it gets the error.
    batch = []
    batchAt = offset + size
  }
  const chunks: AsyncIterable<Buffer> = body.iterator({ destroyOnReturn: false })
  try {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > maxBytes) {
        throw new CloudError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.', {
          MaxSizeAllowed: String(maxBytes),
        })
      }
      md5.update(chunk)
      crc = crc64(chunk, crc)
      batch.push(chunk)
      if (offset + size - batchAt >= BATCH_BYTES) await writeBatch()
    }
    await writeBatch()
  } finally {
    await writing
  }
  return { size, md5: md5.digest(), crc64: crc }
}

/** One write may take less than it is given. */
async function writeFully(file: FileHandle, buffers: readonly Buffer[], position: number): Promise<void> {
  let rest = buffers
  let at = position
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    const left: Buffer[] = []
    for (const buffer of rest) {
      const taken = Math.min(bytesWritten, buffer.length)
      bytesWritten -= taken
      if (taken < buffer.length) left.push(buffer.subarray(taken))
    }
    rest = left
  }
}

/** A full disk is the emulator's trouble, not its caller's. */
export async function disk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new CloudError(500, 'InternalError', `The emulator could not write the body to its disk: ${reason}.`)
  }
}
