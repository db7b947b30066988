import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RecentlyUsed } from './recently-used'

it('RecentlyUsed lets go of what was used least recently', () => {
  const map = new RecentlyUsed<number>(2)
  map.set('a', 1)
  map.set('b', 2)
  expect(map.get('a')).toBe(1)
  map.set('c', 3)
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3])
})

it('RecentlyUsed never grows beyond its capacity', () => {
  const map = new RecentlyUsed<number>(100)
  for (let i = 0; i < 10_000; i++) map.set(String(i), i)
  expect(map.size).toBe(100)
})

it('RecentlyUsed does what a plain list would do, whatever the order of uses', () => {
  const step = fc.record({ do: fc.constantFrom('get', 'set', 'delete'), key: fc.constantFrom('a', 'b', 'c', 'd', 'e') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
      const map = new RecentlyUsed<number>(capacity)
      let list: [key: string, value: number][] = []
      steps.forEach(({ do: what, key }, i) => {
        const found = list.find(([known]) => known === key)
        if (what === 'get') expect(map.get(key)).toBe(found?.[1])
        else if (what === 'set') map.set(key, i)
        else map.delete(key)
        const others = list.filter(([known]) => known !== key)
        if (what === 'set') list = [...others, [key, i]]
        else if (what === 'delete') list = others
        else if (found) list = [...others, found]
        list = list.slice(-capacity)
        expect(map.size).toBe(list.length)
      })
      expect(list.map(([key]) => map.get(key))).toEqual(list.map(([, value]) => value))
    }),
  )
})
