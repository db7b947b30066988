import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../store/database'
import { emulator, setFault } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { vodCallsPerSecond: 0 })
  // One database for all tests of a file: what others have left would be reviewed, too.
  await runtime.database.run(sql`UPDATE videos SET review_at = NULL`, sql`DELETE FROM orphans`, sql`DELETE FROM leases`)
})

/** A user with an STS token, and what VOD announces of the user's videos. */
async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, ...changes })
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const user = await testUser(service, name)
  /** VOD's notification that the file is there. */
  const announce = (videoId: string, fields: Record<string, unknown> = {}) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent({
        EventType: 'FileUploadComplete',
        EventTime: eventTime(1),
        VideoId: videoId,
        Status: 'success',
        Size: 10,
        ...fields,
      }),
    )
  /** A video that arrives though the service has never heard of it, announced as VOD does: with its Extend. */
  const arriveUnregistered = async (bytes = 'ten bytes!', fields: Record<string, unknown> = {}) => {
    const { json } = await user.call('POST', '/credentials')
    const videoId = await user.createAtVod()
    await emulator('POST', `/videos/${videoId}/file`, bytes)
    const { Extend } = JSON.parse(json.userData as string) as { Extend: unknown }
    const event = { Size: bytes.length, Extend: JSON.stringify(Extend), ...fields }
    expect((await announce(videoId, event)).status).toBe(200)
    return videoId
  }
  return { service, user, name, announce, arriveUnregistered }
}

const row = async (videoId: string) =>
  (await runtime.database.run(sql`SELECT * FROM videos WHERE video_id = ${videoId}`))[0]?.[0]

const orphan = async (videoId: string) =>
  (await runtime.database.run(sql`SELECT * FROM orphans WHERE video_id = ${videoId}`))[0]?.[0]

const warnings = (service: { log: { level: string }[] }) => service.log.filter(({ level }) => level === 'warn')

const exhausted = expect.objectContaining({
  status: 429,
  json: expect.objectContaining({ code: 'daily_limit_reached' }),
})

