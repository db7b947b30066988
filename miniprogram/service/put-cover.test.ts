import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../uploader/index'
import { putCover } from './put-cover'

const encode = (value: object) => btoa(JSON.stringify(value))
const place = {
  uploadAddress: encode({
    Endpoint: 'https://oss-cn-shanghai.aliyuncs.com',
    Bucket: 'bucket',
    FileName: 'image/c.png',
  }),
  uploadAuth: encode({
    AccessKeyId: 'k',
    AccessKeySecret: 's',
    SecurityToken: 't',
    ExpireUTCTime: '2026-01-01T01:00:00Z',
  }),
  cover: 'token',
  serverTime: '2026-01-01T00:00:00Z',
}
const png = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3]

function phone(bytes: readonly number[], { status = 200, given = place, size = bytes.length } = {}) {
  const sent: HttpRequest[] = []
  const asked: object[] = []
  let closed = 0
  const put = () =>
    putCover('v', 'tmp/c', {
      service: {
        async askForCover(_, picture) {
          asked.push(picture)
          return given
        },
      },
      http: {
        send(request) {
          sent.push(request)
          return { response: Promise.resolve({ status, headers: {}, text: '' }), abort: () => undefined }
        },
      },
      files: {
        open: async () => ({
          size,
          read: async (_, length) => {
            const buffer = new Uint8Array(length)
            buffer.set(bytes)
            return buffer.buffer
          },
          close: async () => void closed++,
        }),
      },
      now: Date.now,
      trustedHosts: [],
    })
  return { put, sent, asked, closed: () => closed }
}

describe('putCover', () => {
  it.each([
    [png, 'png', 'image/png'],
    [[0xff, 0xd8, 0xff, 0xe0], 'jpg', 'image/jpeg'],
    [[0x47, 0x49, 0x46, 0x38], 'gif', 'image/gif'],
  ])('brings a picture to where the service says, in one signed request: %j', async (bytes, extension, type) => {
    const { put, sent, asked, closed } = phone(bytes)
    expect(await put()).toBe('token')
    expect(asked).toEqual([{ extension, size: bytes.length }])
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      method: 'PUT',
      url: 'https://bucket.oss-cn-shanghai.aliyuncs.com/image/c.png',
      headers: {
        'content-type': type,
        // By the service's clock.
        'x-oss-date': '20260101T000000Z',
        'x-oss-security-token': 't',
        authorization: expect.stringMatching(/^OSS4-HMAC-SHA256 Credential=k\/20260101\/cn-shanghai/),
      },
    })
    expect(closed()).toBe(1)
  })

  it.each([
    ['that VOD does not take', [0x52, 0x49, 0x46, 0x46], 4],
    ['with no bytes', [], 0],
    ['over 10 MB', png, 10 * 1024 * 1024 + 1],
  ])('asks for no place for a picture %s', async (_, bytes, size) => {
    const { put, asked } = phone(bytes, { size })
    await expect(put()).rejects.toMatchObject({ code: 'cover_unusable', passing: false })
    expect(asked).toEqual([])
  })

  it('says where OSS refuses it', async () => {
    await expect(phone(png, { status: 403 }).put()).rejects.toMatchObject({ code: 'oss_refused', status: 403 })
  })

  it('sends nothing to a place that is not OSS', async () => {
    const elsewhere = { Endpoint: 'https://evil.example', Bucket: 'bucket', FileName: 'c.png' }
    const { put, sent } = phone(png, { given: { ...place, uploadAddress: encode(elsewhere) } })
    await expect(put()).rejects.toMatchObject({ code: expect.stringMatching(/endpoint_refused|vod_malformed/) })
    expect(sent).toEqual([])
  })
})
