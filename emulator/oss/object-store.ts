import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Crc64, formatCrc64 } from '../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../errors'
import { type BodyFile, writeBodyFile } from './body-file'
import type { PartsFile } from './multipart/parts-file'
import { MultipartUploads } from './multipart/uploads'

/** An object: its bytes are those of `files`, one after the other. */
export interface StoredObject {
  files: readonly BodyFile[]
  size: number
  crc64: Crc64
  /** Without quotes. */
  etag: string
  contentType: string
  /** Milliseconds since 1970. */
  lastModified: number
  type: 'Normal' | 'Multipart'
}

export interface ObjectDescription {
  /** Bytes. */
  size: number
  /** Lower-case hex. */
  sha256: string
  /** Unsigned decimal. */
  crc64: string
  /** Number of parts it was uploaded in; 1 for PutObject and PostObject. */
  parts: number
}

/** Objects and unfinished uploads. Names live in memory; bytes are files, which are streamed and never copied. */
export class ObjectStore {
  readonly uploads: MultipartUploads
  readonly #directory: string
  readonly #objects = new Map<string, StoredObject>()
  readonly #sha256 = new WeakMap<StoredObject, Promise<string>>()
  #resets = 0

  /** Everything is kept in `objects` below the directory, which is made and emptied by `reset`. */
  constructor(directory: string) {
    this.#directory = join(directory, 'objects')
    this.uploads = new MultipartUploads(this.#directory)
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.get(`${bucket}/${key}`)
  }

  /**
   * Takes a body in, as yet under no name: it has to be given to `put` or to an upload, or else to `discard`.
   * @throws {CloudError} see writeBodyFile
   */
  receive(body: Readable, maxBytes: number): Promise<BodyFile> {
    return this.#unlessReset(writeBodyFile(body, join(this.#directory, randomUUID()), maxBytes))
  }

  /**
   * The same, for a part whose length is known.
   * @param file of its upload
   * @param bytes its length
   * @throws {CloudError} see writeBody
   */
  receivePart(body: Readable, file: PartsFile, bytes: number): Promise<BodyFile> {
    return this.#unlessReset(file.write(body, bytes))
  }

  async #unlessReset(writing: Promise<BodyFile>): Promise<BodyFile> {
    const resets = this.#resets
    const file = await writing
    if (resets === this.#resets) return file
    await this.discard([file])
    throw new CloudError(500, 'InternalError', 'The emulator was reset in the meantime.')
  }

  /** Names an object. One that had the name before is gone with its files. */
  async put(bucket: string, key: string, object: StoredObject): Promise<void> {
    const previous = this.get(bucket, key)
    this.#objects.set(`${bucket}/${key}`, object)
    if (previous) await this.discard(previous.files)
  }

  async discard(files: readonly BodyFile[]): Promise<void> {
    await Promise.all(files.map((file) => file.remove()))
  }

  /** The bytes from `start` to `end`, both included. */
  read({ files }: StoredObject, start: number, end: number): Readable {
    return Readable.from(readFiles(files, start, end), { objectMode: false })
  }

  async describe(bucket: string, key: string): Promise<ObjectDescription | undefined> {
    const object = this.get(bucket, key)
    if (!object) return undefined
    try {
      const { size, crc64, files } = object
      return { size, sha256: await this.#hash(object), crc64: formatCrc64(crc64), parts: files.length }
    } catch (error) {
      // Its files went away under the hash, because it was overwritten.
      if (this.get(bucket, key) !== object) return this.describe(bucket, key)
      throw error
    }
  }

  async reset(): Promise<void> {
    this.#resets++
    this.#objects.clear()
    this.uploads.reset()
    await rm(this.#directory, { recursive: true, force: true })
    await mkdir(this.#directory, { recursive: true })
  }

  /** Computed when it is first asked for: it costs reading the object once more. */
  #hash(object: StoredObject): Promise<string> {
    const known = this.#sha256.get(object)
    if (known !== undefined) return known
    const hash = sha256(readFiles(object.files, 0, object.size - 1))
    this.#sha256.set(object, hash)
    hash.catch(() => this.#sha256.delete(object))
    return hash
  }
}

async function* readFiles(files: readonly BodyFile[], start: number, end: number): AsyncGenerator<Buffer> {
  let position = 0
  for (const { path, offset, size } of files) {
    const from = Math.max(start - position, 0)
    const to = Math.min(end - position, size - 1)
    if (from <= to) {
      yield* createReadStream(path, { start: offset + from, end: offset + to }) as AsyncIterable<Buffer>
    }
    position += size
  }
}

async function sha256(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}
