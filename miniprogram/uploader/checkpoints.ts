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
  /** Nothing more is kept of it in this life of the app: its storage may be another user's now. Never stored. */
  released?: true
}

const VERSION = 1
const INDEX = 'wevod.uploads'
const keyOf = (id: string) => `wevod.upload.${id}`
/** Of some KB each, rarely of some 100 KB (1 MB is WeChat's limit for one, 10 MB for all). */
const MAX_CHECKPOINTS = 50

export function newCheckpoint<F extends UploadFile>(id: string, file: F): Checkpoint<F> {
  return { version: VERSION, id, file, paused: false, registered: false, parts: '', completing: false }
}

/**
 * The checkpoints of all uploads, bounded in number. No failure of the storage gets out of here: an upload whose checkpoint
 * cannot be kept goes on without.
 */
export function createCheckpoints<F extends UploadFile>(storage: Storage | undefined) {
  /** Those that the storage would not remove: tried again with whatever is stored next. */
  const toRemove = new Set<string>()

  /** Undefined where the storage fails. */
  function readIds(): string[] | undefined {
    const ids = read(INDEX)
    if (ids === undefined) return undefined
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  }

  /** Null where nothing is stored, or what is is damaged; undefined where the storage fails: it may be there. */
  function read(key: string): unknown {
    let value: unknown
    try {
      const text = storage?.get(key)
      value = null
      return JSON.parse(text || 'null')
    } catch {
      return value
    }
  }

  function set(key: string, value: unknown): boolean {
    try {
      storage?.set(key, JSON.stringify(value))
      return true
    } catch {
      // Full: the caller makes room, or shows the user that this upload would not survive the app.
      return false
    }
  }

  function remove(id: string): void {
    toRemove.add(id)
    removeAgain()
  }

  /** Removes what the storage would not remove before. */
  function removeAgain(): void {
    for (const id of toRemove) {
      try {
        storage?.remove(keyOf(id))
      } catch {
        // A text that is no checkpoint is as good, where that can be written.
        if (!set(keyOf(id), '')) continue
      }
      toRemove.delete(id)
      const ids = readIds()
      // An id without a checkpoint is harmless: `all` skips it.
      if (ids?.includes(id)) set(INDEX, without(ids, id))
    }
  }

  return {
    remove,
    removeAgain,

    /** Oldest first. What cannot be read is dropped, but for what the storage fails to give. */
    all(): Checkpoint<F>[] {
      return (readIds() ?? []).flatMap((id) => {
        const value = read(keyOf(id))
        const checkpoint = asCheckpoint<F>(value)
        if (!checkpoint && value !== undefined) remove(id)
        return checkpoint ?? []
      })
    },

    /**
     * Where the storage is full, the oldest others go.
     * @returns whether it is stored
     */
    save(checkpoint: Checkpoint<F>): boolean {
      const { id, released, ticket } = checkpoint
      if (released) return false
      toRemove.delete(id)
      removeAgain()
      const ids = readIds()
      // Where the others are not known, an index written now would lose them.
      if (!storage || !ids) return false
      const others = without(ids, id)
      for (let oldest: string | undefined = ''; oldest !== undefined; oldest = others.shift()) {
        if (oldest) remove(oldest)
        if (
          others.length < MAX_CHECKPOINTS &&
          set(keyOf(id), checkpoint) &&
          (ids.includes(id) || set(INDEX, [...others, id]))
        )
          return true
      }
      // What is stored is older. Without this video it would have another one made for the same file.
      const stored = read(keyOf(id))
      if (stored === undefined || asCheckpoint<F>(stored)?.ticket?.videoId !== ticket?.videoId) remove(id)
      return false
    },
  }
}

export type Checkpoints<F extends UploadFile> = ReturnType<typeof createCheckpoints<F>>

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((other) => other !== id)
}

/** Undefined where it is damaged, or of another version. */
function asCheckpoint<F extends UploadFile>(read: unknown): Checkpoint<F> | undefined {
  const value = read as Partial<Checkpoint<F>> | null | undefined
  const whole = value?.version === VERSION && typeof value.file?.path === 'string' && typeof value.parts === 'string'
  return whole ? (value as Checkpoint<F>) : undefined
}
