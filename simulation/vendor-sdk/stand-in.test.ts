import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkSdk } from '../../scripts/vendor-sdk/check-sdk'
import { versionOf } from '../../scripts/vendor-sdk/sdk-version'
import { type FakeUpload, fakeWx } from './fake-wx'
import { FAULTS, type Fault } from './faults'
import { loadStandIn } from './load-stand-in'
import type { Options, UploadInfo } from './sdk-types'
import { standInSource } from './stand-in-source'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const KEY = ['STS.key', 'secret', 'token'] as const

const base64Json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64')
const UPLOAD_ADDRESS = base64Json({ Endpoint: 'https://oss-x.aliyuncs.com', Bucket: 'outin-1', FileName: 'sv/1.mp4' })
const authOf = (name: string) =>
  base64Json({ AccessKeyId: name, AccessKeySecret: 's', SecurityToken: 't', Expiration: '3600', Region: 'cn-beijing' })

/** Whoever uses it starts an upload of `wxfile://a.mp4` and, if stated, of more. */
async function start(
  faults: readonly Fault[],
  { options = {}, urls = ['wxfile://a.mp4'], userData = '{"Vod":{}}' } = {},
) {
  const { wx, requests, uploads } = fakeWx()
  /** The callbacks of the app's that were called: the name, the file, and what else. */
  const called: unknown[][] = []
  const record =
    (name: string) =>
    ({ file }: UploadInfo, ...more: unknown[]) =>
      called.push([name, file.url, ...more])
  const VODUpload = await loadStandIn(wx, { faults })
  const infos: UploadInfo[] = []
  const uploader = new VODUpload({
    userId: 'anybody',
    ...Object.fromEntries(
      ['onUploadSucceed', 'onUploadFailed', 'onUploadProgress', 'onUploadTokenExpired', 'onUploadEnd'].map((name) => [
        name,
        record(name),
      ]),
    ),
    onUploadstarted: (info) => {
      infos.push(info)
      uploader.setSTSToken(info, ...KEY)
    },
    ...(options as Partial<Options>),
  })
  for (const url of urls) uploader.addFile({ url }, null, null, null, userData)
  uploader.startUpload()
  const query = () => Object.fromEntries(new URL(requests.at(-1)?.url ?? '').searchParams)
  const answerTicket = (auth = 'first') =>
    requests.at(-1)?.success({
      statusCode: 200,
      data: { VideoId: 'video-1', UploadAddress: UPLOAD_ADDRESS, UploadAuth: authOf(auth) },
    })
  const upload = (): FakeUpload => uploads.at(-1) ?? expect.fail('nothing is uploaded')
  return { uploader, requests, uploads, called, infos, query, answerTicket, upload }
}

const without = (...off: Fault[]) => FAULTS.filter((fault) => !off.includes(fault))
const expiredAtOss = {
  statusCode: 403,
  data: '<?xml version="1.0"?><Error><Code>SecurityTokenExpired</Code><Message>It has expired.</Message></Error>',
}

it('the stand-in passes for the SDK, and says which version it is', async () => {
  const text = await standInSource()
  expect(() => checkSdk(text, 'the stand-in')).not.toThrow()
  expect(text).toContain('version:"1.0.1"')
  expect(versionOf(text, [])).toEqual({ version: '1.0.1' })
  expect(versionOf(await standInSource({ version: '1.0.3', faults: [] }), [])).toEqual({ version: '1.0.3' })
})

