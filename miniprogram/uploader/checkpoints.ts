import type { Storage } from './ports'
import type { UploadFile } from './upload-file'
import type { UploadTicket } from './vod/upload-ticket'

/**
 * What is kept of an upload, so that it goes on after the app was killed. Stored as JSON under `wevod.upload.<id>`; the
 * ids stand under `wevod.uploads`, oldest first, as a JSON array. Another version is not read.
 */
export interface Checkpoint<F extends UploadFile = UploadFile> {
  version: typeof VERSION
  id: string
  file: F
  /** The user has paused it, so that it does not go on by itself. */
  paused: boolean
  /** Of the file's size and samples of its bytes; see fingerprint.ts. */
  fingerprint?: string
  /** When the file was last changed, as the platform told it with the fingerprint. */
  modifiedAt?: number
  /** Some of the parts may have been read of another file at the same path; see verified-file.ts. */
  partsUnverified?: boolean
  /**
   * Place and key of the video. The key writes this one object and ends within the hour; it lies where the session lies,
   * in storage that only this mini program and this user can read.
   */
  ticket?: UploadTicket
  /** The app has taken note of the video (`onCreated`). */
  registered: boolean
  /** Of OSS's multipart upload. */
  uploadId?: string
  /**
   * Parts that OSS has confirmed, each `<number>:<bytes>:<CRC-64>;` with the halves of the CRC in hexadecimal and a dot
   * between, or nothing where checksums are off. ETags are not kept: OSS's list of parts is the truth.
   */
  parts: string
  /** CompleteMultipartUpload was sent: if OSS no longer knows the upload, the object may be there. */
  completing: boolean
}

const VERSION = 1
const INDEX = 'wevod.uploads'
const keyOf = (id: string) => `wevod.upload.${id}`
/** Of some KB each, rarely of some 100 KB (1 MB is WeChat's limit for one, 10 MB for all). */
const MAX_CHECKPOINTS = 50

export function newCheckpoint<F extends UploadFile>(id: string, file: F): Checkpoint<F> {
  return { version: VERSION, id, file, paused: false, registered: false, parts: '', completing: false }
}

/** The checkpoints of all uploads, bounded in number. */
export class Checkpoints<F extends UploadFile> {
  readonly #storage: Storage | undefined

  constructor(storage: Storage | undefined) {
    this.#storage = storage
  }

  /** Oldest first. What cannot be read is dropped. */
  all(): Checkpoint<F>[] {
    return this.#ids().flatMap((id) => {
      const checkpoint = this.#load(id)
      if (!checkpoint) this.remove(id)
      return checkpoint ?? []
    })
  }

  /**
   * Where the storage is full, the oldest others go.
   * @returns whether it is stored
   */
  save(checkpoint: Checkpoint<F>): boolean {
    const { id } = checkpoint
    if (!this.#storage) return false
    const text = JSON.stringify(checkpoint)
    const ids = this.#ids()
    const others = ids.filter((other) => other !== id)
    while (others.length >= MAX_CHECKPOINTS) this.remove(others.shift() as string)
    for (;;) {
      if (this.#set(keyOf(id), text) && (ids.includes(id) || this.#set(INDEX, JSON.stringify([...others, id]))))
        return true
      const oldest = others.shift()
      if (oldest === undefined) break
      this.remove(oldest)
    }
    // What is stored is older. Without this video it would have another one made for the same file.
    if (this.#load(id)?.ticket?.videoId !== checkpoint.ticket?.videoId) this.remove(id)
    return false
  }

  remove(id: string): void {
    this.#storage?.remove(keyOf(id))
    const ids = this.#ids()
    // An id without a checkpoint is harmless: `all` skips it.
    if (ids.includes(id)) this.#set(INDEX, JSON.stringify(ids.filter((other) => other !== id)))
  }

  #ids(): string[] {
    const ids = this.#get(INDEX)
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  }

  #load(id: string): Checkpoint<F> | undefined {
    const value = this.#get(keyOf(id)) as Partial<Checkpoint<F>> | undefined
    const whole = value?.version === VERSION && typeof value.file?.path === 'string' && typeof value.parts === 'string'
    return whole ? (value as Checkpoint<F>) : undefined
  }

  #set(key: string, text: string): boolean {
    try {
      this.#storage?.set(key, text)
      return true
    } catch {
      // Full: the caller makes room, or shows the user that this upload would not survive the app.
      return false
    }
  }

  #get(key: string): unknown {
    try {
      return JSON.parse(this.#storage?.get(key) ?? 'null') ?? undefined
    } catch {
      // Damaged, or the storage fails: as good as not there.
      return undefined
    }
  }
}
