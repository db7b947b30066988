import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { age, forgetAll, stored } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'
import { type Statement, sql } from './database'

const { database } = runtime
const DAY = 24 * 60 * 60_000

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, ...changes })
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const create = async () => (await user.create()).json.videoId as string
  const announce = async (videoId: string, EventType: string, second: number, fields: object = {}) => {
    const event = { EventType, EventTime: eventTime(second), VideoId: videoId, Status: 'success', ...fields }
    expect((await service.call('POST', '/vod/events', signedEvent(event))).status).toBe(200)
  }
  const finish = async (videoId: string) => {
    await announce(videoId, 'FileUploadComplete', 1, { Size: 4711 })
    await announce(videoId, 'SnapshotComplete', 2, { CoverUrl: 'http://x/c.jpg' })
    await announce(videoId, 'StreamTranscodeComplete', 3, { JobId: '1', Definition: 'LD', Duration: 12.5 })
    await announce(videoId, 'TranscodeComplete', 4)
  }
  const listed = async (videoId: string) =>
    ((await user.list()).json.videos as Record<string, unknown>[]).find((video) => video.videoId === videoId)
  return { service, user, create, announce, finish, listed }
}

describe('what is kept', () => {
  it('folds the events of a video away after EVENT_DAYS, and loses nothing of its state', async () => {
    const { service, user, create, finish, listed } = await setup({ EVENT_DAYS: '3' })
    const videoId = await create()
    await finish(videoId)
    const before = await listed(videoId)
    await age(videoId, 2 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).events).toHaveLength(4)
    await age(videoId, 1.01 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).events).toHaveLength(0)
    expect(await listed(videoId)).toEqual({ ...before, createdAt: expect.any(String) })
    // Its size is known to be VOD's: nothing has to be asked for.
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Normal', size: 4711 })
    expect((await emulator('GET', '/calls')) as object).not.toHaveProperty('GetVideoInfo')
  })

  it('lets a video go on from what has been folded: a late verdict, its end, and one that is older', async () => {
    const { service, create, announce, finish, listed } = await setup()
    const videoId = await create()
    await finish(videoId)
    await age(videoId, 8 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).events).toHaveLength(0)
    await announce(videoId, 'CreateAuditComplete', 10, { AuditStatus: 'Blocked' })
    expect(await listed(videoId)).toMatchObject({ status: 'Blocked', size: 4711 })
    await announce(videoId, 'CreateAuditComplete', 11, { AuditStatus: 'Normal' })
    expect(await listed(videoId)).toMatchObject({ status: 'Normal' })
    // One that VOD repeats tells nothing new.
    await announce(videoId, 'FileUploadComplete', 1, { Size: 4711 })
    await announce(videoId, 'StreamTranscodeComplete', 3, { JobId: '2', Duration: 99 })
    expect(await listed(videoId)).toMatchObject({ status: 'Normal', duration: 12.5 })
    // And all of it again.
    await age(videoId, 8 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).events).toHaveLength(0)
    await announce(videoId, 'DeleteMediaComplete', 20, { MediaType: 'video', DeleteType: 'all' })
    expect(await listed(videoId)).toMatchObject({ status: 'Deleted' })
  })

  it('brings a video up to date whose call ended before that, and only then lets its events go', async () => {
    const { service, create, finish, listed } = await setup()
    const videoId = await create()
    await finish(videoId)
    await database.run(sql`UPDATE videos SET status = 'Uploading', events_seen = 0 WHERE video_id = ${videoId}`)
    await age(videoId, 8 * DAY)
    await emulator('POST', '/reset')
    await service.reconcile()
    expect(await listed(videoId)).toMatchObject({ status: 'Normal' })
    expect((await stored(videoId)).events).toHaveLength(0)
  })

  it('clears away lost places, rows of deleted videos and events of nobody, each in its time', async () => {
    const { service, user, create, announce } = await setup()
    const [kept, deleted, lost] = [await create(), await create(), await create()]
    await database.run(sql`UPDATE videos SET video_id = 'reserved:x', status = 'Reserved' WHERE video_id = ${lost}`)
    await user.remove(deleted)
    for (const id of [kept, 'nobody', deleted]) await announce(id, 'SomethingNew', 1)
    const rows = async () =>
      new Set((await database.run(sql`SELECT video_id FROM videos`))[0]?.map((row) => row.video_id))
    const all = [kept, deleted, 'reserved:x', 'nobody']
    for (const id of all) await age(id, 0.9 * DAY)
    await service.reconcile()
    expect(await rows()).toEqual(new Set([kept, deleted, 'reserved:x']))
    for (const id of all) await age(id, 2 * DAY)
    await service.reconcile()
    expect(await rows()).toEqual(new Set([kept]))
    expect((await stored('nobody')).events).toHaveLength(1)
    for (const id of all) await age(id, 5 * DAY)
    await service.reconcile()
    expect((await stored('nobody')).events).toHaveLength(0)
    expect((await stored(deleted)).events).toHaveLength(0)
    expect((await stored(kept)).video).toMatchObject({ events_folded: 1 })
  })

  it('counts what arrives for a deleted video until the day is over, and keeps its row as long', async () => {
    const { service, user, create, announce } = await setup({ DAILY_BYTES: '5000', EVENT_DAYS: '1' })
    const videoId = await create()
    await announce(videoId, 'SnapshotComplete', 1)
    await user.remove(videoId)
    await age(videoId, 1.5 * DAY)
    await service.reconcile()
    // Its events are folded, not dropped: what comes now is more than what was known.
    expect((await stored(videoId)).events).toHaveLength(0)
    await announce(videoId, 'FileUploadComplete', 2, { Size: 4990 })
    expect((await stored(videoId)).video).toMatchObject({ size: 4990 })
    await database.run(sql`UPDATE videos SET deleted_at = deleted_at - ${DAY} WHERE video_id = ${videoId}`)
    await service.reconcile()
    expect((await user.create()).json.code).toBe('daily_limit_reached')
    await age(videoId, 1.01 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).video).toBeUndefined()
  })

  it('forgets old orphans, counts of former tokens and used Idempotency-Keys', async () => {
    const { service, user, create, finish } = await setup()
    const videoId = await create()
    await database.run(
      sql`UPDATE videos SET idempotency_key = 'k1', idempotency_request = 'r' WHERE video_id = ${videoId}`,
    )
    await finish(videoId)
    await user.call('POST', '/credentials')
    const now = Date.now()
    await database.run(
      sql`INSERT INTO orphans (video_id, announced_at) VALUES ('old', ${now - 31 * DAY}), ('young', ${now - 29 * DAY})`,
      sql`INSERT INTO issued_tokens (owner, day, tokens) VALUES ('oGone', ${now - (now % DAY) - DAY}, 3)`,
    )
    await service.reconcile()
    expect((await stored(videoId)).video).toMatchObject({ idempotency_key: 'k1' })
    const [orphans, tokens] = await database.run(
      sql`SELECT video_id FROM orphans`,
      sql`SELECT owner, tokens FROM issued_tokens`,
    )
    expect(orphans).toEqual([{ video_id: 'young' }])
    expect(tokens).toEqual([{ owner: expect.not.stringContaining('oGone'), tokens: 1 }])
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'reconcile', clearedOthers: 2 }))
    await age(videoId, 8 * DAY)
    await service.reconcile()
    expect((await stored(videoId)).video).toMatchObject({ idempotency_key: null, idempotency_request: null })
  })

  it('finds what is due by indexes, whatever the size of the tables', async () => {
    const { service, create, announce, finish } = await setup()
    await announce(await create(), 'FileUploadComplete', 1, { Size: 9999 })
    await announce('nobody', 'FileUploadComplete', 1, { Size: 1 })
    const [due, old] = [await create(), await create()]
    await finish(old)
    await age(old, 8 * DAY)
    await age(due, 8 * DAY)
    await database.run(sql`UPDATE orphans SET review_at = 0`)
    const texts = new Set<string>()
    const changes = { ...CALLBACK, UPLOAD_MAX_BYTES: '5000', ENFORCE_AT_VOD: 'all' }
    const watched = testService(changes, (real) => ({
      run(...statements) {
        for (const statement of statements) texts.add(statement.sql)
        return real.run(...statements)
      },
    }))
    await watched.reconcile()
    await service.reconcile()
    // Not just the questions: also what is done where something is due.
    expect(texts.size).toBeGreaterThan(25)
    for (const text of texts) {
      const values = Array.from({ length: text.split('?').length - 1 }, () => 1)
      expect(await scansOf({ sql: text, values }), text).toEqual([])
    }
  })
})

/** The steps of a statement's plan that read a table from end to end. */
async function scansOf({ sql: text, values }: Statement): Promise<string[]> {
  if (runtime.name === 'postgres') {
    // A small table is quicker read as a whole; what is asked here is whether it has to be.
    const off = sql`SET LOCAL enable_seqscan = off`
    const [, plan = []] = await runtime.database.run(off, { sql: `EXPLAIN ${text}`, values })
    return plan.map((row) => String(row['QUERY PLAN'])).filter((line) => /Seq Scan on/.test(line))
  }
  const [plan = []] = await runtime.database.run({ sql: `EXPLAIN QUERY PLAN ${text}`, values })
  const details = plan.map(({ detail }) => String(detail))
  // What a part of the statement has found may be read from end to end; a table may not.
  const found = new Set(details.map((detail) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(detail)?.[1]))
  return details.filter((detail) => /^SCAN (?!\()/.test(detail) && !found.has(detail.split(' ')[1]))
}
