import { beforeEach, describe, expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { keyOf, roleArn } from '../test-support/keys'
import { assumeRoleBySdk, callVod, type Key, popCore, type Signature } from '../test-support/sdk-clients'

/** Clients that nobody here wrote: @alicloud/sts20150401 and @alicloud/openapi-client, with either signature. */
const emulator = await emulatorForTests()
const { clock } = emulator
const tokenService = keyOf('token-service')

const policy = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: ['vod:CreateUploadVideo'], Resource: '*' }],
})

async function assumeRole(signature: Signature, key: Key = tokenService) {
  const role = { roleArn: roleArn('vod-uploader'), roleSessionName: 'oUser-1_x', durationSeconds: 900, policy }
  const { body } = await assumeRoleBySdk(emulator, key, signature, role)
  return { body, key: body?.credentials as Key }
}

const matrix = [
  ['RPC', 'GET', 'query'],
  ['RPC', 'POST', 'query'],
  ['RPC', 'POST', 'form'],
  ['V3', 'GET', 'query'],
  ['V3', 'POST', 'query'],
  ['V3', 'POST', 'form'],
] as const

describe.each(['RPC', 'V3'] as const)('the STS SDK with %s', (signature) => {
  test('assumes a role', async () => {
    const { body } = await assumeRole(signature)
    expect(body).toMatchObject({
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
      assumedRoleUser: {
        arn: `${roleArn('vod-uploader')}/oUser-1_x`,
        assumedRoleId: '300000000000000001:oUser-1_x',
      },
      credentials: {
        accessKeyId: expect.stringMatching(/^STS\./),
        accessKeySecret: expect.any(String),
        securityToken: expect.any(String),
        expiration: `${new Date(clock.now() + 900_000).toISOString().slice(0, 19)}Z`,
      },
    })
    expect(emulator.cloud.calls.get('AssumeRole')).toBe(1)
  })

  test.each([
    ['a wrong secret', { ...tokenService, accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...tokenService, accessKeyId: 'LTAIunknown' }, 'InvalidAccessKeyId.NotFound'],
    ['a disabled key', keyOf('retired'), 'InvalidAccessKeyId.Inactive'],
    ['the root key', keyOf('root'), 'NoPermission'],
    ['a key without rights', keyOf('no-rights'), 'NoPermission'],
  ])('reports %s', async (_, key, code) => {
    await expect(assumeRole(signature, key)).rejects.toMatchObject({ code })
  })

  test('signs as this test believes it does', async () => {
    const stringToSign = signature === 'RPC' ? 'POST&%2F&' : 'ACS3-HMAC-SHA256'
    await expect(assumeRole(signature, { ...tokenService, accessKeySecret: 'wrong' })).rejects.toThrow(
      `server string to sign is:${stringToSign}`,
    )
  })

  test.each([-16, 16])('reports that its clock is %i minutes off', async (minutes) => {
    clock.advance(minutes * 60)
    await expect(assumeRole(signature)).rejects.toMatchObject({ code: 'InvalidTimeStamp.Expired' })
  })
})

describe.each(matrix)('openapi-client with %s, %s and a %s', (signature, method, as) => {
  let key: Key
  beforeEach(async () => {
    key = (await assumeRole(signature)).key
  })
  const vod = (action: string, parameters: Record<string, string>, by = key) =>
    callVod(emulator, { key: by, action, parameters, signature, method, as })

  test('creates a video with a token, whatever characters its title has', async () => {
    const title = "测试 a*b~c'(1)! +&=%/?#"
    const answer = await vod('CreateUploadVideo', { Title: title, FileName: 'v.mp4' })
    expect(emulator.cloud.videos.get(String(answer.VideoId))).toMatchObject({ title, owner: 'oUser-1_x' })
  })

  test('reports what the token may not do, and its end', async () => {
    await expect(vod('RefreshUploadVideo', { VideoId: 'x' })).rejects.toMatchObject({ code: 'Forbidden.RAM' })
    emulator.cloud.faults.add({ operation: 'CreateUploadVideo', fault: { type: 'expiredToken' } })
    await expect(vod('CreateUploadVideo', { Title: 't', FileName: 'v.mp4' })).rejects.toMatchObject({
      code: 'InvalidSecurityToken.Expired',
    })
  })

  test('reports a temporary key without its token, and one with another’s', async () => {
    const other = (await assumeRole(signature)).key
    const { accessKeyId, accessKeySecret } = key
    const parameters = { Title: 't', FileName: 'v.mp4' }
    await expect(vod('CreateUploadVideo', parameters, { accessKeyId, accessKeySecret })).rejects.toMatchObject({
      code: 'MissingSecurityToken',
    })
    await expect(
      vod('CreateUploadVideo', parameters, { accessKeyId, accessKeySecret, securityToken: other.securityToken ?? '' }),
    ).rejects.toMatchObject({ code: 'InvalidSecurityToken.MismatchWithAccessKey' })
  })
})

describe('pop-core', () => {
  const create = async (key: Key, method: 'GET' | 'POST', title = "测试 a*b~c'(1)! +&=%/?#") =>
    popCore(emulator, key).request<{ VideoId: string }>(
      'CreateUploadVideo',
      { Title: title, FileName: 'v.mp4' },
      { method },
    )

  test.each(['GET', 'POST'] as const)('creates a video with a token, by %s', async (method) => {
    const { VideoId } = await create((await assumeRole('RPC')).key, method)
    expect(emulator.cloud.videos.get(VideoId)).toMatchObject({
      title: "测试 a*b~c'(1)! +&=%/?#",
      owner: 'oUser-1_x',
    })
  })

  test('reports a wrong secret, and a token that has ended', async () => {
    const { key } = await assumeRole('RPC')
    await expect(create({ ...key, accessKeySecret: 'wrong' }, 'POST')).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    })
    emulator.cloud.faults.add({ operation: 'CreateUploadVideo', fault: { type: 'expiredToken' } })
    await expect(create(key, 'POST')).rejects.toMatchObject({ code: 'InvalidSecurityToken.Expired' })
  })
})
