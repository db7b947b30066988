import type { Users } from '../service/session-client'
import type { Storage as TextStorage } from '../uploader/ports'
import { attempt } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'

/** The part of wx's storage that is needed here. */
type Wx = Pick<WechatMiniprogram.Wx, 'getStorageSync' | 'setStorageSync'>

export interface UserSpaceOptions {
  /**
   * Nobody's things are shown before this life has logged in. In DevTools, where one storage serves every account that
   * a developer uses; WeChat itself keeps storage apart by user.
   */
  loginFirst: boolean
}

/** Where it is kept whose the storage is. */
const KEY = 'users'

interface UsersRecord {
  /** Owns the keys without a prefix: those of before there were prefixes are this user's. */
  first: string
  /** Whose things were shown last. */
  last: string
}

/**
 * Storage of the user who is logged in. The first user of this phone owns the keys as they are, others get
 * `<user>/<key>`. As long as nobody is known it holds nothing, and keeps nothing.
 */
export class UserSpace implements Users {
  readonly #wx: Wx
  readonly #leaving = new Set<() => void>()
  readonly #entered = new Set<() => void>()
  #current: string | undefined
  /** Undefined while nobody is known. */
  #prefix: string | undefined

  constructor(wx: Wx, { loginFirst }: UserSpaceOptions) {
    this.#wx = wx
    if (loginFirst) return
    const { first, last } = this.#read()
    this.#current = last || undefined
    this.#prefix = prefixOf(last, first)
  }

  /** Pseudonym, as the service gives it; undefined as long as there was no login, or the service gives none. */
  get current(): string | undefined {
    return this.#current
  }

  /** Whether there is a user whose things can be shown. */
  get open(): boolean {
    return this.#prefix !== undefined
  }

  /** What is kept; undefined where there is nothing, or the storage fails. */
  get(key: string): unknown {
    const prefix = this.#prefix
    if (prefix === undefined) return undefined
    const value = attempt<unknown>('getStorageSync', () => this.#wx.getStorageSync(prefix + key), '')
    // WeChat gives an empty text for what is not there.
    return value === '' ? undefined : value
  }

  /** @returns whether it is kept */
  set(key: string, value: unknown): boolean {
    const prefix = this.#prefix
    if (prefix === undefined) return false
    const keep = () => {
      this.#wx.setStorageSync(prefix + key, value)
      return true
    }
    return attempt('setStorageSync', keep, false)
  }

  /** The engine's storage, of the user whose turn it is. It throws as the one that it is made of. */
  texts(storage: TextStorage): TextStorage {
    const prefixed = (key: string) => (this.#prefix ?? '') + key
    return {
      get: (key) => (this.open ? storage.get(prefixed(key)) : undefined),
      set: (key, value) => (this.open ? storage.set(prefixed(key), value) : undefined),
      remove: (key) => (this.open ? storage.remove(prefixed(key)) : undefined),
    }
  }

  /** What is of the former user has to be put away: called before another one's turn. Returns what ends that. */
  onLeave(listener: () => void): () => void {
    return listen(this.#leaving, listener)
  }

  /** Another user's turn has begun, or the first one's of this life: what is kept is to be shown. Returns what ends that. */
  onEnter(listener: () => void): () => void {
    return listen(this.#entered, listener)
  }

  /** The login has given this user. */
  enter(user: string): void {
    const { first: owner } = this.#read()
    const first = owner || user
    const prefix = prefixOf(user, first)
    const before = this.#prefix
    const another = prefix !== before
    if (another && before !== undefined) for (const listener of [...this.#leaving]) listener()
    this.#current = user
    this.#prefix = prefix
    const record: UsersRecord = { first, last: user }
    attempt('setStorageSync', () => this.#wx.setStorageSync(KEY, record), undefined)
    if (another) for (const listener of [...this.#entered]) listener()
  }

  #read(): UsersRecord {
    const given = attempt<unknown>('getStorageSync', () => this.#wx.getStorageSync(KEY), undefined)
    const { first, last } = objectOf(given) as { first?: unknown; last?: unknown }
    return { first: textOf(first), last: textOf(last) }
  }
}

function prefixOf(user: string, first: string): string {
  return user === first ? '' : `${user}/`
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
