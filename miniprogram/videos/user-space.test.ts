import { describe, expect, it, vi } from 'vitest'
import { UserSpace } from './user-space'

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)

function phone(kept = new Map<string, unknown>()) {
  const wx = {
    getStorageSync: (key: string) => kept.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
  } as unknown as ConstructorParameters<typeof UserSpace>[0]
  return { kept, open: (loginFirst = false) => new UserSpace(wx, { loginFirst }) }
}

describe('UserSpace', () => {
  it('gives the first user the keys as they are, also those of before there were users', () => {
    const { kept, open } = phone(new Map([['videos', 'old']]))
    const space = open()
    expect(space.current).toBeUndefined()
    space.enter(A)
    expect(space.get('videos')).toBe('old')
    space.set('drafts', [1])
    expect(kept.get('drafts')).toEqual([1])
  })

  it('gives others keys of their own, and nobody sees those of another', () => {
    const { kept, open } = phone()
    const space = open()
    space.enter(A)
    space.set('session', 'of A')
    space.enter(B)
    expect(space.get('session')).toBeUndefined()
    space.set('session', 'of B')
    expect([...kept.keys()].sort()).toEqual([`${B}/session`, 'session', 'users'])
    expect(open().get('session')).toBe('of B')
    space.enter(A)
    expect(space.get('session')).toBe('of A')
  })

  it('says when one leaves, while the keys are still the former one’s, and when the other has come', () => {
    const space = phone().open()
    space.set('x', 'A')
    space.enter(A)
    const seen: unknown[] = []
    space.onLeave(() => seen.push('leaves', space.get('x')))
    space.onEnter(() => seen.push('comes', space.get('x'), space.current))
    space.enter(A)
    expect(seen).toEqual([])
    space.enter(B)
    expect(seen).toEqual(['leaves', 'A', 'comes', undefined, B])
  })

  it('is empty and keeps nothing before a login, where one is wanted first', () => {
    const { kept, open } = phone(
      new Map<string, unknown>([
        ['users', { first: A, last: A }],
        ['session', 's'],
      ]),
    )
    const space = open(true)
    const texts = space.texts({ get: () => 'kept', set: vi.fn(), remove: vi.fn() })
    expect([space.current, space.open, space.get('session'), texts.get('x')]).toEqual([
      undefined,
      false,
      undefined,
      undefined,
    ])
    space.set('drafts', [1])
    expect(kept.has('drafts')).toBe(false)
    const entered = vi.fn()
    const left = vi.fn()
    space.onEnter(entered)
    space.onLeave(left)
    space.enter(A)
    expect([entered.mock.calls.length, left.mock.calls.length]).toEqual([1, 0])
    expect([space.get('session'), texts.get('x')]).toEqual(['s', 'kept'])
  })

  it('keeps the engine’s texts apart, too', () => {
    const kept = new Map<string, string>()
    const storage = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: string) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
    }
    const space = phone().open()
    const texts = space.texts(storage)
    space.enter(A)
    texts.set('wevod.uploads', '["a"]')
    space.enter(B)
    expect(texts.get('wevod.uploads')).toBeUndefined()
    texts.set('wevod.uploads', '["b"]')
    texts.remove('wevod.uploads')
    expect([...kept]).toEqual([['wevod.uploads', '["a"]']])
  })

  it('lacks something where the storage throws, and no more', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const throwing = () => {
      throw new Error('system error')
    }
    const space = new UserSpace({ getStorageSync: throwing, setStorageSync: throwing } as never, { loginFirst: false })
    space.enter(A)
    space.enter(B)
    expect([space.current, space.get('x'), space.set('x', 1)]).toEqual([B, undefined, false])
    vi.restoreAllMocks()
  })
})
