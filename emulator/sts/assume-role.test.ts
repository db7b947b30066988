import { describe, expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf, roleArn, sessionKey } from '../test-support/keys'
import type { Key } from '../test-support/sdk-clients'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const policyOf = (...actions: string[]) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

function assumeRole(parameters: Record<string, string> = {}, key: Key = keyOf('operator')) {
  return sendSigned(emulator, {
    key,
    signature: 'RPC',
    action: 'AssumeRole',
    version: '2015-04-01',
    now: clock.now(),
    parameters: { RoleArn: roleArn('vod-uploader'), RoleSessionName: 'oUser', ...parameters },
  })
}

const credentialsOf = ({ json }: { json: Record<string, unknown> }) => json.Credentials as Record<string, string>
const keyFrom = (answer: { json: Record<string, unknown> }): Key => {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = credentialsOf(answer)
  return { accessKeyId: AccessKeyId ?? '', accessKeySecret: AccessKeySecret ?? '', securityToken: SecurityToken ?? '' }
}
const vodCodeOf = async (key: Key, action: string) =>
  (await sendSigned(emulator, { key, signature: 'V3', action, now: clock.now(), parameters: { VideoId: 'none' } })).code

describe('a parameter', () => {
  test.each([
    ['RoleArn', 'vod-uploader'],
    ['RoleArn', 'acs:ram::1234567890123456:user/token-service'],
    ['RoleArn', 'acs:ram::abc:role/vod-uploader'],
    ['RoleSessionName', 'x'],
    ['RoleSessionName', 'x'.repeat(65)],
    ['RoleSessionName', 'with space'],
    ['RoleSessionName', '用户'],
    ['DurationSeconds', '899'],
    ['DurationSeconds', '3601'],
    ['DurationSeconds', 'long'],
    ['DurationSeconds', '900.5'],
    ['ExternalId', 'x'],
    ['ExternalId', 'x'.repeat(1225)],
    ['ExternalId', 'a b'],
    ['SourceIdentity', 'x'],
    ['SourceIdentity', 'acs:alice'],
    ['SourceIdentity', 'x'.repeat(65)],
  ])('%s cannot be %s', async (name, value) => {
    expect(await assumeRole({ [name]: value })).toMatchObject({ status: 400, code: `InvalidParameter.${name}` })
  })

  test.each([
    ['RoleSessionName', 'o1'],
    ['RoleSessionName', 'oAbc-_.@9'.padEnd(64, 'x')],
    ['DurationSeconds', '900'],
    ['DurationSeconds', '3600'],
    ['ExternalId', 'a=,.@:/-+_1'],
    ['SourceIdentity', 'alice@example.com'],
    ['Policy', policyOf('vod:CreateUploadVideo').padEnd(2048)],
  ])('%s can be %s', async (name, value) => {
    expect((await assumeRole({ [name]: value })).status).toBe(200)
  })

  test.each(['RoleArn', 'RoleSessionName'])('%s must be there', async (name) => {
    expect(await assumeRole({ [name]: '' })).toMatchObject({ status: 400, code: `Missing${name}` })
  })

  test('Policy must have its grammar and its size', async () => {
    expect((await assumeRole({ Policy: '{"Version":"1"}' })).code).toBe('InvalidParameter.PolicyGrammar')
    expect((await assumeRole({ Policy: policyOf('vod:A').padEnd(2049) })).code).toBe('InvalidParameter.PolicySize')
  })
})

describe('a role', () => {
  test('must exist, in this account', async () => {
    const notFound = { status: 404, code: 'EntityNotExist.Role' }
    expect(await assumeRole({ RoleArn: roleArn('nobody') })).toMatchObject(notFound)
    expect(await assumeRole({ RoleArn: 'acs:ram::9999999999999999:role/vod-uploader' })).toMatchObject(notFound)
  })

  test.each(['distrustful', 'for-a-service'])('%s must trust its caller', async (name) => {
    const answer = await assumeRole({ RoleArn: roleArn(name) })
    expect(answer).toMatchObject({ status: 403, code: 'NoPermission' })
    expect(answer.json.Message).toContain('No permission perform sts:AssumeRole on this Role')
  })

  test('sets how long a session can be', async () => {
    const answer = await assumeRole({ RoleArn: roleArn('vod-uploader'), DurationSeconds: '3601' })
    expect(answer.json.Message).toBe('The Min/Max value of DurationSeconds is 15min/1hr.')
  })
})

