import { describe, expect, test } from 'vitest'
import { send } from '../test-support/send'
import { type SignedRequest, sendSigned } from '../test-support/signed'
import { BUCKET, KEY, keyOf, type TestKey, useEmulator } from '../test-support/use-emulator'

const emulator = useEmulator()

/** Every call on an object, with what it takes to be let through to the operation itself. */
const calls: Record<string, SignedRequest> = {
  PutObject: { method: 'PUT', body: 'bytes' },
  InitiateMultipartUpload: { method: 'POST', query: { uploads: '' } },
  UploadPart: { method: 'PUT', query: { partNumber: '1', uploadId: 'none' }, body: 'bytes' },
  ListParts: { method: 'GET', query: { uploadId: 'none' } },
  CompleteMultipartUpload: { method: 'POST', query: { uploadId: 'none' }, body: '' },
  AbortMultipartUpload: { method: 'DELETE', query: { uploadId: 'none' } },
  GetObject: { method: 'GET' },
  HeadObject: { method: 'HEAD' },
}
const reading = ['GetObject', 'HeadObject']
const writing = Object.keys(calls).filter((name) => !reading.includes(name))

const statusOf = async (operation: string, key: TestKey, more: SignedRequest = {}) =>
  (await sendSigned(emulator.port, key, { ...calls[operation], ...more })).status

describe('the key of an UploadAuth', () => {
  test.each(writing)('may call %s on its object', async (operation) => {
    expect(await statusOf(operation, emulator.uploadKey())).not.toBe(403)
    expect(emulator.cloud.calls.get(operation)).toBe(1)
  })

  test.each(writing)('may not call %s on another object', async (operation) => {
    expect(await statusOf(operation, emulator.uploadKey(), { key: `${KEY}x` })).toBe(403)
    expect(await emulator.files()).toEqual([])
  })

  test.each(writing)('may not call %s when it was made for another bucket', async (operation) => {
    expect(await statusOf(operation, emulator.uploadKey(KEY, { bucket: 'outin-other' }))).toBe(403)
  })

  test.each(reading)('may not call %s on its own object', async (operation) => {
    await sendSigned(emulator.port, emulator.uploadKey(), { method: 'PUT', body: 'bytes' })
    expect(await statusOf(operation, emulator.uploadKey())).toBe(403)
  })
})

describe('rights of RAM', () => {
  test.each(Object.keys(calls))('a user without rights may not call %s', async (operation) => {
    expect(await statusOf(operation, keyOf('no-rights'))).toBe(403)
  })

  test.each(Object.keys(calls))('a user with oss:* may call %s', async (operation) => {
    expect(await statusOf(operation, keyOf('operator'))).not.toBe(403)
  })

  test('the session of a role without oss actions may do nothing here', async () => {
    const [role] = emulator.cloud.account.roles
    if (!role) throw new Error('The demo account has no role.')
    const answer = await sendSigned(emulator.port, emulator.issue({ kind: 'session', role, session: 's' }), {
      method: 'PUT',
      body: 'bytes',
    })
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
  })
})

describe('the bucket', () => {
  test('that does not exist is a 404', async () => {
    const answer = await sendSigned(emulator.port, keyOf('operator'), { bucket: 'outin-other' })
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchBucket', ec: '0015-00000101' })
  })

  test('may be closed to the public endpoint', async () => {
    emulator.cloud.switches.publicEndpointForbidden = true
    const answer = await sendSigned(emulator.port, emulator.uploadKey(), { method: 'PUT', body: 'bytes' })
    expect(answer).toMatchObject({ status: 400, code: 'PublicEndpointForbidden', ec: '0048-00000401' })
    expect(await emulator.files()).toEqual([])
  })

  test.each([
    ['GET', '/'],
    ['DELETE', '/key'],
    ['PUT', '/key?acl'],
    ['GET', '/key?x-oss-process=image/resize'],
    ['PUT', '/key?uploadId=A'],
  ])('has no %s %s', async (method, path) => {
    const answer = await send(emulator.port, { method, path, bucket: BUCKET })
    expect(answer).toMatchObject({ status: 405, code: 'MethodNotAllowed', ec: '0017-00000001' })
  })
})