describe('what arrives with an STS token', () => {
  it('counts against the uploads of a day, though its user never registers it', async () => {
    const { user, arriveUnregistered } = await setup({ DAILY_UPLOADS: '2' })
    await arriveUnregistered()
    await arriveUnregistered()
    expect(await user.create()).toEqual(exhausted)
    expect(await user.claim(await user.createAtVod())).toEqual(exhausted)
  })

  it('counts by the mark that VOD answers with, where the notification carries none', async () => {
    const { service, user, arriveUnregistered } = await setup({ DAILY_UPLOADS: '1' })
    const videoId = await arriveUnregistered('ten bytes!', { Extend: undefined })
    expect(await orphan(videoId)).toMatchObject({ verdict: null })
    await runtime.database.run(sql`UPDATE orphans SET review_at = 0`)
    await service.reconcile()
    expect(await row(videoId)).toMatchObject({ size: 10, status: 'Normal' })
    expect(await orphan(videoId)).toBeUndefined()
    expect(await user.create()).toEqual(exhausted)
  })

  it('counts as it is, where less was declared', async () => {
    const { user, announce } = await setup({ DAILY_BYTES: '1000' })
    const videoId = await user.createAtVod()
    expect((await user.claim(videoId, { title: 'x', fileSize: 1 })).status).toBe(200)
    expect((await announce(videoId, { Size: 5000 })).status).toBe(200)
    expect(await user.create({ fileName: 'v.mp4', fileSize: 1, title: 'x' })).toEqual(exhausted)
  })

  it('counts on the day on which it arrives, where less was declared the day before', async () => {
    const { user, announce } = await setup({ DAILY_BYTES: '1000' })
    const videoId = await user.createAtVod()
    await user.claim(videoId, { title: 'x', fileSize: 1 })
    await runtime.database.run(sql`
      UPDATE videos SET created_at = created_at - 86400000, counted_at = counted_at - 86400000
      WHERE video_id = ${videoId}`)
    await announce(videoId, { Size: 5000 })
    expect(await user.create({ fileName: 'v.mp4', fileSize: 1, title: 'x' })).toEqual(exhausted)
  })

  it('counts after its owner has deleted it', async () => {
    const { user, announce } = await setup({ DAILY_BYTES: '1000' })
    const videoId = await user.createAtVod()
    await user.claim(videoId, { title: 'x', fileSize: 1 })
    expect((await user.remove(videoId)).status).toBe(200)
    await announce(videoId, { Size: 5000 })
    expect(await user.create({ fileName: 'v.mp4', fileSize: 1, title: 'x' })).toEqual(exhausted)
    expect((await user.get(videoId)).status).toBe(404)
  })

  it('is not the business of a user whose mark somebody has made up', async () => {
    const { service, announce } = await setup()
    const videoId = crypto.randomUUID()
    await announce(videoId, { Extend: JSON.stringify({ uploader: `v2.${'A'.repeat(75)}` }) })
    expect(await row(videoId)).toBeUndefined()
    expect(await orphan(videoId)).toBeDefined()
    // VOD does not know it. That is believed once it has said so three times, over a day.
    for (const hours of [1, 20, 4]) {
      const ms = hours * 60 * 60 * 1000
      expect(await orphan(videoId)).toMatchObject({ verdict: null })
      await runtime.database.run(sql`UPDATE orphans SET announced_at = announced_at - ${ms}, review_at = 0`)
      await service.reconcile()
    }
    expect(await orphan(videoId)).toBeUndefined()
  })

  it('is seen by its owner once it is registered, however late', async () => {
    const { user, arriveUnregistered } = await setup()
    const videoId = await arriveUnregistered()
    expect((await user.get(videoId)).status).toBe(404)
    expect((await user.list()).json.videos).toEqual([])
    const { status, json } = await user.claim(videoId, { title: 'Late', fileSize: 10 })
    expect([status, json.status, json.size, json.title]).toEqual([200, 'UploadSucc', 10, 'Late'])
    expect((await user.list()).json.videos).toEqual([expect.objectContaining({ videoId })])
    const other = await testUser(testService(CALLBACK), 'somebody')
    expect((await other.claim(await arriveUnregistered())).status).toBe(404)
  })
})

