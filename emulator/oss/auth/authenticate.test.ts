import { describe, expect, test } from 'vitest'
import type { SignatureVersion } from '../test-support/ali-oss'
import { elementOf, send } from '../test-support/send'
import { sendSigned, sign } from '../test-support/signed'
import { KEY, keyOf, type TestKey, useEmulator } from '../test-support/use-emulator'

const emulator = useEmulator()
const put = { method: 'PUT', body: 'bytes' }
const MINUTE = 60_000

const nothingStored = async () => {
  expect(await emulator.describe()).toBeUndefined()
  expect(await emulator.files()).toEqual([])
}

describe.each<SignatureVersion>(['V4', 'V1'])('a header signed with %s', (version) => {
  const request = { ...put, version }
  const refusal = async (key: TestKey, more = {}) => {
    const answer = await sendSigned(emulator.port, key, { ...request, ...more })
    await nothingStored()
    return answer
  }

  test('is taken when all is right', async () => {
    expect(await sendSigned(emulator.port, emulator.uploadKey(), request)).toMatchObject({ status: 200 })
    expect(await emulator.describe()).toMatchObject({ size: 5 })
  })

  test('is refused when the secret is wrong, and the error carries what was signed', async () => {
    const answer = await refusal({ ...emulator.uploadKey(), accessKeySecret: 'wrong' })
    const ec = version === 'V4' ? '0002-00000201' : '0002-00000040'
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', ec, headers: { 'x-oss-ec': ec } })
    const text = elementOf(answer.body, 'StringToSign') ?? ''
    expect(elementOf(answer.body, 'StringToSignBytes')?.replaceAll(' ', '')).toBe(
      Buffer.from(text).toString('hex').toUpperCase(),
    )
    expect(elementOf(answer.body, 'RequestId')).toBe(answer.headers['x-oss-request-id'])
    expect(elementOf(answer.body, 'CanonicalRequest')?.split('\n')[0]).toBe(version === 'V4' ? 'PUT' : undefined)
  })

  test.each([
    ['method', { method: 'GET', body: '' }],
    ['object', { path: '/other' }],
    ['parameter', { path: `/${encodeURI(KEY)}?partNumber=1&uploadId=A` }],
    ['x-oss- header', { headers: { 'x-oss-forbid-overwrite': 'true' } }],
    ['content-type', { headers: { 'content-type': 'text/html' } }],
    ['content-md5', { headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' } }],
  ])('is refused when the %s is another than was signed', async (_what, change) => {
    const signed = sign(emulator.port, keyOf('operator'), request)
    const answer = await send(emulator.port, {
      ...signed,
      ...change,
      headers: { ...signed.headers, ...('headers' in change ? change.headers : {}) },
    })
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    await nothingStored()
  })

  test.each([
    [16, 'slow'],
    [-16, 'fast'],
  ])('is refused %i minutes off, and the error carries the time', async (minutes) => {
    emulator.clockAheadMs = minutes * MINUTE
    const answer = await refusal(emulator.uploadKey(KEY, { lifeMs: 10 * 3_600_000 }))
    expect(answer).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed', ec: '0002-00000504' })
    expect(elementOf(answer.body, 'MaxAllowedSkewMilliseconds')).toBe('900000')
    const skew = Date.parse(elementOf(answer.body, 'ServerTime') ?? '') - Date.now()
    expect(Math.abs(skew - minutes * MINUTE)).toBeLessThan(5000)
    expect(Math.abs(Date.parse(answer.headers.date ?? '') - Date.now() - minutes * MINUTE)).toBeLessThan(5000)
  })

  test.each([14, -14])('is taken %i minutes off', async (minutes) => {
    emulator.clockAheadMs = minutes * MINUTE
    expect(await sendSigned(emulator.port, emulator.uploadKey(), request)).toMatchObject({ status: 200 })
  })

  test('is refused without a valid date', async () => {
    expect(await refusal(emulator.uploadKey(), { headers: { 'x-oss-date': 'today' } })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
  })

  const keys: [string, () => TestKey, string, string?][] = [
    ['unknown', () => ({ accessKeyId: 'LTAIunknown', accessKeySecret: 's' }), 'InvalidAccessKeyId', '0002-00000902'],
    ['disabled', () => keyOf('retired'), 'InvalidAccessKeyId'],
    [
      'temporary, without its token',
      () => {
        const { accessKeyId, accessKeySecret } = emulator.uploadKey()
        return { accessKeyId, accessKeySecret }
      },
      'InvalidAccessKeyId',
      '0002-00000003',
    ],
    [
      'temporary, with a malformed token',
      () => ({ ...emulator.uploadKey(), securityToken: 'CAISmalformed' }),
      'InvalidSecurityToken',
      '0002-00000006',
    ],
    [
      "temporary, with another key's token",
      () => ({ ...emulator.uploadKey(), securityToken: emulator.uploadKey().securityToken ?? '' }),
      'AccessKeyIdAndSecurityTokenNotMatch',
      '0002-00000004',
    ],
    ['expired', () => emulator.uploadKey(KEY, { lifeMs: -1 }), 'SecurityTokenExpired', '0002-00000007'],
  ]
  test.each(keys)('is refused when the key is %s', async (_what, key, code, ec) => {
    expect(await refusal(key())).toMatchObject({ status: 403, code, ec })
  })

  test('is refused with a token that a fault makes expired, once', async () => {
    emulator.cloud.faults.add({ operation: 'PutObject', fault: { type: 'expiredToken' } })
    expect(await refusal(emulator.uploadKey())).toMatchObject({ code: 'SecurityTokenExpired' })
    expect(await sendSigned(emulator.port, emulator.uploadKey(), request)).toMatchObject({ status: 200 })
  })
})

describe('V1', () => {
  test('is refused where the account is too new for it', async () => {
    emulator.cloud.switches.rejectV1 = true
    const answer = await sendSigned(emulator.port, emulator.uploadKey(), { ...put, version: 'V1' })
    expect(answer).toMatchObject({ status: 403, ec: '0002-00000080' })
    await nothingStored()
    expect(await sendSigned(emulator.port, emulator.uploadKey(), put)).toMatchObject({ status: 200 })
  })
})

describe('V4', () => {
  test('signs additional headers', async () => {
    const more = { headers: { 'x-custom': 'a', 'content-type': 'video/mp4' }, additionalHeaders: ['X-Custom'] }
    const signed = sign(emulator.port, emulator.uploadKey(), { ...put, ...more })
    expect(await send(emulator.port, signed)).toMatchObject({ status: 200 })
    signed.headers['x-custom'] = 'b'
    expect(await send(emulator.port, signed)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  })

  test('takes the payload as unsigned only', async () => {
    const headers = { 'x-oss-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }
    const answer = await sendSigned(emulator.port, emulator.uploadKey(), { ...put, headers })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument', ec: '0002-00000214' })
    await nothingStored()
  })

  test.each([
    ['region', '/cn-shanghai/', '/cn-beijing/', '0002-00000226'],
    ['product', '/oss/', '/ecs/', '0002-00000227'],
    ['date', /\/\d{8}\//, '/20200101/', undefined],
    ['terminator', 'aliyun_v4_request', 'aws4_request', undefined],
  ])('is refused with a wrong %s in its scope', async (_what, right, wrong, ec) => {
    const signed = sign(emulator.port, emulator.uploadKey(), put)
    signed.headers.authorization = String(signed.headers.authorization).replace(right, wrong)
    expect(await send(emulator.port, signed)).toMatchObject({ status: 400, code: 'InvalidArgument', ec })
    await nothingStored()
  })
})

test.each([
  ['no signature', {}, 403, 'AccessDenied'],
  ['another scheme', { authorization: 'Bearer abc' }, 400, 'InvalidArgument'],
  ['a header without key', { authorization: 'OSS4-HMAC-SHA256 Signature=00' }, 400, 'InvalidArgument'],
])('a request with %s is refused', async (_what, headers, status, code) => {
  const answer = await send(emulator.port, { ...put, path: `/${encodeURI(KEY)}`, headers })
  expect(answer).toMatchObject({ status, code })
  await nothingStored()
})

test('a request signed in header and URL is refused', async () => {
  const signed = sign(emulator.port, emulator.uploadKey(), put)
  const answer = await send(emulator.port, { ...signed, path: `${signed.path}?OSSAccessKeyId=a&Signature=b&Expires=1` })
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
})
