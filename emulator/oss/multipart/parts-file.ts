import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type BodyFile, disk, writeBody } from '../body-file'

/**
 * The one file that the parts of an upload share, each at a place of its own, in the order in which they began to arrive.
 * A file for each part would cost more than its checksums: for every new one, ext4 searches past all that were deleted in
 * the last minutes. It is deleted with the last of its parts; until then a removed part's place stays as it is.
 */
export class PartsFile {
  readonly #directory: string
  /** A new one whenever there is no part. */
  #path = ''
  #end = 0
  readonly #parts = new Set<symbol>()
  #writers = 0
  /** While there are writers. */
  #handle: Promise<FileHandle> | undefined

  constructor(directory: string) {
    this.#directory = directory
  }

  /**
   * Writes a part as it comes in; what fails has left the file when this rejects.
   * @param bytes its length
   * @throws {CloudError} see writeBody
   */
  async write(body: Readable, bytes: number): Promise<BodyFile> {
    if (this.#parts.size === 0) {
      this.#path = join(this.#directory, randomUUID())
      this.#end = 0
    }
    const path = this.#path
    const offset = this.#end
    this.#end += bytes
    const part = Symbol()
    this.#parts.add(part)
    const remove = async () => {
      if (this.#parts.delete(part) && this.#parts.size === 0) await rm(path, { force: true })
    }
    try {
      const measures = await this.#withHandle(path, (file) => writeBody(body, file, offset, bytes))
      return { path, offset, ...measures, remove }
    } catch (error) {
      await remove()
      throw error
    }
  }

  async #withHandle<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    this.#writers++
    this.#handle ??= disk(open(path, constants.O_WRONLY | constants.O_CREAT))
    const opening = this.#handle
    try {
      return await work(await opening)
    } finally {
      if (--this.#writers === 0) {
        this.#handle = undefined
        const file = await opening.catch(() => undefined)
        await file?.close()
      }
    }
  }
}
