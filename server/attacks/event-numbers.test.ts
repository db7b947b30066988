import fc from 'fast-check'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

const RUNS = runtime.name === 'node' ? 500 : 50
const seed = Number(inject('fuzzSeed'))

beforeEach(() => emulator('POST', '/reset'))

async function setup() {
  const service = testService(CALLBACK)
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const videoId = (await user.create()).json.videoId as string
  const send = (fields: Record<string, unknown>, second = 1) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent({
        EventType: 'FileUploadComplete',
        EventTime: eventTime(second),
        VideoId: videoId,
        Status: 'success',
        ...fields,
      }),
    )
  /** As VOD would write numbers that JavaScript cannot hold. */
  const sendText = (size: string, second = 1) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent(
        `{"EventType":"FileUploadComplete","EventTime":"${eventTime(second)}","VideoId":"${videoId}","Status":"success","Size":${size}}`,
      ),
    )
  const state = async () => ((await user.list()).json.videos as Record<string, unknown>[])[0]
  return { service, user, videoId, send, sendText, state }
}

describe('a size in a notification', () => {
  it.each([
    '1.5',
    '-1',
    '-0.0001',
    '1e300',
    '1e999',
    '9007199254740993',
    '99999999999999999999',
    '"1.5"',
    '"-7"',
    '"0x10"',
    '"1e3"',
    '" 7"',
    '"seven"',
    'true',
    '[]',
    '{}',
  ])('of %s is left out, said in the log, and stops nothing that comes after it', async (size) => {
    const { service, sendText, state } = await setup()
    expect((await sendText(size)).status).toBe(200)
    expect(await state()).toMatchObject({ status: 'UploadSucc', size: 1000 })
    expect(service.log).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'event_field_ignored', fields: 'Size' }),
    )
    expect((await sendText('4711', 2)).status).toBe(200)
    expect(await state()).toMatchObject({ status: 'UploadSucc', size: 4711 })
  })

  it.each(['null', '""'])('of %s is none, and not worth a line', async (size) => {
    const { service, sendText, state } = await setup()
    expect((await sendText(size)).status).toBe(200)
    expect(await state()).toMatchObject({ size: 1000 })
    expect(service.log).toEqual([])
  })

  it.each([
    ['0', 0],
    ['4711', 4711],
    ['4711.0', 4711],
    ['"4711"', 4711],
    ['53656000000000', 53_656_000_000_000],
  ])('of %s is taken', async (size, bytes) => {
    const { sendText, state } = await setup()
    expect((await sendText(size)).status).toBe(200)
    expect(await state()).toMatchObject({ size: bytes })
  })

  it('that an older version has kept as 1.5 does not keep later ones from being read', async () => {
    const { send, videoId, state } = await setup()
    await runtime.database.run(sql`
      INSERT INTO events (media_id, type, time, variant, received_at, facts, body)
      VALUES (${videoId}, 'VideoInfo', 1, '', 1, '{"status":"UploadSucc","size":1.5}', '')`)
    expect((await send({ Size: 4711 })).status).toBe(200)
    expect(await state()).toMatchObject({ size: 4711 })
  })
})

const odd = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', ' ', '-0', '1e5', '\u0000', '\ud800', 'http://\u0000', 'http://x/\ud800', '9'.repeat(400)),
)

it(`any value of any field is taken or refused, and the next event is taken (seed ${seed})`, async () => {
  const { service, send, user, videoId } = await setup()
  const fields = fc.dictionary(
    fc.constantFrom(
      'Size',
      'Duration',
      'CoverUrl',
      'JobId',
      'Definition',
      'SubType',
      'Extend',
      'Status',
      'Data',
      'MediaType',
    ),
    odd,
    { minKeys: 1, maxKeys: 4 },
  )
  const types = fc.constantFrom(
    'FileUploadComplete',
    'VideoAnalysisComplete',
    'SnapshotComplete',
    'StreamTranscodeComplete',
    'AIMediaAuditComplete',
  )
  let second = 1
  for (const [EventType, one] of fc.sample(fc.tuple(types, fields), { seed, numRuns: RUNS })) {
    const { status, text } = await send({ EventType, ...one }, ++second)
    expect([200, 400], `seed ${seed}: ${JSON.stringify(one)} → ${text}`).toContain(status)
  }
  expect((await send({ Size: 4711 }, second + 1)).status).toBe(200)
  expect((await user.list()).json.videos).toEqual([expect.objectContaining({ videoId, size: 4711 })])
  expect(service.log.filter(({ level }) => level === 'error')).toEqual([])
}, 60_000)
