import { createHash, randomBytes } from 'node:crypto'
import { beforeEach } from 'vitest'
import { elementOf, type RawAnswer } from './send'
import { type SignedRequest, sendSigned } from './signed'
import { KEY, type TestKey, type useEmulator } from './use-emulator'

/** Two parts that may stand anywhere, and one that is small enough only for the last. */
export const first = randomBytes(100 * 1024)
export const second = randomBytes(100 * 1024 + 1)
export const last = randomBytes(10)

/** The body of CompleteMultipartUpload; a Buffer stands for its ETag. */
export function listed(...parts: [number: number, etag: Buffer | string][]): string {
  const list = parts.map(([number, of]) => {
    const etag = typeof of === 'string' ? of : `"${createHash('md5').update(of).digest('hex').toUpperCase()}"`
    return `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`
  })
  return `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
}

/** A multipart upload with the key of an UploadAuth, begun before each test. */
export function useUpload(emulator: ReturnType<typeof useEmulator>) {
  const upload = {
    id: '',
    key: { accessKeyId: '', accessKeySecret: '' } as TestKey,
    call: (request: SignedRequest): Promise<RawAnswer> => sendSigned(emulator.port, upload.key, request),
    async begin(): Promise<void> {
      upload.key = emulator.uploadKey(KEY)
      const headers = { 'content-type': 'video/mp4' }
      const { body } = await upload.call({ method: 'POST', query: { uploads: '' }, headers })
      upload.id = elementOf(body, 'UploadId') ?? ''
    },
    part: (partNumber: number | string, body: Buffer, more: SignedRequest = {}) =>
      upload.call({ method: 'PUT', query: { partNumber: String(partNumber), uploadId: upload.id }, body, ...more }),
    complete: (body: string, headers: Record<string, string> = {}) =>
      upload.call({ method: 'POST', query: { uploadId: upload.id }, body, headers }),
  }
  beforeEach(() => upload.begin())
  return upload
}
