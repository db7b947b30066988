import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { describe, expect, it } from 'vitest'
import { testService } from '../test-support/service'

const OURS = [
  'cross-origin-resource-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
] as const

async function expectedHeaders(): Promise<Record<string, string | null>> {
  const app = new Hono().use(secureHeaders())
  app.get('/', (c) => c.body(null))
  const { headers } = await app.request('/')
  return { ...Object.fromEntries(OURS.map((name) => [name, headers.get(name)])), 'cache-control': 'no-store' }
}

describe('every answer', () => {
  it('has an id and what matters to JSON of hono’s secureHeaders, and is kept by nobody', async () => {
    const { call, login } = testService()
    const authorization = await login('alice')
    for (const [method, path, status, type] of [
      ['GET', '/healthz', 200, 'application/json'],
      ['POST', '/credentials', 200, 'application/json'],
      ['GET', '/settings', 200, 'application/json'],
      ['GET', '/nothing', 404, 'application/problem+json'],
      ['GET', '/credentials', 405, 'application/problem+json'],
    ] as const) {
      const answer = await call(method, path, { headers: { authorization, 'x-request-id': `id-${status}` } })
      expect([path, answer.status]).toEqual([path, status])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        ...(await expectedHeaders()),
        'content-type': type,
        'x-request-id': `id-${status}`,
      })
    }
  })

  it('has an id of its own', async () => {
    const { call, login } = testService()
    const headers = { authorization: await login('alice') }
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/credentials', { headers })))
    expect(new Set(answers.map((answer) => answer.headers.get('x-request-id'))).size).toBe(20)
  })
})