describe('a video that breaks a limit', () => {
  it('is reported to the operator, once, and not played by this service', async () => {
    const { service, user, announce } = await setup({ UPLOAD_MAX_BYTES: '1000' })
    const videoId = await user.createAtVod()
    await user.claim(videoId, { title: 'x', fileSize: 1 })
    await emulator('POST', `/videos/${videoId}/file`, 'x'.repeat(4000))
    await announce(videoId, { Size: 4000 })
    await service.reconcile()
    await service.reconcile()
    expect(warnings(service)).toEqual([
      {
        level: 'warn',
        event: 'arrival',
        code: 'file_too_large',
        videoId,
        action: 'reported',
        user: expect.stringMatching(/^[0-9a-f]{16}$/),
        size: 4000,
      },
    ])
    expect(await row(videoId)).toMatchObject({ verdict: 'file_too_large', sanction: 'reported', review_at: null })
    expect(await user.play(videoId)).toMatchObject({ status: 409, json: { code: 'video_not_playable' } })
    expect(await emulator('GET', '/calls')).not.toHaveProperty('CreateAudit')
  })

  it('is blocked at VOD where the operator allows it', async () => {
    const { service, user, announce } = await setup({ UPLOAD_MAX_BYTES: '1000', ENFORCE_AT_VOD: 'marked' })
    const videoId = await user.createAtVod()
    await user.claim(videoId, { title: 'x', fileSize: 1 })
    await emulator('POST', `/videos/${videoId}/file`, 'x'.repeat(4000))
    await announce(videoId, { Size: 4000 })
    await service.reconcile()
    expect(warnings(service)).toEqual([expect.objectContaining({ code: 'file_too_large', action: 'blocked' })])
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Blocked', size: 4000 })
    expect(await emulator('GET', '/calls')).toMatchObject({ CreateAudit: 1 })
  })

  it('is deleted at VOD while it awaits its file, where its user says how large that is', async () => {
    const { service, user } = await setup({ UPLOAD_MAX_BYTES: '1000', ENFORCE_AT_VOD: 'marked' })
    const videoId = await user.createAtVod()
    expect((await user.claim(videoId, { title: 'x', fileSize: 1001 })).status).toBe(413)
    await expect.poll(() => emulator('GET', '/videos')).toEqual([])
    await expect.poll(() => warnings(service)).toEqual([expect.objectContaining({ action: 'deleted' })])
    // Of somebody else's video nothing can be said so.
    const other = await testUser(service, 'somebody')
    const theirs = await other.createAtVod()
    expect((await user.claim(theirs, { title: 'x', fileSize: 1001 })).status).toBe(413)
    await expect.poll(async () => ((await emulator('GET', '/calls')) as Record<string, number>).GetVideoInfo).toBe(2)
    expect(await emulator('GET', '/videos')).toHaveLength(1)
  })

  it('is one beyond the uploads of a day, and those before it are not', async () => {
    const { service, arriveUnregistered } = await setup({ DAILY_UPLOADS: '2', ENFORCE_AT_VOD: 'marked' })
    const all = [await arriveUnregistered(), await arriveUnregistered(), await arriveUnregistered()]
    await service.reconcile()
    expect(await Promise.all(all.map(async (videoId) => (await row(videoId))?.verdict))).toEqual([
      'ok',
      'ok',
      'over_daily_limit',
    ])
  })

  it('is one that stays unregistered for a day', async () => {
    const { service, arriveUnregistered } = await setup({ ENFORCE_AT_VOD: 'marked' })
    const [claimed, unclaimed] = [await arriveUnregistered(), await arriveUnregistered()]
    await service.reconcile()
    expect(warnings(service)).toEqual([])
    await runtime.database.run(
      sql`UPDATE videos SET unclaimed_since = NULL WHERE video_id = ${claimed}`,
      sql`UPDATE videos SET unclaimed_since = 0 WHERE video_id = ${unclaimed}`,
      sql`UPDATE videos SET review_at = 0 WHERE review_at IS NOT NULL`,
    )
    await service.reconcile()
    expect(warnings(service)).toEqual([
      expect.objectContaining({ code: 'unclaimed', videoId: unclaimed, action: 'blocked' }),
    ])
  })

  it.each([
    ['marked', 'reported'],
    ['all', 'blocked'],
  ])('is one without a mark: with ENFORCE_AT_VOD=%s it is %s', async (enforce, action) => {
    const { service, user, announce } = await setup({ ENFORCE_AT_VOD: enforce })
    const videoId = await user.createAtVod({ UserData: '{}' })
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await announce(videoId)
    await runtime.database.run(sql`UPDATE orphans SET review_at = 0`)
    await service.reconcile()
    expect(warnings(service)).toEqual([expect.objectContaining({ code: 'orphaned', videoId, action })])
    expect(await orphan(videoId)).toMatchObject({ verdict: 'orphaned', sanction: action, review_at: null })
  })

  it('is none of another VOD application', async () => {
    const { service, announce } = await setup({ VOD_APP_ID: 'app-7', ENFORCE_AT_VOD: 'all' })
    const elsewhere = await setup()
    const videoId = await elsewhere.user.createAtVod({ UserData: '{}' })
    await announce(videoId)
    await runtime.database.run(sql`UPDATE orphans SET review_at = 0`)
    await service.reconcile()
    expect(warnings(service)).toEqual([])
    expect(await orphan(videoId)).toMatchObject({ verdict: 'foreign', sanction: null })
  })

  it('does not keep the others from their turn where VOD fails for it, and is dealt with later', async () => {
    const { service, arriveUnregistered } = await setup({ UPLOAD_MAX_BYTES: '5', ENFORCE_AT_VOD: 'marked' })
    const [first, second] = [await arriveUnregistered(), await arriveUnregistered()]
    await setFault('CreateAudit', { type: 'error', status: 503, code: 'ServiceUnavailable' })
    await service.reconcile()
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ event: 'arrivals', failures: '{"vod_failed":1}' }),
    ])
    const blocked = async () =>
      (await Promise.all([row(first), row(second)])).filter((video) => video?.sanction === 'blocked')
    expect(await blocked()).toHaveLength(1)
    await runtime.database.run(sql`UPDATE videos SET review_at = 0 WHERE review_at IS NOT NULL`)
    await service.reconcile()
    expect(await blocked()).toHaveLength(2)
  })

  it('is looked at again when its source is overwritten with more', async () => {
    const { service, user, announce } = await setup({ UPLOAD_MAX_BYTES: '1000' })
    const videoId = await user.createAtVod()
    await user.claim(videoId, { title: 'x', fileSize: 10 })
    await announce(videoId)
    await service.reconcile()
    expect(await row(videoId)).toMatchObject({ verdict: 'ok', review_at: null })
    await announce(videoId, { EventTime: eventTime(60), Size: 4000 })
    await service.reconcile()
    expect(await row(videoId)).toMatchObject({ verdict: 'file_too_large', sanction: 'reported' })
  })

  it('fills no log: beyond twenty lines a run only their number is written', async () => {
    const { service } = await setup({ UPLOAD_MAX_BYTES: '5' })
    for (let i = 0; i < 30; i++) {
      await runtime.database.run(sql`
        INSERT INTO videos (video_id, owner, title, size, method, status, created_at, updated_at, checked_at, review_at)
        VALUES (${crypto.randomUUID()}, 'oMany', 't', 10, 'sts', 'Normal', 1, 1, 1, 1)`)
    }
    await service.reconcile()
    expect(warnings(service)).toHaveLength(21)
    expect(warnings(service).at(-1)).toMatchObject({ event: 'arrivals', more: 10 })
  })
})

