import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../store/database'
import { emulator, setFault } from '../../test-support/emulator'
import { runtime } from '../../test-support/runtime'
import { testService } from '../../test-support/service'
import { age } from '../../test-support/stored-videos'
import { testUser } from '../../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

const asked = async () => ((await emulator('GET', '/calls')) as Record<string, number>).GetVideoInfo ?? 0

/** VOD's next answer about a video. */
const say = (video: Record<string, unknown>) =>
  setFault('GetVideoInfo', {
    type: 'respond',
    status: 200,
    body: JSON.stringify({ RequestId: 'R', Video: { CreationTime: new Date().toISOString(), ...video } }),
  })

/** A user with a video, declared as 1,000 bytes. */
async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, ...changes })
  const newUser = () => testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const user = await newUser()
  const videoId = (await user.create()).json.videoId as string
  const announce = (type: string, fields: Record<string, unknown> = {}) => {
    const event = { EventType: type, EventTime: eventTime(1), VideoId: videoId, Status: 'success', ...fields }
    return service.call('POST', '/vod/events', signedEvent(event))
  }
  return {
    service,
    user,
    newUser,
    videoId,
    announce,
    arrive: (bytes: string) => emulator('POST', `/videos/${videoId}/file`, bytes),
    get: () => user.get(videoId),
    listed: async () => ((await user.list()).json.videos as Record<string, unknown>[])[0],
  }
}

