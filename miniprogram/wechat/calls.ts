import type { Ports } from '../uploader/index'
import { objectOf } from './values'

// All calls of wx that the app itself makes go through this file, since none of them keeps its word on every phone: they
// throw, are not there, call back twice or never, or call back with less than their typings promise.

export type SetTimer = Ports['setTimer']

/** What WeChat gave, of which the typings tell the names, and nothing can be relied on. */
export type Untrusted<T> = { readonly [K in keyof T]?: unknown }

/** A call of wx came to nothing. */
export class WxFailure extends Error {
  /** WeChat's words, such as `login:fail timeout`; empty where it gave none. */
  readonly errMsg: string
  /** WeChat's general error code, where it gave one. */
  readonly errno: number | undefined
  /** It did not call back in time. */
  readonly late: boolean

  constructor(name: string, reason: unknown, late = false) {
    const { errMsg, errno, message } = objectOf(reason) as Untrusted<{ errMsg: 1; errno: 1; message: 1 }>
    const words = typeof errMsg === 'string' ? errMsg : typeof message === 'string' ? message : ''
    super(`wx.${name} ${late ? 'did not call back in time' : `failed (${words || 'no reason given'})`}.`)
    this.name = 'WxFailure'
    this.errMsg = words
    this.errno = typeof errno === 'number' ? errno : undefined
    this.late = late
  }
}

/** Whether this WeChat has a call. */
export function has(wx: Partial<WechatMiniprogram.Wx>, name: keyof WechatMiniprogram.Wx): boolean {
  return attempt(name, () => typeof wx[name] === 'function', false)
}

/** What a call gives at once; `otherwise`, and a line in the console, where it throws or is not there. */
export function attempt<T>(name: string, call: () => T, otherwise: T): T {
  try {
    return call()
  } catch (error) {
    warn(name, error)
    return otherwise
  }
}

/** A call whose end nobody waits for. Its failure is a line in the console. */
export function perform(name: string, call: (callbacks: { fail: (reason?: unknown) => void }) => unknown): void {
  attempt(
    name,
    () => {
      const fail = (reason?: unknown) => warn(name, new WxFailure(name, reason))
      // WeChat gives a promise only where there is no callback; a version that gives one all the same is listened to.
      whenRejected(call({ fail }), fail)
    },
    undefined,
  )
}

export interface Deadline {
  /** Milliseconds. */
  ms: number
  setTimer: SetTimer
}

interface Callbacks {
  success: (result?: unknown) => void
  fail: (reason?: unknown) => void
}

/**
 * A call with callbacks, as a promise that always settles: with the first callback, or at the deadline. Rejects with a
 * WxFailure.
 */
export function ask<T>(
  name: string,
  call: (callbacks: Callbacks) => unknown,
  { ms, setTimer }: Deadline,
): Promise<Untrusted<T>> {
  return new Promise((resolve, reject) => {
    const endDeadline = setTimer(() => reject(new WxFailure(name, undefined, true)), ms)
    const success = (result?: unknown) => {
      endDeadline()
      resolve(objectOf(result) as Untrusted<T>)
    }
    const fail = (reason?: unknown) => {
      endDeadline()
      reject(new WxFailure(name, reason))
    }
    try {
      whenRejected(call({ success, fail }), fail)
    } catch (error) {
      fail(error)
    }
  })
}

function whenRejected(result: unknown, fail: (reason?: unknown) => void): void {
  const { then } = objectOf(result) as Untrusted<{ then: 1 }>
  if (typeof then === 'function') void (result as Promise<unknown>).then(undefined, fail)
}

function warn(name: string, error: unknown): void {
  console.warn(`wx.${name} failed.`, error)
}
