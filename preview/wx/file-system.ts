import { asyncCall, CallError } from './call'
import type { TempFiles } from './temp-files'

/** Most bytes of one readFile: "single file limit", errno 1300202. */
const MOST_READ_BYTES = 100 * 1024 * 1024

type Named<Option> = Omit<Option, 'success' | 'fail' | 'complete'>

/** The part of FileSystemManager that reads temp files. Slices come from the picked file; it is never read whole. */
export function fileSystemFamily(files: TempFiles) {
  const descriptors = new Map<string, string>()
  let lastDescriptor = 0

  const accessFile = (path: string) => {
    files.get(path, 'access')
  }
  const manager = {
    access: asyncCall('access', ({ path }: Named<WechatMiniprogram.AccessOption>) => accessFile(path)),
    accessSync(path: string) {
      try {
        accessFile(path)
      } catch (error) {
        throw new Error(`accessSync:fail ${(error as Error).message}`)
      }
    },
    getFileInfo: asyncCall('getFileInfo', async (option: Named<WechatMiniprogram.GetFileInfoOption>) => {
      const file = files.get(option.filePath, 'stat')
      return { size: file.size, digest: await digest(file, option.digestAlgorithm) }
    }),
    stat: asyncCall('stat', ({ path, recursive }: Named<WechatMiniprogram.StatOption>) => {
      if (recursive) throw new CallError('the preview has no recursive stat')
      return { stats: statsOf(files.get(path, 'stat')) }
    }),
    readFile: asyncCall('readFile', async (option: Named<WechatMiniprogram.ReadFileOption>) => {
      const file = files.get(option.filePath)
      const { start, end } = sliceOf(file.size, option)
      const bytes = await file.slice(start, end).arrayBuffer()
      return { data: option.encoding === undefined ? bytes : decode(bytes, option.encoding) }
    }),
    open: asyncCall('open', ({ filePath, flag = 'r' }: Named<WechatMiniprogram.OpenOption>) => {
      files.get(filePath)
      if (flag !== 'r') throw new CallError(`permission denied, open '${filePath}'`, 1300013)
      const fd = String(++lastDescriptor)
      descriptors.set(fd, filePath)
      return { fd }
    }),
    read: asyncCall('read', async (option: Named<WechatMiniprogram.ReadOption>) => {
      const { fd, arrayBuffer, offset = 0, length = arrayBuffer.byteLength - offset, position = 0 } = option
      const path = descriptors.get(fd)
      if (path === undefined) throw new CallError('bad file descriptor', 1300009)
      if (offset < 0 || length < 0 || offset + length > arrayBuffer.byteLength) {
        throw new CallError('the value of "length" is out of range', 1301100)
      }
      const bytes = new Uint8Array(
        await files
          .get(path)
          .slice(position, position + length)
          .arrayBuffer(),
      )
      new Uint8Array(arrayBuffer).set(bytes, offset)
      return { bytesRead: bytes.length, arrayBuffer }
    }),
    close: asyncCall('close', ({ fd }: Named<WechatMiniprogram.FileSystemManagerCloseOption>) => {
      if (!descriptors.delete(fd)) throw new CallError('bad file descriptor', 1300009)
    }),
  }
  return { getFileSystemManager: () => manager, env: { USER_DATA_PATH: 'http://usr' } }
}

function sliceOf(size: number, { position = 0, length }: { position?: number; length?: number }) {
  if (!Number.isInteger(position) || position < 0 || position > size) {
    throw new CallError(`the value of "position" is out of range, expect >= 0 and <= ${size}`, 1301100)
  }
  const bytes = length ?? size - position
  if (length !== undefined && (!Number.isInteger(length) || length < 1 || position + length > size)) {
    throw new CallError(`the value of "length" is out of range, expect >= 1 and <= ${size - position}`, 1301100)
  }
  if (bytes > MOST_READ_BYTES) throw new CallError('the maximum size of the file storage limit is exceeded', 1300202)
  return { start: position, end: position + bytes }
}

function decode(bytes: ArrayBuffer, encoding: string): string {
  if (/^utf-?8$/i.test(encoding)) return new TextDecoder().decode(bytes)
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  if (encoding === 'base64') return btoa(binary)
  if (encoding === 'binary' || encoding === 'latin1' || encoding === 'ascii') return binary
  if (encoding === 'hex') return hex(bytes)
  throw new CallError(`invalid encoding "${encoding}"`)
}

async function digest(file: Blob, algorithm: string | undefined): Promise<string> {
  const name = { sha1: 'SHA-1', sha256: 'SHA-256' }[algorithm ?? '']
  // MD5, the default, is not in browsers; our code must not need it.
  return name === undefined ? '' : hex(await crypto.subtle.digest(name, await file.arrayBuffer()))
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function statsOf(file: Blob) {
  const seconds = Math.floor((file instanceof File ? file.lastModified : Date.now()) / 1000)
  return {
    ...{ mode: 0o100644, size: file.size, lastAccessedTime: seconds, lastModifiedTime: seconds },
    isFile: () => true,
    isDirectory: () => false,
  }
}
