import { type FileHandle, open } from 'node:fs/promises'
import { type Files, UploadError } from '../miniprogram/uploader/index'

/** The engine's file port on Node. */
export const nodeFiles: Files = {
  async open(path) {
    const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
      throw failure(path, cause)
    })
    const stat = await handle.stat()
    if (!stat.isFile()) {
      await handle.close()
      const what = stat.isDirectory() ? 'a folder' : 'not a regular file'
      throw new UploadError('file_unreadable', `${path} is ${what}.`)
    }
    return {
      size: stat.size,
      read: (position, length, into) =>
        readFully(handle, position, into ?? new ArrayBuffer(length)).catch((cause: NodeJS.ErrnoException) => {
          throw failure(path, cause)
        }),
      close: () => handle.close(),
    }
  },
}

/** One read may give less than was asked for; only the end of the file gives nothing. */
async function readFully(handle: FileHandle, position: number, into: ArrayBuffer): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(into)
  const { length } = bytes
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === length ? into : into.slice(0, filled)
}

function failure(path: string, cause: NodeJS.ErrnoException): UploadError {
  return cause.code === 'ENOENT'
    ? new UploadError('file_missing', `There is no file ${path}.`, { cause })
    : new UploadError('file_unreadable', `${path} cannot be read (${cause.code ?? cause.message}).`, { cause })
}
