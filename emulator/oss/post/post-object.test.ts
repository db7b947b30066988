import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { crc64, formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import type { SignatureVersion } from '../test-support/ali-oss'
import {
  base64,
  type Field,
  type FormOptions,
  formRequest,
  postForm,
  set,
  signedFields,
  without,
} from '../test-support/form'
import { elementOf } from '../test-support/send'
import { BUCKET, KEY, keyOf, type TestKey, useEmulator } from '../test-support/use-emulator'

const emulator = useEmulator()
const bytes = randomBytes(200_000)
const MINUTE = 60_000

/** Posts the file with fields that are right but for what `change` does to them. */
const post = (options: FormOptions & { key?: TestKey } = {}, change = (fields: Field[]) => fields) =>
  postForm(emulator.port, [...change(signedFields(options.key ?? emulator.uploadKey(), options)), { file: bytes }])

const nothingStored = async () => {
  expect(await emulator.describe()).toBeUndefined()
  expect(await emulator.files()).toEqual([])
}

afterEach(() => vi.restoreAllMocks())

describe.each<SignatureVersion>(['V4', 'V1'])('a form signed with %s', (version) => {
  test('stores its file', async () => {
    const stored = vi.spyOn(emulator.cloud.videos, 'objectStored')
    const answer = await post({ version })
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(answer.headers['x-oss-hash-crc64ecma']).toBe(formatCrc64(crc64(bytes)))
    expect(answer.headers.etag).not.toBe(`"${createHash('md5').update(bytes).digest('hex').toUpperCase()}"`)
    expect(await emulator.describe()).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      parts: 1,
    })
    expect(stored).toHaveBeenCalledExactlyOnceWith(BUCKET, KEY)
  })

  test('is taken from a permanent key too', async () => {
    expect(await post({ version, key: keyOf('operator') })).toMatchObject({ status: 204 })
  })

  test('is refused when the secret is wrong', async () => {
    const answer = await post({ version, key: { ...emulator.uploadKey(), accessKeySecret: 'wrong' } })
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    await nothingStored()
  })

  test('is refused when its policy is another than was signed', async () => {
    const policy = base64(JSON.stringify({ expiration: '2099-01-01T00:00:00.000Z', conditions: [{ bucket: BUCKET }] }))
    expect(await post({ version }, (it) => set(it, 'policy', policy))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
    await nothingStored()
  })

  const keys: [string, () => TestKey, string, string][] = [
    ['unknown', () => ({ accessKeyId: 'LTAIunknown', accessKeySecret: 's' }), 'InvalidAccessKeyId', '0002-00000902'],
    [
      'without its token',
      () => {
        const { accessKeyId, accessKeySecret } = emulator.uploadKey()
        return { accessKeyId, accessKeySecret }
      },
      'InvalidAccessKeyId',
      '0002-00000003',
    ],
    ['expired', () => emulator.uploadKey(KEY, { lifeMs: -1 }), 'InvalidAccessKeyId', '0002-00000902'],
    [
      'with a malformed token',
      () => ({ ...emulator.uploadKey(), securityToken: 'CAIS' }),
      'InvalidSecurityToken',
      '0002-00000006',
    ],
  ]
  test.each(keys)('is refused when its key is %s', async (_what, key, code, ec) => {
    expect(await post({ version, key: key() })).toMatchObject({ status: 403, code, ec })
    await nothingStored()
  })

  const fieldsOfSignature =
    version === 'V4' ? ['x-oss-signature', 'x-oss-date', 'x-oss-credential'] : ['Signature', 'OSSAccessKeyId']
  test.each([...fieldsOfSignature, 'policy'])('is refused without %s', async (name) => {
    expect(await post({ version }, (it) => without(it, name))).toMatchObject({ status: 400, code: 'InvalidArgument' })
    await nothingStored()
  })

  test('is refused for another object, and for another bucket', async () => {
    for (const key of [emulator.uploadKey('other'), emulator.uploadKey(KEY, { bucket: 'outin-other' })]) {
      expect(await post({ version, key })).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
    await nothingStored()
  })

  test('may write its names in any case', async () => {
    const shout = (fields: Field[]) => fields.map(([name, value]): Field => [name.toUpperCase(), value])
    expect(await post({ version }, shout)).toMatchObject({ status: 204 })
  })
})

describe('signature V1', () => {
  test('is refused where the account is too new for it', async () => {
    emulator.cloud.switches.rejectV1 = true
    expect(await post({ version: 'V1' })).toMatchObject({ status: 403, ec: '0002-00000080' })
    await nothingStored()
    expect(await post({ version: 'V4' })).toMatchObject({ status: 204 })
  })
})

describe('signature V4', () => {
  test('is refused with another version, region or credential', async () => {
    expect(await post({}, (it) => set(it, 'x-oss-signature-version', 'OSS2'))).toMatchObject({
      status: 400,
      ec: '0002-00000701',
    })
    expect(await post({}, (it) => set(it, 'x-oss-credential', 'ak/20260101'))).toMatchObject({
      status: 400,
      ec: '0002-00000710',
    })
    expect(await post({ region: 'cn-beijing' })).toMatchObject({ status: 400, ec: '0002-00000226' })
    await nothingStored()
  })

  test.each([
    [-16 * MINUTE, 403],
    [-14 * MINUTE, 204],
    [6 * 24 * 60 * MINUTE, 204],
    [8 * 24 * 60 * MINUTE, 403],
  ])('made %i ms before it is used is answered with %i', async (age, status) => {
    emulator.clockAheadMs = age
    const day = 24 * 60 * MINUTE
    const key = emulator.uploadKey(KEY, { lifeMs: 10 * day })
    expect(await post({ key, expires: Date.now() + 9 * day })).toMatchObject({ status })
  })

  test('has to be named in the policy', async () => {
    const policy = { expiration: new Date(Date.now() + MINUTE).toISOString(), conditions: [['eq', '$key', KEY]] }
    expect(await post({ policy })).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' })
    await nothingStored()
  })
})

test('a form without signature is refused, whatever its headers and URL say', async () => {
  const answer = await postForm(emulator.port, [['key', KEY], { file: bytes }], { authorization: 'OSS a:b' })
  expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
  await nothingStored()
})

describe('expiry', () => {
  test('is a refusal', async () => {
    const answer = await post({ expires: Date.now() - 1000 })
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', ec: '0006-00000213' })
    expect(elementOf(answer.body, 'Message')).toBe('Invalid according to Policy: Policy expired.')
    await nothingStored()
  })

  test('is judged when the whole body is there, not when it begins', async () => {
    const {
      method,
      path,
      headers,
      body = '',
    } = formRequest([...signedFields(emulator.uploadKey(), { expires: Date.now() + 10 * MINUTE }), { file: bytes }])
    const outgoing = request({
      host: '127.0.0.1',
      port: emulator.port,
      ...(method && { method }),
      path,
      headers: { ...headers, host: `${BUCKET}.localhost`, 'content-length': String(body.length) },
    })
    const status = new Promise((resolve) => {
      outgoing.once('response', (answer) => resolve(answer.resume().statusCode))
    })
    outgoing.write(body.slice(0, 150_000))
    await vi.waitFor(async () => expect(await emulator.files()).toHaveLength(1))
    emulator.clockAheadMs = 11 * MINUTE
    outgoing.end(body.slice(150_000))
    expect(await status).toBe(403)
    await nothingStored()
  })
})