describe.each([
  ['with every fault', FAULTS],
  ['without faults', []],
] as const)('%s', (_name, faults) => {
  it('asks the app for a token, VOD for a place, and sends one form there', async () => {
    const { requests, uploads, called, infos, query, answerTicket, upload } = await start(faults, {
      options: { timeout: 1234, region: 'cn-shenzhen' },
      userData: '{"Vod":{"Title":"unused","Tags":"a,b","UserData":{"Extend":{"x":1}}}}',
    })
    expect(infos).toHaveLength(1)
    expect(new URL(requests[0]?.url ?? '').origin).toBe('https://vod.cn-shenzhen.aliyuncs.com')
    expect(requests[0]).not.toHaveProperty('dataType')
    expect(query()).toEqual({
      ...{ Action: 'CreateUploadVideo', Version: '2017-03-21', Format: 'JSON' },
      ...{ AccessKeyId: 'STS.key', SecurityToken: 'token', SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0' },
      ...{ SignatureNonce: expect.any(String), Signature: expect.any(String) },
      ...{ Title: 'wxfile://a.mp4', FileName: 'wxfile://a.mp4', Tags: 'a,b', UserData: '{"Extend":{"x":1}}' },
    })
    answerTicket()
    expect(upload()).toMatchObject({
      ...{ url: 'https://outin-1.oss-x.aliyuncs.com', filePath: 'wxfile://a.mp4', name: 'file', timeout: 1234 },
      formData: { key: 'sv/1.mp4', OSSAccessKeyId: 'first', success_action_status: '200' },
    })
    upload().success({ statusCode: 200, data: '' })
    expect(called).toEqual([['onUploadSucceed', 'wxfile://a.mp4']])
    vi.advanceTimersByTime(99)
    expect(called).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(called[1]).toEqual(['onUploadEnd', 'wxfile://a.mp4'])
    expect([requests.length, uploads.length]).toEqual([1, 1])
    expect(infos[0]).toMatchObject({ videoId: 'video-1', object: 'sv/1.mp4', bucket: 'outin-1', state: 'success' })
  })

  it('takes place and key from the app instead', async () => {
    const started: UploadInfo[] = []
    const { uploader, upload, requests } = await start(faults, {
      options: { onUploadstarted: (info: UploadInfo) => started.push(info) },
    })
    const [info] = started
    if (!info) return expect.fail('nothing was started')
    uploader.setUploadAuthAndAddress(info, authOf('given'), UPLOAD_ADDRESS, 'video-2')
    expect(upload()).toMatchObject({ formData: { OSSAccessKeyId: 'given', key: 'sv/1.mp4' } })
    expect(info.videoId).toBe('video-2')
    expect(requests).toEqual([])
  })

  it('sends one file after the other, each once, though started again', async () => {
    const { uploader, infos, answerTicket, upload } = await start(faults, {
      urls: ['wxfile://a.mp4', 'wxfile://b.mp4', 'wxfile://a.mp4'],
    })
    expect(uploader.listFiles().map(({ file }) => file.url)).toEqual(['wxfile://a.mp4', 'wxfile://b.mp4'])
    uploader.startUpload()
    expect(infos).toHaveLength(1)
    answerTicket()
    upload().success({ statusCode: 200, data: '' })
    vi.advanceTimersByTime(100)
    expect(infos.map(({ file }) => file.url)).toEqual(['wxfile://a.mp4', 'wxfile://b.mp4'])
  })

  it('lets images be made as such', async () => {
    const { query } = await start(faults, { urls: ['wxfile://a.JPG'] })
    expect(query()).toMatchObject({ Action: 'CreateUploadImage', ImageType: 'default', ImageExt: 'jpg' })
  })

  it('swallows what the callbacks throw', async () => {
    const error = new Error('of the app')
    const { answerTicket, upload, called } = await start(faults, {
      options: {
        onUploadSucceed: () => {
          throw error
        },
      },
    })
    answerTicket()
    upload().success({ statusCode: 200, data: '' })
    vi.advanceTimersByTime(100)
    expect(console.log).toHaveBeenCalledWith(error)
    expect(called).toEqual([['onUploadEnd', 'wxfile://a.mp4']])
  })

  it('wants a userId, and a userData with Vod', async () => {
    const VODUpload = await loadStandIn(fakeWx().wx, { faults })
    expect(() => new VODUpload({ userId: '' })).toThrow('userId')
    expect(() => new VODUpload({ userId: 'x' }).addFile({ url: 'a' }, null, null, null, '{}')).toThrow('Vod')
  })
})

describe('statusIgnored', () => {
  const refused = { statusCode: 500, data: '<Error><Code>InternalError</Code><Message>Sorry.</Message></Error>' }

  it.each([
    ['on', FAULTS, ['onUploadSucceed', 'wxfile://a.mp4']],
    ['off', without('statusIgnored'), ['onUploadFailed', 'wxfile://a.mp4', 'InternalError', 'Sorry.']],
  ] as const)('%s', async (_name, faults, expected) => {
    const { answerTicket, upload, called } = await start(faults)
    answerTicket()
    upload().success(refused)
    expect(called).toEqual([expected])
  })
})

describe('failureSilent', () => {
  it.each([
    ['on', FAULTS, []],
    [
      'off',
      without('failureSilent'),
      [['onUploadFailed', 'wxfile://a.mp4', 'UploadFailed', 'uploadFile:fail timeout']],
    ],
  ] as const)('%s', async (_name, faults, expected) => {
    const { answerTicket, upload, called } = await start(faults)
    answerTicket()
    upload().fail({ errMsg: 'uploadFile:fail timeout' })
    expect(called).toEqual(expected)
    vi.advanceTimersByTime(100)
    expect(called.at(-1)).toEqual(['onUploadEnd', 'wxfile://a.mp4'])
  })
})

describe('expiryUnnoticed', () => {
  it('on: an expired token is a failure like any other', async () => {
    const { answerTicket, upload, called } = await start(['expiryUnnoticed'])
    answerTicket()
    upload().success(expiredAtOss)
    expect(called).toEqual([['onUploadFailed', 'wxfile://a.mp4', 'SecurityTokenExpired', 'It has expired.']])
  })

  it.each(['SecurityTokenExpired', 'InvalidAccessKeyId'])('off: %s of OSS is reported as expiry', async (code) => {
    const { uploader, answerTicket, upload, called } = await start([])
    answerTicket()
    upload().success({ ...expiredAtOss, data: expiredAtOss.data.replace('SecurityTokenExpired', code) })
    expect(called).toEqual([['onUploadTokenExpired', 'wxfile://a.mp4']])
    uploader.startUpload()
    vi.advanceTimersByTime(10_000)
    expect(called).toHaveLength(1)
  })

  it('off: another 403 is none', async () => {
    const { answerTicket, upload, called } = await start([])
    answerTicket()
    upload().success({ ...expiredAtOss, data: expiredAtOss.data.replace('SecurityTokenExpired', 'AccessDenied') })
    expect(called[0]).toEqual(['onUploadFailed', 'wxfile://a.mp4', 'AccessDenied', 'It has expired.'])
  })

  it.each([
    ['on', FAULTS, 'onUploadFailed'],
    ['off', without('expiryUnnoticed'), 'onUploadTokenExpired'],
  ] as const)('%s, at VOD', async (_name, faults, expected) => {
    const { uploader, requests, called, query, answerTicket, upload } = await start(faults)
    requests[0]?.success({ statusCode: 400, data: { Code: 'InvalidSecurityToken.Expired', Message: 'x' } })
    expect(called[0]?.[0]).toBe(expected)
    if (expected === 'onUploadFailed') return
    uploader.resumeUploadWithSTSToken('STS.new', 'secret', 'token')
    expect(query()).toMatchObject({ Action: 'CreateUploadVideo', AccessKeyId: 'STS.new' })
    answerTicket()
    upload().success({ statusCode: 200, data: '' })
    expect(called.at(-1)).toEqual(['onUploadSucceed', 'wxfile://a.mp4'])
  })
})

describe('resumeWithAuthBroken', () => {
  it('on: throws a ReferenceError', async () => {
    const { uploader, answerTicket } = await start(FAULTS)
    answerTicket()
    expect(() => uploader.resumeUploadWithAuth(authOf('second'))).toThrow('base64 is not defined')
  })

  it('off: sends the file again with the new key', async () => {
    const { uploader, uploads, answerTicket, upload, called } = await start([])
    answerTicket()
    upload().success(expiredAtOss)
    uploader.resumeUploadWithAuth(authOf('second'))
    expect(uploads).toHaveLength(2)
    expect(upload()).toMatchObject({ formData: { OSSAccessKeyId: 'second', key: 'sv/1.mp4' } })
    upload().success({ statusCode: 200, data: '' })
    expect(called.at(-1)).toEqual(['onUploadSucceed', 'wxfile://a.mp4'])
  })
})

describe('resumeWithStsTokenBroken', () => {
  it('on: asks for the object instead of the video, and cannot read the answer', async () => {
    const { uploader, requests, uploads, answerTicket, upload, query } = await start(['resumeWithStsTokenBroken'])
    answerTicket()
    upload().success(expiredAtOss)
    uploader.resumeUploadWithSTSToken(...KEY)
    expect(query()).toMatchObject({ Action: 'RefreshUploadVideo', VideoId: 'sv/1.mp4' })
    expect(() => requests.at(-1)?.success({ statusCode: 404, data: {} })).toThrow('is not defined')
    expect(uploads).toHaveLength(1)
  })

  it('off: refreshes the video, and sends the file again', async () => {
    const { uploader, uploads, answerTicket, upload, query, called } = await start([])
    answerTicket()
    upload().success(expiredAtOss)
    uploader.resumeUploadWithSTSToken(...KEY)
    expect(query()).toMatchObject({ Action: 'RefreshUploadVideo', VideoId: 'video-1' })
    answerTicket('second')
    expect(uploads).toHaveLength(2)
    upload().success({ statusCode: 200, data: '' })
    expect(called.at(-1)).toEqual(['onUploadSucceed', 'wxfile://a.mp4'])
  })
})

describe('cancelEmpty', () => {
  const two = { urls: ['wxfile://a.mp4', 'wxfile://b.mp4'] }

  it('on: nothing ends the upload, and stopping throws', async () => {
    const { uploader, answerTicket, upload, called } = await start(FAULTS, two)
    answerTicket()
    uploader.cancelFile(0)
    expect(() => uploader.stopUpload()).toThrow(TypeError)
    vi.advanceTimersByTime(1000)
    expect(upload().isAborted).toBe(false)
    upload().success({ statusCode: 200, data: '' })
    expect(called).toEqual([['onUploadSucceed', 'wxfile://a.mp4']])
  })

  it('off: canceling aborts the upload, and goes on to the next file', async () => {
    const { uploader, answerTicket, upload, called, infos } = await start([], two)
    answerTicket()
    uploader.cancelFile(0)
    expect(upload().isAborted).toBe(true)
    vi.advanceTimersByTime(100)
    expect(infos.map(({ file, state }) => [file.url, state])).toEqual([
      ['wxfile://a.mp4', 'canceled'],
      ['wxfile://b.mp4', 'uploading'],
    ])
    expect(called).toEqual([])
  })

  it('off: stopping aborts the upload until it is started again, with the same video', async () => {
    const { uploader, answerTicket, upload, called, query } = await start([])
    answerTicket()
    uploader.stopUpload()
    vi.advanceTimersByTime(1000)
    expect(upload().isAborted).toBe(true)
    uploader.startUpload()
    expect(query()).toMatchObject({ Action: 'RefreshUploadVideo', VideoId: 'video-1' })
    expect(called).toEqual([])
  })

  it('off: an answer that was on its way is not listened to', async () => {
    const { uploader, answerTicket, uploads } = await start([])
    uploader.deleteFile(0)
    answerTicket()
    expect(uploads).toEqual([])
    expect(uploader.listFiles()).toEqual([])
  })

  it.each([
    ['on', FAULTS],
    ['off', []],
  ] as const)('%s: a file that waits can be canceled, and brought back', async (_name, faults) => {
    const { uploader } = await start(faults, two)
    const second = () => uploader.listFiles()[1]?.state
    uploader.cancelFile(1)
    expect(second()).toBe('canceled')
    uploader.resumeFile(1)
    expect(second()).toBe('waiting')
    uploader.cleanList()
    expect(uploader.listFiles()).toEqual([])
  })
})

it.each([
  ['on', FAULTS, 40],
  ['off', without('percentProgress'), 0.4],
] as const)('percentProgress %s: onUploadProgress gets percent, or a share', async (_name, faults, expected) => {
  const { answerTicket, upload, called } = await start(faults)
  answerTicket()
  upload().progress(40)
  expect(called).toEqual([['onUploadProgress', 'wxfile://a.mp4', 1000, expected]])
})

describe('createFailureGeneric', () => {
  it.each([
    ['on', FAULTS, ['GetUploadAuthFailed', 'GetUploadAuthFailed']],
    ['off', without('createFailureGeneric'), ['Forbidden.RAM', 'Not authorized.']],
  ] as const)('%s', async (_name, faults, expected) => {
    const { requests, called } = await start(faults)
    requests[0]?.success({ statusCode: 403, data: { Code: 'Forbidden.RAM', Message: 'Not authorized.' } })
    expect(called).toEqual([['onUploadFailed', 'wxfile://a.mp4', ...expected]])
  })

  it.each([
    ['on', FAULTS, ['GetUploadAuthFailed', 'GetUploadAuthFailed']],
    ['off', without('createFailureGeneric'), ['RequestFailed', 'request:fail timeout']],
  ] as const)('%s, without an answer', async (_name, faults, expected) => {
    const { requests, called } = await start(faults)
    requests[0]?.fail({ errMsg: 'request:fail timeout' })
    expect(called).toEqual([['onUploadFailed', 'wxfile://a.mp4', ...expected]])
  })
})
