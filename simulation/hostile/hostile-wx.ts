import type { Phone } from '../phone'
import { damage, type Misdeed, REASONS, type Rule } from './misdeeds'
import { CALLS, type CallName } from './wx-calls'

type Callable = (...values: unknown[]) => unknown
type Callbacks = { success?: Callable; fail?: Callable }

const SOON_MS = 5
const LATE_MS = 10 * 60_000

/** Decides which call of wx misbehaves, and how. Lives as long as the phone. */
export class Misbehaviour {
  /** Good times: only what misbehaves always, and can be done without, goes on to. */
  over = false
  /** What the phone does reaches no listener. */
  eventsLost = false
  readonly #rules: readonly Rule[]
  readonly #counts = new Map<CallName, number>()

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
  }

  /** Of the call that comes next. */
  peek(call: CallName): Misdeed | undefined {
    const count = this.#counts.get(call) ?? 0
    const rule = this.#rules.find(({ call: name, from, times }) => {
      if (name !== call || count < from) return false
      return times === 'always' || count < from + times
    })
    return rule && (!this.over || staysBad(rule)) ? rule.misdeed : undefined
  }

  /** Of the call that is made now. */
  count(call: CallName): Misdeed | undefined {
    const misdeed = this.peek(call)
    this.#counts.set(call, (this.#counts.get(call) ?? 0) + 1)
    return misdeed
  }
}

/** Without storage of any kind WeChat is too old for the app, which then says so and does nothing else. */
function staysBad({ call, times, misdeed }: Rule): boolean {
  const needed = call === 'getStorageSync' || call === 'setStorageSync'
  return times === 'always' && CALLS[call].spareable && !(needed && misdeed.how === 'missing')
}

/** Calls of wx, by their descriptions, that do as they should but where the misbehaviour has them do otherwise. */
export function hostile<N extends CallName>(
  real: Readonly<Record<N, unknown>>,
  names: readonly N[],
  misbehaviour: Misbehaviour,
  phone: Phone,
): Record<N, unknown> {
  const wx = {} as Record<N, unknown>
  const heard = new Map<unknown, Callable>()
  for (const name of names) {
    const call = (misdeed: Misdeed | undefined, values: unknown[]): unknown => {
      const perform = real[name] as Callable
      if (misdeed?.how === 'throws') throw systemError(name)
      switch (CALLS[name].kind) {
        case 'callbacks':
          return callBack(perform, values[0] as Callbacks, misdeed, phone)
        case 'sync':
          return answer(name, perform(...values), misdeed)
        case 'listener':
          heard.set(values[0], hear(values[0] as Callable, misdeed, misbehaviour))
          return perform(heard.get(values[0]))
        case 'end':
          return misdeed?.how === 'silent' ? undefined : answer(name, perform(heard.get(values[0])), misdeed)
      }
    }
    Object.defineProperty(wx, name, {
      enumerable: true,
      get() {
        if (misbehaviour.peek(name)?.how === 'missing') {
          misbehaviour.count(name)
          return undefined
        }
        return (...values: unknown[]) => call(misbehaviour.count(name), values)
      },
    })
  }
  return wx
}

function systemError(name: string): Error {
  return new Error(`${name}:fail 系统错误`)
}

/** What a call that returns its answer makes of it. */
function answer(name: string, result: unknown, misdeed: Misdeed | undefined): unknown {
  if (misdeed?.how === 'done-and-throws') throw systemError(name)
  return changed(result, misdeed)
}

function changed(result: unknown, misdeed: Misdeed | undefined): unknown {
  if (misdeed?.how === 'empty') return undefined
  return misdeed?.how === 'damaged' ? damage(result, misdeed.path, misdeed.damage) : result
}

/** A listener, as events reach it. */
function hear(listener: Callable, misdeed: Misdeed | undefined, misbehaviour: Misbehaviour): Callable {
  return (event) => {
    if (misbehaviour.eventsLost || misdeed?.how === 'silent') return
    listener(changed(event, misdeed))
    if (misdeed?.how === 'twice') listener(event)
  }
}

/** A call with callbacks. */
function callBack(perform: Callable, option: Callbacks, misdeed: Misdeed | undefined, phone: Phone): unknown {
  const success: Callable = (result) => option.success?.(result)
  const fail: Callable = (reason) => option.fail?.(reason)
  const performWith = (callbacks: Callbacks) => perform({ ...option, ...callbacks })
  switch (misdeed?.how) {
    case 'silent':
      return performWith({ success: nothing, fail: nothing })
    case 'late': {
      const later = (callback: Callable) => (result: unknown) => void phone.setTimer(() => callback(result), LATE_MS)
      return performWith({ success: later(success), fail: later(fail) })
    }
    case 'twice':
      return performWith({ success: (result) => [success(result), success(result)] })
    case 'success-then-fail':
      return performWith({ success: (result) => [success(result), fail({ errMsg: 'fail' })] })
    case 'fail-then-success':
      return performWith({ success: (result) => [fail({ errMsg: 'fail' }), success(result)] })
    case 'fails':
      phone.setTimer(() => fail(REASONS[misdeed.reason]), SOON_MS)
      return { abort: nothing }
    case 'done-and-fails':
      return performWith({ success: () => fail(REASONS[misdeed.reason]) })
    case 'returns':
      performWith({})
      return RETURNED[misdeed.value]
    default:
      return performWith({ success: (result) => success(changed(result, misdeed)) })
  }
}

const nothing = () => undefined

/** What wx.request returns instead of its task. */
const RETURNED = {
  nothing: undefined,
  text: 'task',
  thrower: {
    abort() {
      throw systemError('abort')
    },
  },
}