describe('GET /videos/:videoId', () => {
  it("gives a video as its owner's list has it, without asking VOD about what it has announced", async () => {
    const { get, listed, announce } = await setup()
    await announce('FileUploadComplete', { Size: 4711 })
    const { status, json } = await get()
    expect(status).toBe(200)
    expect(json).toEqual({ ...(await listed()), serverTime: expect.any(String) })
    expect(json).toMatchObject({ status: 'UploadSucc', size: 4711 })
    expect(await asked()).toBe(0)
  })

  it('asks VOD while the file is awaited, and then no more', async () => {
    const { get, listed, arrive, service } = await setup()
    expect((await get()).json).toMatchObject({ status: 'Uploading', size: 1000 })
    expect((await get()).json).toMatchObject({ status: 'Uploading' })
    expect(await asked()).toBe(2)
    await arrive('ten bytes!')
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
    expect(service.audit.at(-1)).toMatchObject({
      action: 'GET /videos/:videoId',
      result: 'ok',
      upstreamRequestId: expect.stringMatching(/^[0-9A-F-]{24,36}$/),
    })
    expect(await listed()).toMatchObject({ status: 'Normal', size: 10 })
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
    expect(await asked()).toBe(3)
  })

  it('shows a file that arrives while many ask in the next answer', async () => {
    const { get, arrive } = await setup()
    await arrive('ten bytes!')
    for (const { json } of await Promise.all(Array.from({ length: 10 }, get))) {
      expect(json).toMatchObject({ status: 'Normal', size: 10 })
    }
  })

  it('shows what another call has heard whose video was not brought up to date yet', async () => {
    const { get, arrive, videoId } = await setup()
    await arrive('ten bytes!')
    await get()
    await runtime.database.run(
      sql`UPDATE videos SET status = 'Uploading', size = 1000, events_seen = 0 WHERE video_id = ${videoId}`,
    )
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
  })

  it('never takes the declared size for a count: it asks VOD where the notification of the size is missing', async () => {
    const { get, announce, arrive } = await setup()
    await announce('StreamTranscodeComplete', { Definition: 'LD', JobId: '1' })
    // VOD does not bear that out yet.
    expect((await get()).json).toMatchObject({ status: 'Uploading' })
    await arrive('ten bytes!')
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
    await get()
    expect(await asked()).toBe(2)
  })

  it('asks VOD every few seconds while the video is in motion, once for all who look, and keeps the answer', async () => {
    const { get, listed, announce, arrive, videoId, service } = await setup()
    await announce('FileUploadComplete', { Size: 10 })
    await arrive('ten bytes!')
    expect((await get()).json).toMatchObject({ status: 'UploadSucc' })
    expect(await asked()).toBe(0)
    await age(videoId, 3000)
    await setFault('GetVideoInfo', { type: 'error', status: 503, code: 'ServiceUnavailable' })
    expect((await get()).json).toMatchObject({ status: 'UploadSucc' })
    expect(service.log).toEqual([])
    await emulator('DELETE', '/faults')
    await age(videoId, 3000)
    const looks = await Promise.all(Array.from({ length: 5 }, get))
    expect(looks.map(({ status }) => status)).toEqual(Array(5).fill(200))
    expect(await asked()).toBe(2)
    expect(await listed()).toMatchObject({ status: 'Normal' })
    await age(videoId, 3000)
    await get()
    expect(await asked()).toBe(2)
  })

  it.each([
    [
      { Status: 'Blocked', Size: 7 },
      { status: 'Blocked', size: 7 },
    ],
    [
      { Status: 'UploadFail', Size: 0 },
      { status: 'UploadFail', size: 1000 },
    ],
    [
      { Status: 'Normal', Size: 7, Duration: 2.5, CoverURL: 'https://c/1.jpg' },
      { status: 'Normal', size: 7, duration: 2.5, coverUrl: 'https://c/1.jpg' },
    ],
  ])('brings what VOD says, %j, to the user, and keeps it', async (video, expected) => {
    const { get, listed } = await setup()
    await say(video)
    expect((await get()).json).toMatchObject(expected)
    expect((await get()).json).toMatchObject(expected)
    expect(await listed()).toMatchObject(expected)
    expect(await asked()).toBe(1)
  })

  it('asks VOD again for a size that it had not counted yet', async () => {
    const { get, arrive } = await setup()
    await say({ Status: 'UploadSucc', Size: 0 })
    expect((await get()).json).toMatchObject({ status: 'UploadSucc', size: 0 })
    await arrive('ten bytes!')
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
    await get()
    expect(await asked()).toBe(2)
  })

  it("gives nothing of somebody else's video, nor of one that its owner has deleted, and does not ask VOD", async () => {
    const { user, newUser, videoId, arrive } = await setup()
    const other = await newUser()
    await arrive('x')
    const refusal = { ...(await other.get('f'.repeat(32))).json, requestId: expect.any(String) }
    expect(refusal).toMatchObject({ status: 404, code: 'video_not_found' })
    for (const id of [videoId, 'reserved:x', '%00']) expect((await other.get(id)).json).toEqual(refusal)
    await user.remove(videoId)
    expect((await user.get(videoId)).json).toEqual(refusal)
    expect(await asked()).toBe(0)
  })

  it('believes nothing that VOD says once only: a video that it does not know stays as it is, and can still arrive', async () => {
    const { get, listed, arrive } = await setup()
    await setFault('GetVideoInfo', { type: 'error', status: 404, code: 'InvalidVideo.NotFound' })
    expect([(await get()).status, (await listed())?.status]).toEqual([200, 'Uploading'])
    await arrive('ten bytes!')
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
  })

  it('answers 404 once VOD has announced the end of the video, and does not ask it', async () => {
    const { get, announce } = await setup()
    await announce('DeleteMediaComplete', { MediaType: 'video', DeleteType: 'all' })
    const { status, json } = await get()
    expect([status, json.code]).toEqual([404, 'video_not_found'])
    expect(await asked()).toBe(0)
  })

  it('writes nothing more, however often a video without a byte is asked about', async () => {
    const { get, videoId } = await setup()
    const kept = async () =>
      (await runtime.database.run(sql`SELECT time FROM events WHERE media_id = ${videoId}`))[0] ?? []
    for (let i = 0; i < 5; i++) {
      await say({ Status: 'UploadSucc', Size: 0 })
      expect((await get()).json).toMatchObject({ status: 'UploadSucc', size: 0 })
    }
    expect(await kept()).toHaveLength(1)
    // Signed addresses differ each time: the last answer takes the place of the one before.
    for (let i = 0; i < 5; i++) {
      await say({ Status: 'UploadSucc', Size: 0, CoverURL: `https://c/1.jpg?sign=${i}` })
      expect((await get()).json).toMatchObject({ coverUrl: `https://c/1.jpg?sign=${i}` })
    }
    expect(await kept()).toHaveLength(1)
  })

  it.each([
    ['a server error', { type: 'error', status: 500, code: 'InternalError' }, 502, 'vod_failed'],
    ['throttling', { type: 'error', status: 400, code: 'Throttling.User' }, 503, 'vod_throttled'],
    ['a status that nobody knows', { type: 'respond', status: 200, body: '{"Video":{}}' }, 502, 'vod_malformed'],
    ['a reset connection', { type: 'reset' }, 502, 'vod_unreachable'],
    ['no answer in time', { type: 'delay', ms: 30_000 }, 504, 'vod_timeout'],
  ])('passes %s on, leaves the record as it is, and recovers', async (_, fault, status, code) => {
    const { get, listed, arrive } = await setup({ UPSTREAM_TIMEOUT_MS: '500' })
    await arrive('ten bytes!')
    const before = await listed()
    await setFault('GetVideoInfo', fault)
    const answer = await get()
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([status, code, '1'])
    expect(await listed()).toEqual(before)
    expect((await get()).json).toMatchObject({ status: 'Normal', size: 10 })
  })

  it('leaves it to the scheduled job to give up an upload, and does not keep it from that', async () => {
    const { get, listed, videoId, service } = await setup()
    const ms = 9 * 24 * 60 * 60 * 1000
    await runtime.database.run(sql`
      UPDATE videos
      SET created_at = created_at - ${ms}, updated_at = updated_at - ${ms}, next_check_at = next_check_at - ${ms}
      WHERE video_id = ${videoId}`)
    expect((await get()).json).toMatchObject({ status: 'Uploading' })
    await service.reconcile()
    expect(await listed()).toMatchObject({ status: 'UploadFail' })
    expect((await get()).json).toMatchObject({ status: 'UploadFail', size: 1000 })
  })
})
