import { UploadError } from '../errors'
import type { FileFacts, Files, OpenFile } from '../ports'
import { fileFailureOf, refusesLargeFiles } from './wx-failure'

type FileSystem = Pick<WechatMiniprogram.FileSystemManager, 'stat' | 'readFile' | 'open' | 'read' | 'close'>
type Method = keyof FileSystem

/** What a call may give, as far as it can be relied on: nothing of it may be there, whatever the typings say. */
interface Result {
  stats?: Partial<WechatMiniprogram.Stats> | unknown[]
  fd?: unknown
  data?: unknown
  arrayBuffer?: unknown
  bytesRead?: unknown
}

/** Files by WeChat's FileSystemManager, which reads slices of a temp file. */
export function wxFiles(fileSystem: FileSystem): Files {
  /** One call with callbacks as a promise; rejects with an UploadError, also where it throws. */
  const call = (method: Method, options: object): Promise<Result> =>
    new Promise<Result | undefined>((success, fail) => {
      const start = fileSystem[method] as (options: object) => void
      start.call(fileSystem, { ...options, success, fail })
    }).then(
      (result) => result ?? {},
      (error: unknown) => {
        throw fileFailureOf(error)
      },
    )

  /** By stat: getFileInfo, which gives the size too, computes a digest of the whole file unasked. */
  async function statOf(path: string): Promise<FileFacts> {
    const { stats } = await call('stat', { path })
    if (Array.isArray(stats) || stats?.isDirectory?.()) throw new UploadError('file_unreadable', `${path} is a folder.`)
    const size = Number(stats?.size ?? Number.NaN)
    if (!Number.isInteger(size) || size < 0) throw fileFailureOf(`size ${stats?.size}`)
    // Seconds since 1970; 0 or nothing where the platform does not know.
    const modified = Number(stats?.lastModifiedTime)
    return { size, ...(modified > 0 && { modifiedAt: modified * 1000 }) }
  }

  async function openDescriptor(filePath: string): Promise<string> {
    const { fd } = await call('open', { filePath, flag: 'r' })
    if (typeof fd !== 'string') throw fileFailureOf('no descriptor')
    return fd
  }

  async function readDescriptor(fd: string, position: number, length: number): Promise<ArrayBuffer> {
    const arrayBuffer = new ArrayBuffer(length)
    const result = await call('read', { fd, arrayBuffer, offset: 0, length, position })
    // Some fill the buffer that they are given, and say nothing of it.
    const bytes = expectBytes(result.arrayBuffer ?? arrayBuffer)
    const bytesRead = Number(result.bytesRead ?? length)
    return bytesRead >= 0 && bytesRead < bytes.byteLength ? bytes.slice(0, bytesRead) : bytes
  }

  return {
    async open(path) {
      let descriptor: Promise<string> | undefined
      const file: OpenFile = {
        ...(await statOf(path)),
        stat: () => statOf(path),
        async read(position, length) {
          if (descriptor !== undefined) return readDescriptor(await descriptor, position, length)
          try {
            return expectBytes((await call('readFile', { filePath: path, position, length })).data)
          } catch (error) {
            if (!refusesLargeFiles(error)) throw error
            descriptor ??= openDescriptor(path)
            return file.read(position, length)
          }
        },
        async close() {
          if (descriptor !== undefined) await call('close', { fd: await descriptor })
        },
      }
      return file
    },
  }
}

/** What was read. It may come from another realm, so that instanceof does not know it. */
function expectBytes(data: unknown): ArrayBuffer {
  const bytes = data as ArrayBuffer | undefined
  if (typeof bytes !== 'object' || typeof bytes?.byteLength !== 'number') throw fileFailureOf('no bytes')
  return bytes
}
