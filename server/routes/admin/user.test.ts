import { decode } from 'hono/jwt'
import { beforeEach, describe, expect, it } from 'vitest'
import { ADMIN, adminHeaders } from '../../test-support/admin'
import { emulator } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

/** Two machines that share the database, the operator, and a user who has credentials on both. */
async function setup() {
  const here = testService(ADMIN)
  const there = testService(ADMIN)
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const authorization = await here.login(name)
  const openid = decode(authorization.slice('Bearer '.length)).payload.sub as string
  const block = (blocked: unknown, who = openid) =>
    here.call('PUT', `/admin/users/${who}`, { headers: adminHeaders, body: { blocked } })
  const ask = (service: typeof here, method = 'GET', path = '/videos') =>
    service.call(method, path, { headers: { authorization } })
  return { here, there, name, block, ask }
}

describe('PUT /admin/users/:openid', () => {
  it('shuts a user out at once, with the session and the credentials that there are', async () => {
    const { here, block, ask } = await setup()
    expect((await ask(here, 'POST', '/credentials')).status).toBe(200)
    expect(await block(true)).toMatchObject({ status: 200, json: { blocked: true } })
    for (const [method, path] of [
      ['POST', '/credentials'],
      ['GET', '/videos'],
      ['GET', '/settings'],
    ] as const) {
      const { status, json } = await ask(here, method, path)
      expect([status, json.code], path).toEqual([403, 'user_blocked'])
    }
  })

  it('holds on every machine within two seconds', async () => {
    const { there, block, ask } = await setup()
    expect((await ask(there)).status).toBe(200)
    await block(true)
    await expect.poll(async () => (await ask(there)).status, { timeout: 5000 }).toBe(403)
  })

  it('lets the user in again, and leaves all others alone', async () => {
    const { here, block, ask } = await setup()
    await block(true)
    const other = await testUser(here, `u${crypto.randomUUID().slice(0, 8)}`)
    expect((await other.list()).status).toBe(200)
    expect((await block(false)).json.blocked).toBe(false)
    expect((await ask(here)).status).toBe(200)
  })

  it('is for those alone who have the secret', async () => {
    const { here, name } = await setup()
    const headers = { authorization: await here.login(name) }
    const { status, json } = await here.call('PUT', '/admin/users/oSomebody', { headers, body: { blocked: true } })
    expect([status, json.code]).toEqual([401, 'admin_refused'])
    const off = await testService().call('PUT', '/admin/users/oSomebody', {
      headers: adminHeaders,
      body: { blocked: true },
    })
    expect(off.status).toBe(404)
  })

  it('refuses what is no openid, and a body that says nothing', async () => {
    const { block } = await setup()
    expect((await block(true, 'x'.repeat(65))).status).toBe(404)
    expect((await block('yes')).json.code).toBe('invalid_body')
  })

  it('keeps whom it knows shut out while the database is away', async () => {
    let isAway = false
    const service = testService({ ...ADMIN, STORE_TIMEOUT_MS: '200' }, (real) => ({
      run: (...statements) => (isAway ? new Promise(() => undefined) : real.run(...statements)),
    }))
    const name = `u${crypto.randomUUID().slice(0, 8)}`
    const authorization = await service.login(name)
    const openid = decode(authorization.slice('Bearer '.length)).payload.sub as string
    await service.call('PUT', `/admin/users/${openid}`, { headers: adminHeaders, body: { blocked: true } })
    const ask = async () => (await service.call('GET', '/videos', { headers: { authorization } })).json.code
    expect(await ask()).toBe('user_blocked')
    isAway = true
    expect(await ask()).toBe('user_blocked')
  })
})
