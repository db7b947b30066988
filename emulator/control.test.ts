import { describe, expect, test } from 'vitest'
import { callsTo } from './test-support/calls'
import { emulatorForTests } from './test-support/emulator'
import { sendSigned } from './test-support/hand-signed'
import { keyOf, sessionKey } from './test-support/keys'

const emulator = await emulatorForTests()
const { cloud } = emulator
const { control, create, refresh, statuses } = callsTo(emulator)

describe('a control call', () => {
  test('lists the videos, and describes one', async () => {
    const { json } = await create({ key: sessionKey(cloud, { session: 'oUser' }) })
    const description = {
      videoId: json.VideoId,
      title: 't',
      status: 'Uploading',
      size: null,
      sha256: null,
      crc64: null,
      parts: 0,
      owner: 'oUser',
    }
    expect((await control('GET', 'videos')).json).toEqual([description])
    expect((await control('GET', `videos/${json.VideoId}`)).json).toEqual(description)
    expect(await control('GET', 'videos/none')).toMatchObject({ status: 404, json: { code: 'NotFound' } })
  })

  test('counts the calls by operation, failed ones too', async () => {
    await create()
    await create({ key: keyOf('no-rights') })
    await refresh()
    await fetch(`${emulator.url}/sns/jscode2session`)
    expect((await control('GET', 'calls')).json).toEqual({
      CreateUploadVideo: 2,
      RefreshUploadVideo: 1,
      jscode2session: 1,
    })
  })

  test('sets switches, those it names', async () => {
    const before = (await control('GET', 'switches')).json
    const after = await control('PUT', 'switches', { vodCallsPerSecond: 1 })
    expect(after).toEqual({ status: 200, json: { ...before, vodCallsPerSecond: 1 } })
    expect(await statuses(2)).toEqual([200, 400])
    expect((await control('PUT', 'switches', { uploadAuthSeconds: 0 })).status).toBe(400)
    expect((await control('PUT', 'switches', { unknown: 1 })).status).toBe(400)
  })

  test('resets everything that has been set or has happened, but for the keys that callers hold', async () => {
    const key = sessionKey(cloud)
    await create({ nonce: 'n' })
    await control('PUT', 'switches', { vodCallsPerSecond: 1 })
    await control('POST', 'faults', { operation: '*', times: 'always', fault: { type: 'stall' } })
    expect(await control('POST', 'reset')).toEqual({ status: 200, json: { status: 'ok' } })
    expect((await control('GET', 'calls')).json).toEqual({})
    expect((await control('GET', 'videos')).json).toEqual([])
    expect((await control('GET', 'switches')).json.vodCallsPerSecond).toBe(80)
    expect((await create({ nonce: 'n' })).status).toBe(200)
    // A service that reuses its users' tokens has not been reset with it.
    expect((await create({ key })).status).toBe(200)
  })

  test('answers whether the emulator is up', async () => {
    expect(await control('GET', 'health')).toEqual({ status: 200, json: { status: 'ok' } })
  })

  test('refuses a body without end, and answers so', async () => {
    const { status, json } = await control('POST', 'faults', 'x'.repeat(1024 * 1024 + 1))
    expect({ status, code: json.code }).toEqual({ status: 413, code: 'RequestEntityTooLarge' })
  })

  test('that does not exist is an error', async () => {
    expect(await control('GET', 'nothing')).toMatchObject({ status: 404, json: { code: 'NotFound' } })
    expect(await control('DELETE', 'videos')).toMatchObject({ status: 404, json: { code: 'NotFound' } })
  })
})

describe('another setup', () => {
  const create = (user = 'token-service') =>
    sendSigned(emulator, {
      key: keyOf(user),
      signature: 'V3',
      action: 'CreateUploadVideo',
      now: emulator.clock.now(),
      parameters: { Title: 't', FileName: 'v.mp4' },
    })

  test('of users, roles and mini programs holds until the emulator is reset, for tokens that are out, too', async () => {
    const token = sessionKey(cloud)
    const withToken = () => callsTo(emulator).create({ key: token })
    const changes = { users: { 'token-service': { policies: [] } }, roles: { 'vod-uploader': { policies: [] } } }
    expect((await control('PATCH', 'account', changes)).status).toBe(200)
    expect((await create()).code).toBe('Forbidden.RAM')
    expect((await withToken()).code).toBe('Forbidden.RAM')
    await control('PATCH', 'account', { users: { 'token-service': null } })
    expect((await create()).code).toBe('InvalidAccessKeyId.NotFound')
    await control('POST', 'reset')
    expect((await create()).status).toBe(200)
    expect((await withToken()).status).toBe(200)
    expect((await control('PATCH', 'account', { roles: { 'vod-uploader': { policies: ['{'] } } })).status).toBe(400)
  })

  test.each([
    [{ vod: 'inactive' }, 403, 'OperationDenied'],
    [{ vod: 'suspended' }, 403, 'OperationDenied.Suspended'],
    [{ storageEnabled: false }, 404, 'InvalidStorage.NotFound'],
  ])('%j has VOD refuse a new video', async (switches, status, code) => {
    await control('PATCH', 'switches', switches)
    expect(await create()).toMatchObject({ status, code })
  })

  test('says at what time it answers, by the clock that a fault has set', async () => {
    await control('POST', 'faults', { operation: '*', fault: { type: 'clockSkew', seconds: 3600 } })
    const { headers } = await fetch(`${emulator.url}/?Action=AssumeRole&Version=2015-04-01&Format=JSON`)
    expect(Date.parse(headers.get('date') ?? '')).toBe(emulator.clock.now() + 3_600_000)
  })
})

describe('what a doctor asks', () => {
  const ask = (user: string, action: string, more: { parameters?: Record<string, string>; version?: string } = {}) =>
    sendSigned(emulator, { key: keyOf(user), signature: 'V3', action, now: emulator.clock.now(), ...more })
  const whoIs = (user: string) => ask(user, 'GetCallerIdentity', { version: '2015-04-01' })

  test('GetCallerIdentity says whose key it is', async () => {
    expect((await whoIs('no-rights')).json).toMatchObject({
      AccountId: '1234567890123456',
      IdentityType: 'RAMUser',
      Arn: 'acs:ram::1234567890123456:user/no-rights',
    })
    expect((await whoIs('root')).json.IdentityType).toBe('Account')
  })

  test('GetMessageCallback says where notifications go, to whoever may see the key', async () => {
    cloud.outbox.callback = { url: 'https://service.example/vod/events', key: 'CallbackKey1' }
    try {
      expect((await ask('token-service', 'GetMessageCallback')).json.MessageCallback).toMatchObject({
        CallbackURL: 'https://service.example/vod/events',
        AuthSwitch: 'on',
        AuthKey: 'CallbackKey1',
      })
      expect((await ask('no-rights', 'GetMessageCallback')).code).toBe('Forbidden.RAM')
    } finally {
      cloud.outbox.callback = undefined
    }
  })

  test('GetDefaultAITemplate names the template of automatic review, where there is one', async () => {
    const parameters = { TemplateType: 'AIMediaAudit' }
    const template = async () => (await ask('token-service', 'GetDefaultAITemplate', { parameters })).json.TemplateInfo
    expect(await template()).toMatchObject({ IsDefault: 'Default' })
    cloud.switches.reviewTemplate = false
    expect(await template()).toBeUndefined()
  })
})
