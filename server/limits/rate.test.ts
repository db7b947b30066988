import { describe, expect, it } from 'vitest'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { addressKey } from './address'
import { minuteLimiter } from './minute-limiter'

describe('calls a minute', () => {
  it('are limited for each user, whoever else is behind the same address', async () => {
    const service = testService({ CALLS_PER_MINUTE_USER: '3' })
    const [alice, bob] = [await testUser(service, 'alice'), await testUser(service, 'bob')]
    for (let i = 0; i < 3; i++) expect((await alice.list()).status).toBe(200)
    const { status, json, headers } = await alice.list()
    expect([status, json.code, headers.get('retry-after')]).toEqual([429, 'too_many_calls', '60'])
    expect((await bob.list()).status).toBe(200)
  })

  it('are limited for each address before login, and with a session that is not valid', async () => {
    const service = testService({ CALLS_PER_MINUTE_ADDRESS: '3' })
    const from = (address: string, path = '/session') =>
      service.call('POST', path, {
        headers: { 'cf-connecting-ip': address, ...(path !== '/session' && { authorization: 'Bearer x' }) },
        body: {},
      })
    expect((await from('192.0.2.1')).status).toBe(400)
    expect((await from('192.0.2.1', '/credentials')).status).toBe(401)
    expect((await from('192.0.2.1', '/uploads')).status).toBe(401)
    for (const path of ['/session', '/credentials']) {
      const { status, json } = await from('192.0.2.1', path)
      expect([status, json.code]).toEqual([429, 'too_many_calls'])
    }
    expect((await from('192.0.2.2')).status).toBe(400)
  })
})

describe('minuteLimiter', () => {
  it('begins anew each minute', () => {
    let time = 60_000_000
    const limiter = minuteLimiter(2, () => time)
    expect([limiter.admits('a'), limiter.admits('a'), limiter.admits('a'), limiter.admits('b')]).toEqual([
      true,
      true,
      false,
      true,
    ])
    time += 60_000
    expect(limiter.admits('a')).toBe(true)
  })
})

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('the address %s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
