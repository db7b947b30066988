import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../store/database'
import { ADMIN, adminHeaders } from '../../test-support/admin'
import { emulator } from '../../test-support/emulator'
import { runtime } from '../../test-support/runtime'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

const PATHS = ['/admin/users/oSomebody/videos', '/admin/orphans', '/admin/unclaimed', '/admin/stuck']

const view = async (service: ReturnType<typeof testService>, path: string) => {
  const { status, json } = await service.call('GET', path, { headers: adminHeaders })
  expect(status).toBe(200)
  return json as { videos: Record<string, unknown>[]; nextCursor?: string; usage?: object; limits?: object }
}

const ownerOf = async (videoId: string) =>
  (await runtime.database.run(sql`SELECT owner FROM videos WHERE video_id = ${videoId}`))[0]?.[0]?.owner as string

describe("the operator's view", () => {
  it.each(PATHS)('is not there without ADMIN_SECRET: %s', async (path) => {
    const { status, json } = await testService().call('GET', path, { headers: adminHeaders })
    expect([status, json.code]).toEqual([404, 'not_found'])
  })

  it.each(PATHS)('is for those alone who have the secret: %s', async (path) => {
    const service = testService(ADMIN)
    const secret = ADMIN.ADMIN_SECRET
    const session = await service.login('alice')
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer x',
      `Bearer ${secret}x`,
      `Bearer ${secret.slice(1)}`,
      session,
    ]) {
      const { status, json } = await service.call('GET', path, { headers: authorization ? { authorization } : {} })
      expect([status, json.code]).toEqual([401, 'admin_refused'])
    }
    expect(JSON.stringify(service.audit)).not.toContain(secret)
  })

  it("shows a user's videos, deleted ones too, page by page, and what the user has used up", async () => {
    const service = testService({ ...ADMIN, DAILY_UPLOADS: '7', DAILY_BYTES: '70000', DAILY_TOKENS: '5' })
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const [first, second, third] = [await user.video(), await user.video(), await user.video()]
    await user.remove(second)
    const openid = await ownerOf(first)
    const page = await view(service, `/admin/users/${openid}/videos?limit=2`)
    const rest = await view(service, `/admin/users/${openid}/videos?limit=2&cursor=${page.nextCursor}`)
    const all = [...page.videos, ...rest.videos]
    expect(all.map(({ videoId }) => videoId).sort()).toEqual([first, second, third].sort())
    expect(all.find(({ videoId }) => videoId === second)).toMatchObject({
      owner: openid,
      method: 'sts',
      status: 'Uploading',
      deletedAt: expect.stringMatching(/Z$/),
    })
    expect(page.usage).toEqual({ uploads: 3, bytes: 3000, tokens: 1 })
    expect(page.limits).toEqual({ uploads: 7, bytes: 70_000, tokens: 5 })
  })

  it('shows orphans, unclaimed and stuck videos', async () => {
    const service = testService({ ...ADMIN, ...CALLBACK })
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const { userData } = (await user.call('POST', '/credentials')).json as { userData: string }
    const announce = (videoId: string, fields: object = {}) =>
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
    const orphan = crypto.randomUUID()
    const unclaimed = crypto.randomUUID()
    await announce(orphan)
    await announce(unclaimed, { Extend: JSON.stringify((JSON.parse(userData) as { Extend: unknown }).Extend) })
    const stuck = await user.video()
    await runtime.database.run(sql`UPDATE videos SET created_at = 1 WHERE video_id = ${stuck}`)
    const idsOf = async (path: string) => (await view(service, path)).videos.map(({ videoId }) => videoId)
    expect(await idsOf('/admin/orphans')).toContain(orphan)
    expect(await idsOf('/admin/unclaimed?limit=1000')).toContain(unclaimed)
    expect(await idsOf('/admin/stuck?limit=1000')).toEqual(expect.arrayContaining([stuck]))
    expect(await idsOf('/admin/stuck?limit=1000')).not.toContain(unclaimed)
  })

  it.each(['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'other=1'])('refuses the query %s', async (query) => {
    const { status, json } = await testService(ADMIN).call('GET', `/admin/users/oSomebody/videos?${query}`, {
      headers: adminHeaders,
    })
    expect([status, json.code]).toEqual([400, 'invalid_query'])
  })

  it('answers 404 for what is no openid', async () => {
    const { status } = await testService(ADMIN).call('GET', '/admin/users/%00/videos', { headers: adminHeaders })
    expect(status).toBe(404)
  })
})
