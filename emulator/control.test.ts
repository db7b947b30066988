import { describe, expect, test } from 'vitest'
import { callsTo } from './test-support/calls'
import { emulatorForTests } from './test-support/emulator'
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
