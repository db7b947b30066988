import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testMachines } from '../test-support/service'
import { forgetAll } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

// Three machines on one PostgreSQL, at moments that are made long enough for each to be in the others' way.

const { database } = runtime
const MACHINES = 3

/** Has whoever writes a row of this table stand still for a moment, with its transaction open. */
async function slowDown(table: string): Promise<void> {
  await database.run(
    sql`
      CREATE OR REPLACE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END'`,
    { sql: `CREATE TRIGGER slow AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION stand_still()`, values: [] },
  )
}

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { vodCallsPerSecond: 0, stsCallsPerSecond: 0 })
  await forgetAll()
})
afterEach(async () => {
  await database.run(sql`DROP TRIGGER IF EXISTS slow ON videos`, sql`DROP TRIGGER IF EXISTS slow ON events`)
})

describe(`${MACHINES} machines on one database`, () => {
  it('register exactly as many videos as the day allows', async () => {
    const service = testMachines(MACHINES, { DAILY_UPLOADS: '10' })
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    await slowDown('videos')
    const answers = await Promise.all(Array.from({ length: 50 }, () => user.create()))
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    expect([count(200), count(429)]).toEqual([10, 40])
  })

  it('bring a video up to date by all of its events, also by those that come at the same moment', async () => {
    const service = testMachines(MACHINES, CALLBACK)
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const videoIds = await Promise.all(
      Array.from({ length: 10 }, async () => (await user.create()).json.videoId as string),
    )
    await slowDown('events')
    const events = videoIds.flatMap((VideoId) => [
      { EventType: 'FileUploadComplete', EventTime: eventTime(1), VideoId, Status: 'success', Size: 4711 },
      {
        EventType: 'SnapshotComplete',
        EventTime: eventTime(2),
        VideoId,
        Status: 'success',
        CoverUrl: 'http://x/c.jpg',
      },
      { EventType: 'TranscodeComplete', EventTime: eventTime(3), VideoId, Status: 'success' },
    ])
    const answers = await Promise.all(
      events.map((event) => service.call('POST', '/vod/events', signedEvent(JSON.stringify(event)))),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const [rows = []] = await database.run(sql`SELECT status, size, cover_url FROM videos`)
    expect(rows).toEqual(videoIds.map(() => ({ status: 'Normal', size: 4711, cover_url: 'http://x/c.jpg' })))
  })

  it('ask VOD once about each video, whoever does the job', async () => {
    const service = testMachines(MACHINES)
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    for (let i = 0; i < 20; i++) await user.create()
    await database.run(sql`UPDATE videos SET next_check_at = 0`)
    await service.reconcile()
    expect(await emulator('GET', '/calls')).toMatchObject({ GetVideoInfo: 20 })
  })
})
