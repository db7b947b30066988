import { UploadError } from '../errors'
import type { FileFacts, Files } from '../ports'
import { fileFailureOf, refusesLargeFiles } from './wx-failure'

type FileSystem = Pick<WechatMiniprogram.FileSystemManager, 'stat' | 'readFile' | 'open' | 'read' | 'close'>
type Method = keyof FileSystem

/** What a call may give, as far as it can be relied on: nothing of it may be there, whatever the typings say. */
interface Result {
  stats?: { isDirectory?(): boolean; size?: unknown; lastModifiedTime?: unknown }
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
      const methods = fileSystem as Record<Method, (options: object) => void>
      methods[method]({ ...options, success, fail })
    }).then(
      (result) => result ?? {},
      (error: unknown) => {
        throw fileFailureOf(error)
      },
    )

  /** By stat: getFileInfo, which gives the size too, computes a digest of the whole file unasked. */
  async function statOf(path: string): Promise<FileFacts> {
    const { stats } = await call('stat', { path })
    // Of a folder some give the files in it.
    if (Array.isArray(stats) || stats?.isDirectory?.()) throw new UploadError('file_unreadable', `${path} is a folder.`)
    const { size, lastModifiedTime } = stats ?? {}
    if (!/^\d+$/.test(`${size}`)) throw fileFailureOf(`size ${size}`)
    // Seconds since 1970; 0 or nothing where the platform does not know.
    const modifiedAt = Number(lastModifiedTime) * 1000
    return { size: Number(size), ...(modifiedAt > 0 && { modifiedAt }) }
  }

  return {
    async open(filePath) {
      let descriptor: Promise<Result> | undefined
      const stat = () => statOf(filePath)
      return {
        ...(await stat()),
        stat,
        async read(position, length) {
          if (!descriptor) {
            try {
              return expectBytes((await call('readFile', { filePath, position, length })).data)
            } catch (error) {
              if (!refusesLargeFiles(error)) throw error
              descriptor ??= call('open', { filePath, flag: 'r' })
            }
          }
          const { fd } = await descriptor
          if (typeof fd !== 'string') throw fileFailureOf('no descriptor')
          const arrayBuffer = new ArrayBuffer(length)
          const result = await call('read', { fd, arrayBuffer, offset: 0, length, position })
          // Some fill the buffer that they are given, and say nothing of it.
          const bytes = expectBytes(result.arrayBuffer ?? arrayBuffer)
          const bytesRead = Number(result.bytesRead ?? length)
          return bytesRead >= 0 && bytesRead < length ? bytes.slice(0, bytesRead) : bytes
        },
        async close() {
          if (descriptor !== undefined) await call('close', { fd: (await descriptor).fd })
        },
      }
    },
  }
}

/** What was read. It may come from another realm, so that instanceof does not know it. */
function expectBytes(data: unknown): ArrayBuffer {
  const bytes = data as ArrayBuffer | undefined
  if (!Number.isInteger(bytes?.byteLength)) throw fileFailureOf('no bytes')
  return bytes as ArrayBuffer
}
