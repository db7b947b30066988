import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { formRequest } from '../../emulator/oss/test-support/form'
import type { StandInWx } from './platform'

/**
 * A `wx` whose requests reach the emulator, whatever their host, which the emulator gets as the app names it: as the
 * preview does it.
 */
export function emulatedWx(port: number, files: ReadonlyMap<string, Buffer>): StandInWx {
  const send = (url: string, method: string, headers: Record<string, string>, body: Buffer | undefined) =>
    new Promise<{ statusCode: number; data: string }>((resolve, reject) => {
      const { host, pathname, search } = new URL(url)
      const path = pathname + search
      const outgoing = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, host } }, (answer) => {
        answer.setEncoding('utf8')
        let data = ''
        answer.on('data', (piece: string) => {
          data += piece
        })
        answer.once('end', () => resolve({ statusCode: answer.statusCode ?? 0, data }))
      })
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  const fileAt = (path: string) => files.get(path) ?? Buffer.alloc(0)
  return {
    getFileInfo({ filePath, success }) {
      const bytes = fileAt(filePath)
      success({ size: bytes.length, digest: createHash('md5').update(bytes).digest('hex') })
    },
    request({ url, method, success, fail }) {
      send(url, method, { 'content-type': 'application/json' }, undefined).then(
        ({ statusCode, data }) => success({ statusCode, data: JSON.parse(data) as unknown }),
        (error: Error) => fail({ errMsg: `request:fail ${error.message}` }),
      )
    },
    uploadFile({ url, filePath, name, formData, success, fail }) {
      const {
        method = '',
        headers = {},
        body,
      } = formRequest([...Object.entries(formData), { name, file: fileAt(filePath) }])
      send(url, method, headers, Buffer.from(body ?? '')).then(success, (error: Error) =>
        fail({ errMsg: `uploadFile:fail ${error.message}` }),
      )
      return { onProgressUpdate: () => undefined, abort: () => undefined }
    },
  }
}
