import { describe, expect, test } from 'vitest'
import { demoAccount } from '../account'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf, sessionKey } from '../test-support/keys'
import { readTicket } from '../test-support/vod'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const create = (parameters: Record<string, string> = {}, key = keyOf('operator')) =>
  sendSigned(emulator, {
    key,
    signature: 'V3',
    action: 'CreateUploadVideo',
    now: clock.now(),
    parameters: { Title: 'My video', FileName: 'v.mp4', ...parameters },
  })

describe('a video', () => {
  test('is made in status Uploading, for the session or the user that asked', async () => {
    const parameters = { Description: 'd', Tags: 'a,b', CateId: '7', CoverURL: 'http://x/y.png', UserData: '{}' }
    const { status, json } = await create(parameters, sessionKey(cloud, { session: 'oUser' }))
    expect(status).toBe(200)
    const videoId = String(json.VideoId)
    expect(videoId).toMatch(/^[0-9a-f]{32}$/)
    expect(cloud.videos.get(videoId)).toEqual({
      videoId,
      title: 'My video',
      fileName: 'v.mp4',
      owner: 'oUser',
      status: 'Uploading',
      bucket: demoAccount.bucket,
      key: expect.stringMatching(/^sv\//),
      createdAt: clock.now(),
      description: 'd',
      tags: 'a,b',
      cateId: 7,
      coverUrl: 'http://x/y.png',
      userData: '{}',
    })
    await create()
    expect(cloud.videos.all()[1]?.owner).toBe('operator')
  })

  test('has its own object, named after its id and its file’s extension', async () => {
    const { json } = await create({ FileName: 'wxfile://tmp_1.MOV' })
    const { address } = readTicket(json)
    expect(address).toEqual({
      Endpoint: `http://localhost:${emulator.port}`,
      Bucket: demoAccount.bucket,
      FileName: expect.stringMatching(/^sv\/([0-9a-f]+-[0-9a-f]+)\/\1\.mov$/),
    })
    expect(readTicket((await create()).json).address.FileName).not.toBe(address.FileName)
  })

  test('comes with a key that writes this object alone, with all six fields observed', async () => {
    const { address, auth } = readTicket((await create()).json)
    expect(auth).toEqual({
      SecurityToken: expect.stringMatching(/^CAIS/),
      AccessKeyId: expect.stringMatching(/^STS\./),
      AccessKeySecret: expect.any(String),
      ExpireUTCTime: `${new Date(clock.now() + 3_000_000).toISOString().slice(0, 19)}Z`,
      Expiration: '3600',
      Region: 'cn-shanghai',
    })
    expect(cloud.credentials.find(auth.AccessKeyId ?? '')).toMatchObject({
      grant: { kind: 'upload', bucket: address.Bucket, key: address.FileName },
      expiresAt: clock.now() + 3_000_000,
    })
  })

  test('has a key for as long as the switch says', async () => {
    cloud.switches.uploadAuthSeconds = 5
    const { auth } = readTicket((await create()).json)
    expect(Date.parse(auth.ExpireUTCTime ?? '')).toBe(clock.now() + 5000)
  })
})

describe('a parameter', () => {
  const extend = (bytes: number) => JSON.stringify({ Extend: { x: 'x'.repeat(bytes - '{"x":""}'.length) } })

  test.each([
    ['Title', 'x'.repeat(129), 400, 'LengthExceededMax'],
    ['Title', '字'.repeat(129), 400, 'LengthExceededMax'],
    ['Title', 'party 🎉', 400, 'IllegalCharacters'],
    ['Title', 'a\u0007b', 400, 'IllegalCharacters'],
    ['Title', '', 400, 'MissingTitle'],
    ['FileName', '', 400, 'MissingFileName'],
    ['FileName', 'v.exe', 400, 'InvalidFileName.Extension'],
    ['FileName', 'video', 400, 'InvalidFileName.Extension'],
    ['FileName', 'cover.png', 400, 'InvalidFileName.Extension'],
    ['FileSize', '-1', 400, 'InvalidParameter'],
    ['FileSize', '1e9', 400, 'InvalidParameter'],
    ['Description', 'x'.repeat(1025), 400, 'LengthExceededMax'],
    ['Description', '🎉', 400, 'IllegalCharacters'],
    ['Tags', 'a,'.repeat(16), 400, 'TagsExceededMax'],
    ['Tags', `a,${'x'.repeat(33)}`, 400, 'LengthExceededMax'],
    ['Tags', '🎉', 400, 'IllegalCharacters'],
    ['CateId', 'x', 400, 'InvalidParameter'],
    ['UserData', 'x', 400, 'InvalidParameter'],
    ['UserData', '[]', 400, 'InvalidParameter'],
    ['UserData', extend(513), 400, 'InvalidParameter'],
    ['StorageLocation', 'other.oss-cn-shanghai.aliyuncs.com', 404, 'InvalidStorage.NotFound'],
    ['TemplateGroupId', 'unknown', 404, 'InvalidTemplateGroupId.NotFound'],
    ['WorkflowId', 'unknown', 404, 'InvalidTemplateGroupId.NotFound'],
    ['ReferenceId', 'short', 400, 'InvalidParameter'],
    ['ReferenceId', 'with space', 400, 'InvalidParameter'],
  ])('%s cannot be %j', async (name, value, status, code) => {
    expect(await create({ [name]: value })).toMatchObject({ status, code })
    expect(cloud.videos.all()).toEqual([])
  })

  test.each([
    ['Title', '字'.repeat(128)],
    ['Title', 'wxfile://tmp_0123456789.mp4'],
    ['FileSize', '52612345678'],
    ['Description', '字\n'.repeat(512)],
    ['Tags', Array(16).fill('字'.repeat(32)).join()],
    ['UserData', extend(512)],
    ['UserData', '{"Extend":"{\\"a\\":1}","MessageCallback":{"CallbackURL":"http://x"}}'],
    ['StorageLocation', `${demoAccount.bucket}.oss-cn-shanghai.aliyuncs.com`],
    ['TemplateGroupId', 'VOD_NO_TRANSCODE'],
    ['ReferenceId', 'abc_12-3'],
  ])('%s can be %j', async (name, value) => {
    expect((await create({ [name]: value })).status).toBe(200)
  })
})
