import { type Files, type OpenFile, UploadError } from '../miniprogram/uploader/index'
import { FileHandles } from './file-handles'

/** What a file that was picked is to the engine: what `upload`, `add` and `reattachFile` take. */
export interface WebFile {
  path: string
  fileName: string
  /** Bytes. */
  size: number
}

/**
 * Files that the user has picked. A page may read them as long as it lives, and after that those whose handle was kept. A
 * path names a file to the engine; it begins with a word of its own, so that nobody takes it for an address.
 */
export class PickedFiles implements Files {
  readonly #files = new Map<string, File>()
  readonly #handles = new FileHandles()

  add(file: File, handle?: FileSystemFileHandle): WebFile {
    const path = `picked:${newId()}/${file.name}`
    this.#files.set(path, file)
    if (handle) this.#handles.keep(path, handle)
    return { path, fileName: file.name, size: file.size }
  }

  forget(path: string): void {
    this.#files.delete(path)
    this.#handles.forget(path)
  }

  async ask(path: string): Promise<boolean> {
    return (await this.#handles.ask(path)) === 'granted'
  }

  async open(path: string): Promise<OpenFile> {
    const file = this.#files.get(path) ?? (await this.#handles.file(path))
    if (!file) throw new UploadError('file_missing', 'The page was loaded anew, and the file has to be picked again.')
    this.#files.set(path, file)
    return {
      size: file.size,
      modifiedAt: file.lastModified,
      read: (position, length) => read(file, position, length),
      close: async () => undefined,
    }
  }
}

/** A File is what was picked: where the one on the disk has changed since, browsers refuse to read it. */
async function read(file: File, position: number, length: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(position, position + length).arrayBuffer()
  } catch (cause) {
    const { name, message } = cause as DOMException
    if (name === 'NotFoundError') throw new UploadError('file_missing', 'The file is no longer there.', { cause })
    throw new UploadError('file_unreadable', `The file has changed, or cannot be read (${name}: ${message}).`, {
      cause,
    })
  }
}

/** Names a pick, also among those of earlier pages; crypto.randomUUID is there on secure pages alone. */
function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
}
