import { createExecutionContext, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { loginCode } from '../test-support/service'
import worker from './main'

beforeEach(async () => {
  await emulator('POST', '/reset')
  vi.spyOn(console, 'log').mockReturnValue()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  worker.fetch(
    new Request(`https://service.example${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
    { ...env },
    createExecutionContext(),
  )

const login = async () => {
  const { token } = (await (await post('/session', { code: loginCode('alice') })).json()) as { token: string }
  return { authorization: `Bearer ${token}` }
}

describe('the Worker', () => {
  it('runs with the bindings of its environment, from login to credentials', async () => {
    const credentials = await post('/credentials', {}, await login())
    expect(credentials.status).toBe(200)
    expect(await credentials.json()).toHaveProperty('securityToken')
  })

  it('counts calls with the rate limiters of Cloudflare', async () => {
    const statuses = new Map<number, number>()
    for (let i = 0; i < 610; i++) {
      const { status } = await post('/session', {}, { 'cf-connecting-ip': '198.51.100.7' })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    // A new minute may have begun in between.
    expect(statuses.get(400)).toBeGreaterThanOrEqual(600)
    if (statuses.get(400) !== 610) expect(statuses.get(429)).toBe(10)
  }, 60_000)

  it('asks VOD about videos that are stuck when its time comes', async () => {
    const answer = await post('/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' }, await login())
    const { videoId } = (await answer.json()) as { videoId: string }
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await runtime.database.run(sql`UPDATE videos SET next_check_at = 0 WHERE video_id = ${videoId}`)
    await worker.scheduled(createScheduledController(), { ...env })
    const [rows] = await runtime.database.run(sql`SELECT status, size FROM videos WHERE video_id = ${videoId}`)
    expect(rows).toEqual([{ status: 'Normal', size: 10 }])
  })

  it('says what is missing where it has no database', async () => {
    vi.resetModules()
    vi.spyOn(console, 'error').mockReturnValue()
    const { default: fresh } = await import('./main')
    const { DB: _, ...withoutDatabase } = { ...env, ...inject('demoSettings') }
    const answer = await fresh.fetch(new Request('https://service.example/'), withoutDatabase, createExecutionContext())
    expect(await answer.json()).toMatchObject({
      code: 'service_misconfigured',
      detail: expect.stringContaining('npx wrangler d1 create wevod'),
    })
  })
})
