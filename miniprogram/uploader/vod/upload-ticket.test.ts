import { describe, expect, it } from 'vitest'
import { UploadError } from '../errors'
import { decodeUploadTicket } from './upload-ticket'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const address = { Endpoint: 'https://oss-cn-shanghai.aliyuncs.com', Bucket: 'outin-1', FileName: 'sv/视频.mp4' }
const auth = {
  SecurityToken: 'token',
  AccessKeyId: 'STS.key',
  ExpireUTCTime: '2020-08-26T15:15:24Z',
  AccessKeySecret: 'secret',
  Expiration: '3600',
  Region: 'cn-beijing',
}
const answer = { VideoId: 'v1', UploadAddress: encode(address), UploadAuth: encode(auth) }

describe('decodeUploadTicket', () => {
  it('reads address and key', () => {
    expect(decodeUploadTicket(answer, 'cn-shanghai')).toEqual({
      videoId: 'v1',
      address: { endpoint: 'https://oss-cn-shanghai.aliyuncs.com', bucket: 'outin-1', key: 'sv/视频.mp4' },
      auth: { accessKeyId: 'STS.key', accessKeySecret: 'secret', securityToken: 'token', region: 'cn-beijing' },
    })
  })

  it('falls back on the region of the credentials', () => {
    const { Region, ...withoutRegion } = auth
    expect(decodeUploadTicket({ ...answer, UploadAuth: encode(withoutRegion) }, 'cn-shanghai').auth.region).toBe(
      'cn-shanghai',
    )
  })

  it.each([
    ['no VideoId', { ...answer, VideoId: undefined }],
    ['no UploadAddress', { ...answer, UploadAddress: undefined }],
    ['an UploadAddress that is not base64', { ...answer, UploadAddress: '***' }],
    ['an UploadAuth that is not JSON', { ...answer, UploadAuth: 'AAAA' }],
    ['an UploadAuth that is null', { ...answer, UploadAuth: encode(null) }],
    ['an UploadAuth without a secret', { ...answer, UploadAuth: encode({ ...auth, AccessKeySecret: '' }) }],
    ['an address without a bucket', { ...answer, UploadAddress: encode({ ...address, Bucket: 7 }) }],
  ])('refuses %s', (_, broken) => {
    const decode = () => decodeUploadTicket(broken, 'cn-shanghai')
    expect(decode).toThrow(UploadError)
    expect(decode).toThrow(expect.objectContaining({ code: 'vod_malformed' }))
  })
})
