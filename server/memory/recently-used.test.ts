import { expect, it } from 'vitest'
import { RecentlyUsed } from './recently-used'

it('lets go of what was used least recently', () => {
  const map = new RecentlyUsed<number>(2)
  map.set('a', 1)
  map.set('b', 2)
  expect(map.get('a')).toBe(1)
  map.set('c', 3)
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3])
})

it('replaces and forgets', () => {
  const map = new RecentlyUsed<number>(2)
  map.set('a', 1)
  map.set('a', 2)
  expect([map.get('a'), map.size]).toEqual([2, 1])
  map.delete('a')
  expect([map.get('a'), map.size]).toEqual([undefined, 0])
})

it('never grows beyond its capacity', () => {
  const map = new RecentlyUsed<number>(100)
  for (let i = 0; i < 10_000; i++) map.set(String(i), i)
  expect(map.size).toBe(100)
})