describe('a caller', () => {
  test.each([
    ['no-rights', 'You are not authorized to do this action. You should be authorized by RAM.'],
    ['root', 'Roles may not be assumed by root accounts.'],
  ])('%s is refused', async (user, message) => {
    const answer = await assumeRole({}, keyOf(user))
    expect(answer).toMatchObject({ status: 403, code: 'NoPermission' })
    expect(answer.json.Message).toBe(message)
  })

  test('needs the right to the very role', async () => {
    expect((await assumeRole({ RoleArn: roleArn('powerless') }, keyOf('token-service'))).code).toBe('NoPermission')
    expect((await assumeRole({ RoleArn: roleArn('vod-uploader') }, keyOf('token-service'))).status).toBe(200)
  })

  test('with a token or an UploadAuth has only its rights', async () => {
    expect((await assumeRole({}, sessionKey(cloud))).code).toBe('NoPermission')
    const upload = cloud.credentials.issue({ kind: 'upload', bucket: 'b', key: 'k' }, clock.now() + 1000)
    expect((await assumeRole({}, upload)).code).toBe('NoPermission')
  })

  test('is slowed down above the calls a second that the account has', async () => {
    cloud.switches.stsCallsPerSecond = 1
    expect((await assumeRole()).status).toBe(200)
    expect(await assumeRole()).toMatchObject({ status: 400, code: 'Throttling.User' })
    clock.advance(1)
    expect((await assumeRole()).status).toBe(200)
  })
})

describe('a token', () => {
  test('lives as long as asked, an hour by default', async () => {
    const ends = async (parameters = {}) =>
      Date.parse(credentialsOf(await assumeRole(parameters)).Expiration ?? '') - clock.now()
    expect(await ends()).toBe(3_600_000)
    expect(await ends({ DurationSeconds: '900' })).toBe(900_000)

    const key = keyFrom(await assumeRole({ DurationSeconds: '900' }))
    clock.advance(899)
    expect(await vodCodeOf(key, 'RefreshUploadVideo')).toBe('InvalidVideo.NotFound')
    clock.advance(1)
    expect(await vodCodeOf(key, 'RefreshUploadVideo')).toBe('InvalidSecurityToken.Expired')
  })

  test('does not end the one before it', async () => {
    const first = keyFrom(await assumeRole())
    await assumeRole()
    expect(await vodCodeOf(first, 'RefreshUploadVideo')).toBe('InvalidVideo.NotFound')
  })

  test('may do what the role and the session policy both allow', async () => {
    const key = keyFrom(await assumeRole({ Policy: policyOf('vod:RefreshUploadVideo', 'vod:GetVideoInfo') }))
    expect(await vodCodeOf(key, 'RefreshUploadVideo')).toBe('InvalidVideo.NotFound')
    expect(await vodCodeOf(key, 'CreateUploadVideo')).toBe('Forbidden.RAM')
    expect(await vodCodeOf(key, 'GetVideoInfo')).toBe('Forbidden.RAM')
  })

  test('of a role without policies may do nothing', async () => {
    const key = keyFrom(await assumeRole({ RoleArn: roleArn('powerless') }))
    expect(await vodCodeOf(key, 'CreateUploadVideo')).toBe('Forbidden.RAM')
  })

  test('repeats SourceIdentity if it was sent', async () => {
    expect((await assumeRole({ SourceIdentity: 'alice' })).json.SourceIdentity).toBe('alice')
    expect((await assumeRole()).json).not.toHaveProperty('SourceIdentity')
  })
})
