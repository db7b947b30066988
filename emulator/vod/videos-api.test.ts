import { describe, expect, test } from 'vitest'
import { demoAccount } from '../account'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf, sessionKey } from '../test-support/keys'
import { readTicket } from '../test-support/vod'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const call = (action: string, parameters: Record<string, string>, key = keyOf('operator')) =>
  sendSigned(emulator, { key, signature: 'RPC', action, now: clock.now(), parameters })

const create = async () => (await call('CreateUploadVideo', { Title: 'My video', FileName: 'v.mp4', CateId: '7' })).json

describe('RefreshUploadVideo', () => {
  test('keeps the address and gives a new key, and the old key stays good', async () => {
    const created = await create()
    const before = readTicket(created)
    clock.advance(60)
    const { json } = await call('RefreshUploadVideo', { VideoId: String(created.VideoId) })
    const after = readTicket(json)
    expect(json.VideoId).toBe(created.VideoId)
    expect(after.address).toEqual(before.address)
    expect(after.auth.AccessKeyId).not.toBe(before.auth.AccessKeyId)
    expect(Date.parse(after.auth.ExpireUTCTime ?? '')).toBe(clock.now() + 3_000_000)
    expect(cloud.credentials.find(before.auth.AccessKeyId ?? '')?.expiresAt).toBe(clock.now() + 2_940_000)
  })

  test('refuses an unknown video, or none', async () => {
    expect(await call('RefreshUploadVideo', { VideoId: 'none' })).toMatchObject({
      status: 404,
      code: 'InvalidVideo.NotFound',
    })
    expect((await call('RefreshUploadVideo', {})).code).toBe('MissingVideoId')
  })
})

describe('GetVideoInfo', () => {
  const info = async (videoId: unknown) =>
    (await call('GetVideoInfo', { VideoId: String(videoId) })).json.Video as Record<string, unknown>

  test('tells what is known before anything has arrived', async () => {
    const { VideoId } = await create()
    expect(await info(VideoId)).toEqual({
      VideoId,
      Title: 'My video',
      CateId: 7,
      Status: 'Uploading',
      CreationTime: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
      Duration: 0,
      StorageLocation: `${demoAccount.bucket}.oss-cn-shanghai.aliyuncs.com`,
      RegionId: 'cn-shanghai',
      AppId: 'app-1000000',
    })
  })

  test('follows the object once OSS has stored it', async () => {
    const { VideoId } = await create()
    const video = cloud.videos.get(String(VideoId))
    cloud.videos.objectStored(video?.bucket ?? '', video?.key ?? '')
    expect((await info(VideoId)).Status).toBe('Normal')
  })

  test('refuses an unknown video', async () => {
    expect((await call('GetVideoInfo', { VideoId: 'none' })).code).toBe('InvalidVideo.NotFound')
  })
})

describe('CreateUploadImage', () => {
  test('gives an address and a key for one image', async () => {
    const { json } = await call('CreateUploadImage', { ImageType: 'cover', ImageExt: 'jpg', Title: 't' })
    const { address, auth } = readTicket(json)
    expect(json.ImageId).toMatch(/^[0-9a-f]{32}$/)
    expect(address.FileName).toMatch(/^image\/cover\/[0-9A-F]{32}-6-2\.jpg$/)
    expect(json.FileURL).toBe(`http://${demoAccount.bucket}.localhost:${emulator.port}/${address.FileName}`)
    expect(json.ImageURL).toBe(json.FileURL)
    expect(cloud.credentials.find(auth.AccessKeyId ?? '')?.grant).toEqual({
      kind: 'upload',
      bucket: demoAccount.bucket,
      key: address.FileName,
    })
  })

  test.each([
    [{}, 'MissingImageType'],
    [{ ImageType: 'poster' }, 'InvalidParameter'],
    [{ ImageType: 'cover', ImageExt: 'heic' }, 'InvalidParameter'],
    [{ ImageType: 'cover', Title: 'x'.repeat(129) }, 'LengthExceededMax'],
  ])('refuses %j', async (parameters: Record<string, string>, code) => {
    expect((await call('CreateUploadImage', parameters)).code).toBe(code)
  })
})

test.each([
  ['CreateUploadVideo', 'MissingTitle'],
  ['RefreshUploadVideo', 'MissingVideoId'],
  ['CreateUploadImage', 'MissingImageType'],
  ['GetVideoInfo', 'MissingVideoId'],
])('%s needs its own right', async (action, whenAllowed) => {
  cloud.account.roles.push({
    name: 'all-of-vod',
    roleId: '1',
    maxSessionSeconds: 3600,
    trustPolicy: '',
    policies: ['{"Version":"1","Statement":[{"Effect":"Allow","Action":"vod:*","Resource":"*"}]}'],
  })
  try {
    const only = (Effect: string, Action: string) => `{"Effect":"${Effect}","Action":"${Action}","Resource":"*"}`
    const policy = (...statements: string[]) => `{"Version":"1","Statement":[${statements.join()}]}`
    const code = async (sessionPolicy: string) =>
      (await call(action, {}, sessionKey(cloud, { role: 'all-of-vod', policy: sessionPolicy }))).code
    expect(await code(policy(only('Allow', `vod:${action}`)))).toBe(whenAllowed)
    expect(await code(policy(only('Allow', 'vod:*'), only('Deny', `vod:${action}`)))).toBe('Forbidden.RAM')
  } finally {
    cloud.account.roles.pop()
  }
})
