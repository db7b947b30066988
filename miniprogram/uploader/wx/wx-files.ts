import { UploadError } from '../errors'
import type { FileFacts, Files, OpenFile } from '../ports'
import { fileFailureOf, refusesLargeFiles } from './wx-failure'

type FileSystem = Pick<WechatMiniprogram.FileSystemManager, 'stat' | 'readFile' | 'open' | 'read' | 'close'>

/** Files by WeChat's FileSystemManager, which reads slices of a temp file. */
export function wxFiles(fileSystem: FileSystem): Files {
  return {
    async open(path) {
      const facts = await statOf(fileSystem, path)
      let descriptor: Promise<string> | undefined
      const file: OpenFile = {
        ...facts,
        stat: () => statOf(fileSystem, path),
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
async function statOf(fileSystem: FileSystem, path: string): Promise<FileFacts> {
  const result = await call<Partial<WechatMiniprogram.StatSuccessCallbackResult>>((callbacks) =>
    fileSystem.stat({ path, ...callbacks }),
  )
  const stats = result?.stats as Partial<WechatMiniprogram.Stats> | unknown[] | undefined
  if (Array.isArray(stats) || stats?.isDirectory?.()) throw new UploadError('file_unreadable', `${path} is a folder.`)
  const size = Number(stats?.size ?? Number.NaN)
  if (!Number.isInteger(size) || size < 0) throw fileFailureOf({ errMsg: `stat gave the size ${stats?.size}` })
  // Seconds since 1970; 0 or nothing where the platform does not know.
  const modified = Number(stats?.lastModifiedTime)
  return { size, ...(modified > 0 && { modifiedAt: modified * 1000 }) }
}

async function readSlice(fileSystem: FileSystem, path: string, position: number, length: number): Promise<ArrayBuffer> {
  const result = await call<Partial<WechatMiniprogram.ReadFileSuccessCallbackResult>>((callbacks) =>
    fileSystem.readFile({ filePath: path, position, length, ...callbacks }),
  )
  return bytesOf('readFile', result?.data)
}

async function openDescriptor(fileSystem: FileSystem, path: string): Promise<string> {
  const result = await call<Partial<WechatMiniprogram.OpenSuccessCallbackResult>>((callbacks) =>
    fileSystem.open({ filePath: path, flag: 'r', ...callbacks }),
  )
  if (typeof result?.fd !== 'string') throw fileFailureOf({ errMsg: 'open gave no descriptor' })
  return result.fd
}

async function readDescriptor(
  fileSystem: FileSystem,
  fd: string,
  position: number,
  length: number,
): Promise<ArrayBuffer> {
  const arrayBuffer = new ArrayBuffer(length)
  const result = await call<Partial<WechatMiniprogram.ReadSuccessCallbackResult>>((callbacks) =>
    fileSystem.read({ fd, arrayBuffer, offset: 0, length, position, ...callbacks }),
  )
  // Some fill the buffer that they are given, and say nothing of it.
  const bytes = bytesOf('read', result?.arrayBuffer ?? arrayBuffer)
  const bytesRead = Number(result?.bytesRead ?? length)
  return bytesRead >= 0 && bytesRead < bytes.byteLength ? bytes.slice(0, bytesRead) : bytes
}

/** What was read. It may come from another realm, so that instanceof does not know it. */
function bytesOf(method: string, data: unknown): ArrayBuffer {
  const bytes = data as Partial<ArrayBuffer> | undefined
  if (typeof bytes !== 'object' || typeof bytes?.byteLength !== 'number') {
    throw fileFailureOf({ errMsg: `${method} gave no bytes` })
  }
  return data as ArrayBuffer
}

/** One call with callbacks as a promise; rejects with an UploadError, also where it throws. */
function call<T>(
  start: (callbacks: { success: (result: T) => void; fail: (error: unknown) => void }) => void,
): Promise<T> {
  return new Promise((success, reject) => {
    const fail = (error: unknown) => reject(fileFailureOf(error))
    try {
      start({ success, fail })
    } catch (error) {
      fail(error)
    }
  })
}
