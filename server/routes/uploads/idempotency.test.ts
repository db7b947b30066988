import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../store/database'
import { emulator, setFault } from '../../test-support/emulator'
import { runtime } from '../../test-support/runtime'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const BODY = { fileName: 'v.mp4', fileSize: 1000, title: 'Holiday' }

async function setup(changes: Record<string, string> = {}) {
  const service = testService(changes)
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const user = await testUser(service, name)
  const authorization = await service.login(name)
  const create = (key: string, body: object = BODY) =>
    service.call('POST', '/uploads', { body, headers: { authorization, 'idempotency-key': key } })
  return { service, user, create }
}

const made = async () => ((await emulator('GET', '/calls')) as Record<string, number>).CreateUploadVideo ?? 0

describe('POST /uploads with an Idempotency-Key', () => {
  it('makes one video, however often it is called, and gives a fresh key for it', async () => {
    const { user, create } = await setup({ DAILY_UPLOADS: '1' })
    const answers = [await create('k1'), await create('k1'), await create('"k1"')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(answers.map(({ json }) => json.videoId)).size).toBe(1)
    expect(new Set(answers.map(({ json }) => json.uploadAddress)).size).toBe(1)
    expect(new Set(answers.map(({ json }) => json.uploadAuth)).size).toBe(3)
    expect(await made()).toBe(1)
    expect((await user.list()).json.videos).toHaveLength(1)
    expect((await create('k2')).json.code).toBe('daily_limit_reached')
  })

  it('makes one video of ten calls whose clients have left', async () => {
    const { create } = await setup({ DAILY_UPLOADS: '2' })
    for (let i = 0; i < 10; i++) {
      // The answer gets lost on its way.
      expect((await create('lost')).status).toBe(200)
    }
    expect(await made()).toBe(1)
    expect((await create('next')).status).toBe(200)
  })

  it('makes one video of calls at the same moment', async () => {
    const { create } = await setup()
    await setFault('CreateUploadVideo', { type: 'delay', ms: 1500 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('k')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, json, headers } of answers.filter(({ status }) => status !== 200)) {
      expect([status, json.code, headers.get('retry-after')]).toEqual([429, 'upload_under_way', '1'])
    }
    expect(await made()).toBe(1)
    expect((await create('k')).status).toBe(200)
  })

  it('tries again where VOD had failed', async () => {
    const { create } = await setup()
    await setFault('CreateUploadVideo', { type: 'error', status: 503, code: 'ServiceUnavailable' })
    expect((await create('k')).status).toBe(502)
    expect((await create('k')).status).toBe(200)
  })

  it('refuses another request with the same key, and takes the same key of another user', async () => {
    const { create } = await setup()
    const other = await setup()
    const first = await create('k')
    const { status, json } = await create('k', { ...BODY, fileSize: 1001 })
    expect([status, json.code]).toEqual([422, 'idempotency_key_reused'])
    const theirs = await other.create('k')
    expect(theirs.status).toBe(200)
    expect(theirs.json.videoId).not.toBe(first.json.videoId)
  })

  it('gives no key for a file that has arrived, or a video that was deleted', async () => {
    const { user, create } = await setup()
    const { videoId } = (await create('k')).json
    await emulator('POST', `/videos/${videoId}/file`, 'bytes')
    expect((await create('k')).json.code).toBe('video_not_uploading')
    const second = (await create('k2')).json.videoId as string
    await user.remove(second)
    expect((await create('k2')).json.code).toBe('video_not_uploading')
  })

  it.each(['', 'é', 'a b', '"', 'a"b', 'x'.repeat(65), `"${'x'.repeat(65)}"`])('refuses the key %j', async (key) => {
    const { create } = await setup()
    expect(await create(key)).toMatchObject({ status: 400, json: { code: 'idempotency_key_invalid' } })
  })
})

describe('a place whose service has ended in between', () => {
  it('counts for two minutes, and no longer', async () => {
    const { user, create } = await setup({ DAILY_UPLOADS: '1' })
    expect((await create('first')).status).toBe(200)
    const openid = await ownerOfLatest()
    await runtime.database.run(
      sql`DELETE FROM videos WHERE owner = ${openid}`,
      sql`
        INSERT INTO videos (
          video_id, owner, title, size, method, status, created_at, updated_at, checked_at, counted_at,
          idempotency_key, idempotency_request
        )
        VALUES (
          ${`reserved:${crypto.randomUUID()}`}, ${openid}, 't', 1, 'credential', 'Reserved', ${Date.now()}, 0, 0,
          ${Date.now()}, 'k', 'x'
        )`,
    )
    expect((await user.create()).json.code).toBe('daily_limit_reached')
    expect((await create('k')).status).not.toBe(200)
    await runtime.database.run(sql`UPDATE videos SET created_at = ${Date.now() - 121_000} WHERE owner = ${openid}`)
    expect((await create('k')).status).toBe(200)
  })
})

async function ownerOfLatest(): Promise<string> {
  const [rows] = await runtime.database.run(sql`SELECT owner FROM videos ORDER BY created_at DESC LIMIT 1`)
  return rows?.[0]?.owner as string
}
