import { UploadError } from '../errors'
import type { Files } from '../ports'

type FileSystem = Pick<WechatMiniprogram.FileSystemManager, 'getFileInfo' | 'readFile'>

/** Files by WeChat's FileSystemManager, which reads slices of a temp file. */
export function wxFiles(fileSystem: FileSystem): Files {
  return {
    async open(path) {
      const size = await new Promise<number>((resolve, reject) => {
        fileSystem.getFileInfo({
          filePath: path,
          success: (info) => resolve(info.size),
          fail: ({ errMsg }) => reject(failure(errMsg)),
        })
      })
      return {
        size,
        read: (position, length) =>
          new Promise((resolve, reject) => {
            fileSystem.readFile({
              filePath: path,
              position,
              length,
              success: ({ data }) =>
                typeof data === 'string' ? reject(failure('readFile gave text')) : resolve(data as ArrayBuffer),
              fail: ({ errMsg }) => reject(failure(errMsg)),
            })
          }),
        close: () => Promise.resolve(),
      }
    },
  }
}

function failure(errMsg: string): UploadError {
  return /no such file|not exist|not found/i.test(errMsg)
    ? new UploadError('file_missing', `The file is gone (${errMsg}).`)
    : new UploadError('file_unreadable', `The file cannot be read (${errMsg}).`)
}
