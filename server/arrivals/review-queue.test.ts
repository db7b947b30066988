import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../store/database'
import { sql } from '../store/database'
import { emulator, setFault } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { forgetAll } from '../test-support/stored-videos'
import { CALLBACK } from '../test-support/vod-event'

const { database } = runtime
const MINUTE = 60_000

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

const calls = async () => (await emulator('GET', '/calls')) as Record<string, number>

/** Videos that have arrived and have to be judged, those with the lower numbers first; each of a user of its own. */
async function arrived(count: number, size = 10): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `r${String(i).padStart(4, '0')}`)
  const now = Date.now()
  await database.run(
    ...ids.map(
      (id, i) => sql`
        INSERT INTO videos (
          video_id, owner, title, size, method, status, created_at, updated_at, checked_at, counted_at, review_at
        )
        VALUES (${id}, ${`o${id}`}, 't', ${size}, 'sts', 'Normal', ${now}, ${now}, ${now}, ${now}, ${i + 1})`,
    ),
  )
  return ids
}

const row = async (videoId: string) =>
  (await database.run(sql`SELECT * FROM videos WHERE video_id = ${videoId}`))[0]?.[0]

const judged = async () =>
  Number((await database.run(sql`SELECT COUNT(*) AS n FROM videos WHERE verdict IS NOT NULL`))[0]?.[0]?.n)

const ACTS = { ...CALLBACK, UPLOAD_MAX_BYTES: '5', ENFORCE_AT_VOD: 'marked' }

/** VOD knows every video, and each is there. */
const knowAll = (audit: object = { type: 'respond', status: 200, body: '{"RequestId":"x"}' }) =>
  emulator('POST', '/faults', [
    {
      operation: 'GetVideoInfo',
      times: 'always',
      fault: {
        type: 'respond',
        status: 200,
        body: JSON.stringify({ Video: { Status: 'Normal', Size: 10, CreationTime: new Date().toISOString() } }),
      },
    },
    { operation: 'CreateAudit', times: 'always', fault: audit },
  ])

describe('the review of what has arrived', () => {
  it('goes through all that is due in batches, with a few statements each', async () => {
    await arrived(120)
    let statements = 0
    let most = 0
    const service = testService(CALLBACK, (real: Database) => ({
      run(...all) {
        statements += all.length
        most = Math.max(most, all.length)
        return real.run(...all)
      },
    }))
    await service.reconcile()
    expect(await judged()).toBe(120)
    // Five batches, and what else the job asks.
    expect(statements).toBeLessThan(40)
    expect(most).toBeLessThan(10)
  }, 20_000)

  it('is done by one process at a time', async () => {
    await arrived(10)
    await database.run(
      sql`INSERT INTO leases (name, holder, expires_at) VALUES ('reconcile', 'x', ${Date.now() + 1e5})`,
    )
    await testService(CALLBACK).reconcile()
    expect(await judged()).toBe(0)
    await database.run(sql`UPDATE leases SET expires_at = ${Date.now()}`)
    await testService(CALLBACK).reconcile()
    expect(await judged()).toBe(10)
  })

  it('begins nothing more once it is ended', async () => {
    await arrived(10)
    await database.run(sql`INSERT INTO orphans (video_id, announced_at, review_at) VALUES ('nobody', 1, 1)`)
    await testService(CALLBACK).reconcile(AbortSignal.abort())
    expect(await judged()).toBe(0)
    expect(await calls()).not.toHaveProperty('GetVideoInfo')
  })

  it('acts on thirty videos a run, and lets the others have their turn in the next one', async () => {
    await arrived(40)
    await knowAll()
    const service = testService(ACTS)
    await service.reconcile()
    expect(await judged()).toBe(30)
    // Nothing of them is due before that, so that the ones behind them are judged.
    await service.reconcile()
    expect(await judged()).toBe(30)
    await database.run(sql`UPDATE videos SET review_at = review_at - ${MINUTE} WHERE review_at IS NOT NULL`)
    await service.reconcile()
    expect(await judged()).toBe(40)
  }, 30_000)

  it('calls VOD no more in a run in which it refuses everything, and judges on', async () => {
    await arrived(3)
    const late = await (async () => {
      await database.run(sql`UPDATE videos SET video_id = 'x' || video_id`)
      return arrived(30, 1)
    })()
    await setFault('GetVideoInfo', { type: 'error', status: 403, code: 'Forbidden.RAM' })
    const service = testService(ACTS)
    await service.reconcile()
    expect(await calls()).toMatchObject({ GetVideoInfo: 1 })
    for (const videoId of late) expect(await row(videoId)).toMatchObject({ verdict: 'ok', review_at: null })
    expect(await row('xr0000')).toMatchObject({ verdict: null, review_failures: 1 })
  })

  it('comes back to a video that it cannot deal with ever less often', async () => {
    const [videoId = ''] = await arrived(1)
    await knowAll({ type: 'error', status: 503, code: 'ServiceUnavailable' })
    const service = testService(ACTS)
    const pauses: number[] = []
    for (let i = 0; i < 8; i++) {
      await database.run(sql`UPDATE videos SET review_at = 0`)
      await service.reconcile()
      pauses.push(Math.round((((await row(videoId))?.review_at as number) - Date.now()) / MINUTE))
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  }, 20_000)

  it('does not take a video for deleted because VOD did not know it once, unless its owner has deleted it', async () => {
    const [kept = '', deleted = ''] = await arrived(2)
    await database.run(sql`UPDATE videos SET deleted_at = 1 WHERE video_id = ${deleted}`)
    const service = testService(ACTS)
    await service.reconcile()
    expect(await row(kept)).toMatchObject({ verdict: null, sanction: null, review_failures: 1 })
    expect(await row(deleted)).toMatchObject({ verdict: 'file_too_large', sanction: 'deleted' })
    await knowAll()
    await database.run(sql`UPDATE videos SET review_at = 0 WHERE review_at IS NOT NULL`)
    await service.reconcile()
    expect(await row(kept)).toMatchObject({ verdict: 'file_too_large', sanction: 'blocked', review_failures: 0 })
  })

  it('leaves a verdict open on a video of which more has arrived meanwhile', async () => {
    const [videoId = ''] = await arrived(1)
    const service = testService({ ...CALLBACK, UPLOAD_MAX_BYTES: '1000' }, (real: Database) => ({
      async run(...statements) {
        const rows = await real.run(...statements)
        // An event of another process, after the video was read.
        if (statements.some(({ sql: text }) => text.includes('AS uploads'))) {
          await real.run(sql`UPDATE videos SET size = 4000, review_at = ${Date.now()} WHERE video_id = ${videoId}`)
        }
        return rows
      },
    }))
    await service.reconcile()
    expect(await row(videoId)).toMatchObject({ verdict: null })
    await testService({ ...CALLBACK, UPLOAD_MAX_BYTES: '1000' }).reconcile()
    expect(await row(videoId)).toMatchObject({ verdict: 'file_too_large' })
  })
})
