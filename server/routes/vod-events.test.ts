import { beforeEach, describe, expect, it } from 'vitest'
import { type Database, sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

/** A user with a video, and a way to send events of it. */
async function setup(changes: Record<string, string> = {}, wrap?: (database: Database) => Database) {
  const service = testService({ ...CALLBACK, ...changes }, wrap)
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const videoId = (await user.create()).json.videoId as string
  const body = (type: string, fields: Record<string, unknown> = {}, second = 1) => ({
    EventType: type,
    EventTime: eventTime(second),
    VideoId: videoId,
    Status: 'success',
    ...fields,
  })
  const send = (event: ReturnType<typeof signedEvent>) => service.call('POST', '/vod/events', event)
  const state = async () => ((await user.list()).json.videos as Record<string, unknown>[])[0]
  return { service, user, videoId, body, send, state }
}

const storedEvents = async (videoId: string) =>
  (await runtime.database.run(sql`SELECT type FROM events WHERE media_id = ${videoId}`))[0]?.length

describe('POST /vod/events', () => {
  it('brings the video up to date, event by event', async () => {
    const { body, send, state, service } = await setup()
    const story: [Record<string, unknown>, Record<string, unknown>][] = [
      [body('FileUploadComplete', { Size: 4711 }, 1), { status: 'UploadSucc', size: 4711 }],
      [body('VideoAnalysisComplete', { Duration: 12.5 }, 2), { duration: 12.5 }],
      [body('SnapshotComplete', { CoverUrl: 'http://x/c.jpg' }, 3), { coverUrl: 'http://x/c.jpg' }],
      [body('StreamTranscodeComplete', { Definition: 'LD', JobId: '1' }, 4), { status: 'Transcoding' }],
      [body('StreamTranscodeComplete', { Definition: 'SD', JobId: '2' }, 4), { status: 'Transcoding' }],
      [body('TranscodeComplete', {}, 5), { status: 'Normal' }],
      [body('SomethingNew', {}, 6), { status: 'Normal' }],
      [body('CreateAuditComplete', { AuditStatus: 'Blocked' }, 7), { status: 'Blocked' }],
      [body('DeleteMediaComplete', { MediaType: 'video', DeleteType: 'all' }, 8), { status: 'Deleted' }],
    ]
    for (const [event, expected] of story) {
      expect((await send(signedEvent(event))).status).toBe(200)
      expect(await state()).toMatchObject(expected)
    }
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('takes an event that comes twice once, also where both come at the same moment', async () => {
    const { body, send, state, videoId } = await setup()
    const event = body('FileUploadComplete', { Size: 4711 })
    const answers = await Promise.all([send(signedEvent(event)), send(signedEvent(event)), send(signedEvent(event))])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await storedEvents(videoId)).toBe(1)
    expect(await state()).toMatchObject({ status: 'UploadSucc', size: 4711 })
  })

  it('keeps events of videos that nobody has registered, and of types that nobody knows', async () => {
    const { send } = await setup()
    const stranger = crypto.randomUUID()
    for (const EventType of ['FileUploadComplete', 'ProduceMediaComplete']) {
      const event = { EventType, EventTime: eventTime(1), VideoId: stranger, Status: 'success' }
      expect((await send(signedEvent(event))).status).toBe(200)
    }
    expect(await storedEvents(stranger)).toBe(2)
  })

  it('does not bring back a video that its owner has deleted', async () => {
    const { user, videoId, body, send, state } = await setup()
    await user.remove(videoId)
    expect((await send(signedEvent(body('TranscodeComplete')))).status).toBe(200)
    expect(await state()).toBeUndefined()
  })

  it('takes both keys while they are exchanged', async () => {
    const { body, send } = await setup({ VOD_CALLBACK_KEY: 'Callback2', VOD_CALLBACK_KEY_PREVIOUS: 'Callback1' })
    for (const key of ['Callback1', 'Callback2']) {
      expect((await send(signedEvent(body('FileUploadComplete'), { key }))).status).toBe(200)
    }
  })

  it('is not there where no callback is configured', async () => {
    const { status } = await testService().call('POST', '/vod/events', signedEvent({}))
    expect(status).toBe(404)
  })
})

describe('POST /vod/events refuses', () => {
  it.each([
    ['another key', { key: 'Callback0' }, 403, 'event_signature_invalid'],
    ['another URL', { url: 'https://service.example/vod/events/' }, 403, 'event_signature_invalid'],
    ['what is older than 5 minutes', { age: 302 }, 403, 'event_out_of_time'],
    ['what is from the future', { age: -302 }, 403, 'event_out_of_time'],
  ])('%s', async (_, options, status, code) => {
    const { body, send, state, videoId, service } = await setup()
    const { json, ...answer } = await send(signedEvent(body('FileUploadComplete'), options))
    expect([answer.status, json.code]).toEqual([status, code])
    expect(await state()).toMatchObject({ status: 'Uploading' })
    expect(await storedEvents(videoId)).toBe(0)
    expect(answer.text + JSON.stringify(service.log)).not.toContain(CALLBACK.VOD_CALLBACK_KEY)
  })

  it.each([
    ['no signature', { 'x-vod-signature': '' }, 401, 'event_unsigned'],
    ['no time', { 'x-vod-timestamp': '' }, 401, 'event_unsigned'],
    [
      'a time that was altered',
      { 'x-vod-timestamp': String(Math.floor(Date.now() / 1000) + 60) },
      403,
      'event_signature_invalid',
    ],
    ['a signature in capitals', {}, 403, 'event_signature_invalid'],
    ['a time that is none', { 'x-vod-timestamp': 'now' }, 403, 'event_signature_invalid'],
  ])('%s', async (name, changes, status, code) => {
    const { body, send } = await setup()
    const event = signedEvent(body('FileUploadComplete'))
    Object.assign(event.headers, changes)
    if (name.includes('capitals'))
      event.headers['x-vod-signature'] = event.headers['x-vod-signature']?.toUpperCase() ?? ''
    const { json, ...answer } = await send(event)
    expect([answer.status, json.code]).toEqual([status, code])
  })

  it('an event whose body was altered after the first time, and leaves the state as it was', async () => {
    const { body, send, state } = await setup()
    const event = signedEvent(body('TranscodeComplete'))
    expect((await send(event)).status).toBe(200)
    const { status, json } = await send({ ...event, body: body('TranscodeComplete', { Status: 'fail' }) })
    expect([status, json.code]).toEqual([409, 'event_altered'])
    expect(await state()).toMatchObject({ status: 'Normal' })
  })

  it('a body that is no event, and one that is too large', async () => {
    const { send, body } = await setup()
    expect((await send(signedEvent('{"EventType":'))).json.code).toBe('invalid_event')
    const large = await send(signedEvent(body('AIMediaAuditComplete', { Data: 'x'.repeat(256 * 1024) })))
    expect([large.status, large.json.code]).toEqual([413, 'body_too_large'])
    const fits = await send(signedEvent(body('AIMediaAuditComplete', { Data: 'x'.repeat(100 * 1024) })))
    expect(fits.status).toBe(200)
  })
})

describe('POST /vod/events with a slow or failing database', () => {
  // It takes as long as VOD may wait, and is about what workerd does with a call that has been answered.
  it.runIf(runtime.name === 'workerd')(
    'answers in time where the database is slow, and the event is not lost',
    async () => {
      const { promise: gate, resolve: release } = Promise.withResolvers<void>()
      let slow = false
      const { body, send, state, service } = await setup({}, (database) => ({
        async run(...statements) {
          if (slow && statements[0]?.sql.startsWith('INSERT INTO events')) await gate
          return database.run(...statements)
        },
      }))
      slow = true
      const before = Date.now()
      const { status } = await send(signedEvent(body('FileUploadComplete', { Size: 4711 })))
      expect(status).toBe(200)
      expect(Date.now() - before).toBeLessThan(4500)
      expect(service.log).toEqual([expect.objectContaining({ event: 'slow_database' })])
      expect(await state()).toMatchObject({ status: 'Uploading' })
      release()
      await expect.poll(state).toMatchObject({ status: 'UploadSucc', size: 4711 })
    },
  )

  it.runIf(runtime.name === 'workerd')(
    'tells the operator of an event that is lost after its answer',
    async () => {
      let isSilent = false
      const { body, send, service } = await setup({ STORE_TIMEOUT_MS: '4000' }, (database) => ({
        run: (...statements) => (isSilent ? new Promise(() => undefined) : database.run(...statements)),
      }))
      isSilent = true
      expect((await send(signedEvent(body('FileUploadComplete', { Size: 4711 })))).status).toBe(200)
      await expect
        .poll(() => service.log, { timeout: 5000 })
        .toContainEqual(expect.objectContaining({ level: 'error', event: 'event_lost', code: 'store_unavailable' }))
    },
    15_000,
  )

  it('lets VOD try again where the database fails', async () => {
    let fails = false
    const { body, send, state } = await setup({}, (database) => ({
      run(...statements) {
        if (!fails) return database.run(...statements)
        fails = false
        return database.run(sql`SELECT * FROM nothing`)
      },
    }))
    fails = true
    const failed = await send(signedEvent(body('FileUploadComplete')))
    expect([failed.status, failed.json.code, failed.headers.get('retry-after')]).toEqual([
      503,
      'store_unavailable',
      '1',
    ])
    expect((await send(signedEvent(body('FileUploadComplete')))).status).toBe(200)
    expect(await state()).toMatchObject({ status: 'UploadSucc' })
  })
})
