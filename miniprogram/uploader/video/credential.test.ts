import { describe, expect, it } from 'vitest'
import { keptCredential } from './credential'

interface Key {
  number: number
  endsAt: number
}

/** A cloud that hands out keys, counts them, and answers when told to. */
function setUp(lifeS: number) {
  let now = 1_000_000
  let calls = 0
  const pending: { resolve(): void; reject(error: Error): void }[] = []
  const kept = keptCredential(
    ({ endsAt }: Key) => endsAt,
    () => now,
  )
  const fetch = () =>
    new Promise<Key>((resolve, reject) => {
      const number = ++calls
      pending.push({ resolve: () => resolve({ number, endsAt: now + lifeS * 1000 }), reject })
    })
  const credential = { get: () => kept.get(fetch), reject: (key: Key) => kept.forget(key) }
  return {
    credential,
    get calls() {
      return calls
    },
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    answer: async () => {
      for (const { resolve } of pending.splice(0)) resolve()
      await settled()
    },
    fail: async () => {
      for (const { reject } of pending.splice(0)) reject(new Error('down'))
      await settled()
    },
    first: async () => {
      const key = credential.get()
      pending.splice(0)[0]?.resolve()
      return key
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a credential', () => {
  it('asks once for all who come together', async () => {
    const { credential, answer } = setUp(3000)
    const keys = Promise.all(Array.from({ length: 50 }, () => credential.get()))
    await answer()
    expect(new Set((await keys).map(({ number }) => number))).toEqual(new Set([1]))
  })

  it('renews five minutes before the end, and lets nobody wait for that', async () => {
    const world = setUp(3000)
    await world.first()
    world.pass(2699)
    expect((await world.credential.get()).number).toBe(1)
    expect(world.calls).toBe(1)
    world.pass(2)
    expect((await world.credential.get()).number).toBe(1)
    expect((await world.credential.get()).number).toBe(1)
    expect(world.calls).toBe(2)
    await world.answer()
    expect((await world.credential.get()).number).toBe(2)
  })

  it('renews a short one at 80 % of its life', async () => {
    const world = setUp(60)
    await world.first()
    world.pass(47)
    await world.credential.get()
    expect(world.calls).toBe(1)
    world.pass(2)
    await world.credential.get()
    expect(world.calls).toBe(2)
    await world.answer()
  })

  it('goes on with the old one while an early renewal fails, and asks again after ten seconds', async () => {
    const world = setUp(3000)
    await world.first()
    world.pass(2800)
    await world.credential.get()
    await world.fail()
    expect((await world.credential.get()).number).toBe(1)
    expect(world.calls).toBe(2)
    world.pass(10)
    await world.credential.get()
    expect(world.calls).toBe(3)
    await world.answer()
    expect((await world.credential.get()).number).toBe(3)
  })

  it('tells a failure to those who have nothing else, and keeps none', async () => {
    const world = setUp(3000)
    const failed = world.credential.get()
    await Promise.all([expect(failed).rejects.toThrow('down'), world.fail()])
    const next = world.credential.get()
    await world.answer()
    expect((await next).number).toBe(2)
  })

  it('renews what the cloud refuses, once for all who held it', async () => {
    const world = setUp(3000)
    const old = await world.first()
    world.credential.reject(old)
    const renewed = [world.credential.get(), world.credential.get()]
    await world.answer()
    expect((await Promise.all(renewed)).map(({ number }) => number)).toEqual([2, 2])
    // Another request comes back with the old one only now.
    world.credential.reject(old)
    expect((await world.credential.get()).number).toBe(2)
    expect(world.calls).toBe(2)
  })
})
