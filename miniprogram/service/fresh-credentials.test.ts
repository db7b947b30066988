import { describe, expect, it } from 'vitest'
import { freshCredentials } from './fresh-credentials'

/** A service that counts, and a phone whose clock is years off. */
function setUp(lifeSeconds = 3600) {
  let now = 0
  let calls = 0
  let broken = false
  const get = freshCredentials(
    async () => {
      const number = ++calls
      if (broken) throw new Error('down')
      const serverTime = Date.parse('2026-01-01T00:00:00Z') + now
      const iso = (time: number) => new Date(time).toISOString()
      return { number, serverTime: iso(serverTime), expiration: iso(serverTime + lifeSeconds * 1000) }
    },
    () => now,
  )
  return {
    get: async () => (await get()).number,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    setBroken: (value: boolean) => {
      broken = value
    },
  }
}

describe('freshCredentials', () => {
  it('asks once while they are fresh', async () => {
    const { get, pass } = setUp()
    expect(await get()).toBe(1)
    pass(3299)
    expect(await get()).toBe(1)
  })

  it('asks again five minutes before their end', async () => {
    const { get, pass } = setUp()
    await get()
    pass(3301)
    expect(await get()).toBe(2)
  })

  it('asks once for callers that come together', async () => {
    const { get } = setUp()
    expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1])
  })

  it('forgets a failure', async () => {
    const { get, setBroken } = setUp()
    setBroken(true)
    await expect(get()).rejects.toThrow('down')
    setBroken(false)
    expect(await get()).toBe(2)
  })
})