describe('STS tokens', () => {
  it('are limited for a user and a day, exactly, also with 50 calls at the same moment', async () => {
    const name = `u${crypto.randomUUID().slice(0, 8)}`
    // Each service keeps tokens for itself, as isolates do.
    const isolates = await Promise.all(
      Array.from({ length: 50 }, () => testUser(testService({ DAILY_TOKENS: '7' }), name)),
    )
    await emulator('PUT', '/switches', { stsCallsPerSecond: 0 })
    const answers = await Promise.all(isolates.map((user) => user.call('POST', '/credentials')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
    expect(answers.filter(({ json }) => json.code === 'daily_limit_reached')).toHaveLength(43)
    expect(await emulator('GET', '/calls')).toMatchObject({ AssumeRole: 7 })
  })

  it('that STS refuses do not count', async () => {
    const user = await testUser(testService({ DAILY_TOKENS: '1' }), `u${crypto.randomUUID().slice(0, 8)}`)
    await setFault('AssumeRole', { type: 'error', status: 500, code: 'InternalError' })
    expect((await user.call('POST', '/credentials')).status).toBe(502)
    expect((await user.call('POST', '/credentials')).status).toBe(200)
  })

  it('are refused to a user whose unregistered videos have used up the day', async () => {
    const { arriveUnregistered, user, name } = await setup({ DAILY_UPLOADS: '1' })
    await arriveUnregistered()
    const elsewhere = await testUser(testService({ DAILY_UPLOADS: '1' }), name)
    expect(await elsewhere.call('POST', '/credentials')).toEqual(exhausted)
    // The one that this isolate keeps is given out to its end, and no longer.
    expect((await user.call('POST', '/credentials')).status).toBe(200)
  })
})
