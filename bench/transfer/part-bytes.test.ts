import { expect, it } from 'vitest'
import { PartBytes } from './part-bytes'

const request = (line: string, body: string) => `${line} HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`
const traffic = Buffer.from(
  [
    request('POST /a.mp4?uploads', ''),
    request('PUT /a.mp4?partNumber=1&uploadId=x', 'first\r\n\r\n part'),
    request('PUT /a.mp4?partNumber=2&uploadId=x', 'second part'),
    request('POST /a.mp4?uploadId=x', '<CompleteMultipartUpload/>'),
  ].join(''),
)

it.each([1, 7, 60, 1000])(
  'the counter of part bytes counts the bodies of parts alone, whatever comes at a time (%d bytes)',
  (pieceBytes) => {
    const counted = new PartBytes()
    for (let at = 0; at < traffic.length; at += pieceBytes) counted.add(traffic.subarray(at, at + pieceBytes))
    expect(counted.total).toBe('first\r\n\r\n part'.length + 'second part'.length)
  },
)
