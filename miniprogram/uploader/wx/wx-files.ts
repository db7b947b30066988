import { UploadError } from '../errors'
import type { Files, OpenFile } from '../ports'

type FileSystem = Pick<WechatMiniprogram.FileSystemManager, 'stat' | 'readFile' | 'open' | 'read' | 'close'>

interface Failure {
  errMsg: string
  errno?: number
}

/** Files by WeChat's FileSystemManager, which reads slices of a temp file. */
export function wxFiles(fileSystem: FileSystem): Files {
  return {
    async open(path) {
      const size = await sizeOf(fileSystem, path)
      let descriptor: Promise<string> | undefined
      const file: OpenFile = {
        size,
        async read(position, length) {
          if (descriptor !== undefined) return readDescriptor(fileSystem, await descriptor, position, length)
          try {
            return await readSlice(fileSystem, path, position, length)
          } catch (error) {
            if (!refusesLargeFiles(error)) throw error
            descriptor ??= openDescriptor(fileSystem, path)
            return file.read(position, length)
          }
        },
        async close() {
          if (descriptor === undefined) return
          const fd = await descriptor
          await call<unknown>((callbacks) => fileSystem.close({ fd, ...callbacks }))
        },
      }
      return file
    },
  }
}

/** By stat: getFileInfo, which gives the size too, computes a digest of the whole file unasked. */
async function sizeOf(fileSystem: FileSystem, path: string): Promise<number> {
  const { stats } = await call<WechatMiniprogram.StatSuccessCallbackResult>((callbacks) =>
    fileSystem.stat({ path, ...callbacks }),
  )
  if (Array.isArray(stats) || stats.isDirectory()) throw new UploadError('file_unreadable', `${path} is a folder.`)
  return stats.size
}

async function readSlice(fileSystem: FileSystem, path: string, position: number, length: number): Promise<ArrayBuffer> {
  const { data } = await call<WechatMiniprogram.ReadFileSuccessCallbackResult>((callbacks) =>
    fileSystem.readFile({ filePath: path, position, length, ...callbacks }),
  )
  if (typeof data === 'string') throw failure({ errMsg: 'readFile gave text' })
  return data as ArrayBuffer
}

/**
 * Whether readFile will not touch a file of this size. Its documentation limits "a single file" to 100 MB (1300202), and
 * leaves open whether it means the file or what is read of it. The calls on descriptors have no such limit.
 */
function refusesLargeFiles(error: unknown): boolean {
  const { errMsg = '', errno } = ((error as UploadError).cause ?? {}) as Partial<Failure>
  return errno === 1300202 || /1300202|size .*(limit|exceed)|(limit|exceed).* size/i.test(errMsg)
}

async function openDescriptor(fileSystem: FileSystem, path: string): Promise<string> {
  const { fd } = await call<WechatMiniprogram.OpenSuccessCallbackResult>((callbacks) =>
    fileSystem.open({ filePath: path, flag: 'r', ...callbacks }),
  )
  return fd
}

async function readDescriptor(
  fileSystem: FileSystem,
  fd: string,
  position: number,
  length: number,
): Promise<ArrayBuffer> {
  const arrayBuffer = new ArrayBuffer(length)
  const { bytesRead, arrayBuffer: filled } = await call<WechatMiniprogram.ReadSuccessCallbackResult>((callbacks) =>
    fileSystem.read({ fd, arrayBuffer, offset: 0, length, position, ...callbacks }),
  )
  return bytesRead === length ? filled : filled.slice(0, bytesRead)
}

/** One call with callbacks as a promise; rejects with an UploadError. */
function call<T>(
  start: (callbacks: { success: (result: T) => void; fail: (error: Failure) => void }) => void,
): Promise<T> {
  return new Promise((success, reject) => start({ success, fail: (error) => reject(failure(error)) }))
}

/** `cause` is what WeChat said. */
function failure(cause: Failure): UploadError {
  const { errMsg } = cause
  return /no such file|not exist|not found/i.test(errMsg)
    ? new UploadError('file_missing', `The file is gone (${errMsg}).`, { cause })
    : new UploadError('file_unreadable', `The file cannot be read (${errMsg}).`, { cause })
}
