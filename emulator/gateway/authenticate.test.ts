import { describe, expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { type HandSigned, type RawRequest, sendSigned } from '../test-support/hand-signed'
import { keyOf, sessionKey } from '../test-support/keys'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator
const operator = keyOf('operator')

/** GetVideoInfo of no video: its own error says that the gateway let the call through. */
const THROUGH = 'InvalidVideo.NotFound'
const call = (options: Partial<HandSigned>) =>
  sendSigned(emulator, {
    key: operator,
    signature: 'RPC',
    parameters: { VideoId: 'none' },
    now: clock.now(),
    ...options,
  })

describe.each(['RPC', 'V3'] as const)('a call signed with %s', (signature) => {
  const codeOf = async (options: Partial<HandSigned>) => (await call({ signature, ...options })).code

  test('gets through by GET and by POST', async () => {
    expect(await codeOf({ method: 'GET' })).toBe(THROUGH)
    expect(await codeOf({ method: 'POST' })).toBe(THROUGH)
  })

  test.each([
    ['an unknown key', { ...operator, accessKeyId: 'LTAIunknown' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['a disabled key', keyOf('retired'), 400, 'InvalidAccessKeyId.Inactive'],
    ['a wrong secret', { ...operator, accessKeySecret: 'wrong' }, 400, 'SignatureDoesNotMatch'],
    ['a made-up token', { ...operator, securityToken: 'CAISxyz' }, 400, 'InvalidSecurityToken.Malformed'],
  ])('fails with %s', async (_, key, status, code) => {
    expect(await call({ signature, key })).toMatchObject({ status, code })
  })

  test('fails with an unknown action or a wrong version', async () => {
    expect(await call({ signature, action: 'DeleteEverything' })).toMatchObject({
      status: 404,
      code: 'InvalidApi.NotFound',
    })
    expect(await codeOf({ version: '2015-04-01' })).toBe('InvalidVersion')
    expect(await codeOf({ action: 'toString' })).toBe('InvalidApi.NotFound')
  })

  test('needs the token of its temporary key, and takes no other', async () => {
    const mine = sessionKey(cloud)
    const other = sessionKey(cloud)
    const { accessKeyId, accessKeySecret, securityToken } = mine
    expect(await codeOf({ key: mine })).toBe('Forbidden.RAM') // The role may not GetVideoInfo, but the key is good.
    expect(await codeOf({ key: { accessKeyId, accessKeySecret } })).toBe('MissingSecurityToken')
    expect(await codeOf({ key: { ...mine, securityToken: other.securityToken } })).toBe(
      'InvalidSecurityToken.MismatchWithAccessKey',
    )
    expect(await codeOf({ key: { ...operator, securityToken } })).toBe('InvalidSecurityToken.MismatchWithAccessKey')
    expect(await codeOf({ key: { ...mine, securityToken: `${securityToken}x` } })).toBe(
      'InvalidSecurityToken.Malformed',
    )
  })

  test('fails from the moment its token expires', async () => {
    const key = sessionKey(cloud)
    clock.advance(3599)
    expect(await codeOf({ key })).toBe('Forbidden.RAM')
    clock.advance(1)
    expect(await call({ signature, key })).toMatchObject({ status: 400, code: 'InvalidSecurityToken.Expired' })
  })

  test.each([-1, 1])('fails when its clock is more than 15 minutes off (%i)', async (direction) => {
    expect(await codeOf({ now: clock.now() + direction * 15 * 60_000 })).toBe(THROUGH)
    expect(await call({ signature, now: clock.now() + direction * 16 * 60_000 })).toMatchObject({
      status: 400,
      code: 'InvalidTimeStamp.Expired',
    })
    cloud.switches.timestampWindowSeconds = 31 * 60
    expect(await codeOf({ now: clock.now() + direction * 16 * 60_000 })).toBe(THROUGH)
  })

  test('uses a nonce once, each key its own', async () => {
    const nonce = 'the-same'
    expect(await codeOf({ nonce })).toBe(THROUGH)
    expect(await codeOf({ nonce })).toBe('SignatureNonceUsed')
    expect(await codeOf({ nonce, key: keyOf('root') })).toBe(THROUGH)
    clock.advance(29 * 60)
    expect(await codeOf({ nonce })).toBe('SignatureNonceUsed')
    clock.advance(60)
    expect(await codeOf({ nonce })).toBe(THROUGH)
  })

  test('does not burn its nonce with a wrong signature', async () => {
    const nonce = 'burnt'
    expect(await codeOf({ nonce, key: { ...operator, accessKeySecret: 'wrong' } })).toBe('SignatureDoesNotMatch')
    expect(await codeOf({ nonce })).toBe(THROUGH)
  })

  test('says what the server has signed', async () => {
    const { json } = await call({ signature, key: { ...operator, accessKeySecret: 'wrong' } })
    expect(json.Message).toMatch(/server string to sign is:(GET&%2F&AccessKeyId%3D|ACS3-HMAC-SHA256\n[0-9a-f]{64})/)
  })

  test('fails when a parameter is changed, added or taken away under way', async () => {
    const spoils: ((request: RawRequest) => void)[] = [
      ({ query }) => query.set('VideoId', 'nonf'),
      ({ query }) => query.set('Extra', ''),
      ({ query }) => query.delete('VideoId'),
      (request) => {
        request.method = request.method === 'GET' ? 'POST' : 'GET'
      },
    ]
    for (const spoil of spoils) expect(await codeOf({ spoil })).toBe('SignatureDoesNotMatch')
  })

  test('is refused above the calls a second that the account has', async () => {
    cloud.switches.vodCallsPerSecond = 2
    expect([await codeOf({}), await codeOf({})]).toEqual([THROUGH, THROUGH])
    expect(await call({ signature })).toMatchObject({ status: 400, code: 'Throttling.User' })
    clock.advance(1)
    expect(await codeOf({})).toBe(THROUGH)
    cloud.switches.vodCallsPerSecond = 0
    for (let i = 0; i < 3; i++) expect(await codeOf({})).toBe(THROUGH)
  })

  test('needs the right to its action, which the key of an UploadAuth never has', async () => {
    const upload = cloud.credentials.issue({ kind: 'upload', bucket: 'b', key: 'k' }, clock.now() + 1000)
    expect(await codeOf({ key: keyOf('no-rights') })).toBe('Forbidden.RAM')
    expect(await call({ signature, key: upload })).toMatchObject({ status: 403, code: 'Forbidden.RAM' })
  })
})
