import fc from 'fast-check'
import { CALLS, type CallName, type FieldType, type WxCall } from './wx-calls'

/** What is in a field that is not as the typings say. `own-as-text`: the number that belongs there, as text. */
type Damage = { absent: true } | { ownAsText: true } | { value: unknown }

export type Misdeed =
  /** No callback ever comes, or no event. What was asked for may be done all the same. */
  | { how: 'silent' }
  /** The answer comes after ten minutes. */
  | { how: 'late' }
  | { how: 'twice' | 'success-then-fail' | 'fail-then-success' }
  /** Nothing is done. */
  | { how: 'fails'; reason: Reason }
  /** It is done, and called a failure. */
  | { how: 'done-and-fails'; reason: Reason }
  | { how: 'throws' | 'done-and-throws' }
  /** Not a function. */
  | { how: 'missing' }
  /** The success brings nothing, or the sync call returns nothing. */
  | { how: 'empty' }
  | { how: 'damaged'; path: string; damage: Damage }
  /** What a call with callbacks returns is not what it should be: of wx.request, the task. */
  | { how: 'returns'; value: 'nothing' | 'text' | 'thrower' }

type Reason = keyof typeof REASONS

/** From a call's occurrence with this number, counted over all lives of the app, so many times. */
export interface Rule {
  call: CallName
  from: number
  times: number | 'always'
  misdeed: Misdeed
}

/** What fail() is called with. */
export const REASONS = {
  nothing: undefined,
  null: null,
  text: 'fail',
  empty: {},
  chinese: { errMsg: '系统错误，请稍后再试' },
  // Those that mean something to some call, whether it is this one or not.
  unknown: { errno: 1 },
  'timed-out': { errno: 5 },
  'timed-out-as-text': { errno: '5', errMsg: '请求超时' },
  refused: { errno: 103 },
  undeclared: { errno: 112 },
  network: { errno: 600_001 },
  interrupted: { errno: 600_003 },
  'no-file': { errno: 1_300_002 },
  'file-too-large': { errno: 1_300_202 },
} as const

const DAMAGES: Readonly<Record<FieldType, readonly Damage[]>> = {
  text: [{ absent: true }, { value: null }, { value: 7 }, { value: {} }, { value: '' }],
  number: [
    { absent: true },
    { value: null },
    { ownAsText: true },
    { value: Number.NaN },
    { value: 'x' },
    { value: -1 },
  ],
  boolean: [{ absent: true }, { value: null }, { value: 'true' }, { value: 1 }],
  list: [{ absent: true }, { value: null }, { value: 'x' }, { value: {} }, { value: [] }, { value: [null] }],
  object: [{ absent: true }, { value: null }, { value: 'x' }, { value: 7 }, { value: {} }],
  bytes: [{ absent: true }, { value: null }, { value: 'x' }, { value: {} }],
  function: [{ absent: true }, { value: null }, { value: 'x' }],
}

const reason = fc.constantFrom(...(Object.keys(REASONS) as Reason[]))

function failures(): fc.Arbitrary<Misdeed>[] {
  return [
    fc.record({ how: fc.constant('fails' as const), reason }),
    fc.record({ how: fc.constant('done-and-fails' as const), reason }),
  ]
}

/** What a call can do wrong, by its description. */
function misdeedsOf(name: CallName): fc.Arbitrary<Misdeed> {
  const { kind, fields } = CALLS[name]
  const plain = (...hows: Extract<Misdeed, { how: string }>['how'][]) =>
    hows.map((how) => fc.constant({ how } as Misdeed))
  const damaged = Object.entries(fields).map(([path, type]) =>
    fc.constantFrom(...DAMAGES[type]).map((damage): Misdeed => ({ how: 'damaged', path, damage })),
  )
  const others = fc.oneof(...plain('throws', 'missing'), ...byKind(kind, name, plain))
  return fc.oneof(
    { weight: 3, arbitrary: others },
    // What real phones do most.
    { weight: kind === 'callbacks' || kind === 'listener' ? 1 : 0, arbitrary: fc.constant<Misdeed>({ how: 'silent' }) },
    { weight: damaged.length > 0 ? 2 : 0, arbitrary: damaged.length > 0 ? fc.oneof(...damaged) : others },
  )
}

function byKind(
  kind: WxCall['kind'],
  name: CallName,
  plain: (...hows: Misdeed['how'][]) => fc.Arbitrary<Misdeed>[],
): fc.Arbitrary<Misdeed>[] {
  switch (kind) {
    case 'callbacks': {
      const callbacks = plain('late', 'twice', 'success-then-fail', 'fail-then-success', 'empty')
      if (name !== 'request') return [...callbacks, ...failures()]
      const value = fc.constantFrom('nothing' as const, 'text' as const, 'thrower' as const)
      return [...callbacks, ...failures(), fc.record({ how: fc.constant('returns' as const), value })]
    }
    case 'sync':
      return plain('empty', 'done-and-throws')
    case 'listener':
      return plain('empty', 'twice')
    case 'end':
      return plain('silent', 'done-and-throws')
  }
}

const from = fc.oneof(
  { weight: 3, arbitrary: fc.nat(2) },
  { weight: 2, arbitrary: fc.nat(12) },
  { weight: 1, arbitrary: fc.nat(50) },
)
const times = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.constant(15) },
  { weight: 1, arbitrary: fc.constant('always' as const) },
)

const names = Object.keys(CALLS) as CallName[]
const call = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...names) },
  { weight: 2, arbitrary: fc.constantFrom(...names.filter((name) => !CALLS[name].spareable)) },
  // Of which an upload makes most.
  { weight: 1, arbitrary: fc.constant<CallName>('request') },
)

export const rules: fc.Arbitrary<Rule> = call.chain((name) =>
  fc.record({ call: fc.constant(name), from, times, misdeed: misdeedsOf(name) }),
)

/** A copy of a result, with other values at a path of its description. */
export function damage(result: unknown, path: string, what: Damage): unknown {
  if (path === '') return replacement(result, what)
  const [step = '', ...rest] = path.split(/\.|(?=\[)/)
  if (step === '[]') return Array.isArray(result) ? result.map((one) => damage(one, rest.join('.'), what)) : result
  if (typeof result !== 'object' || result === null) return result
  const copy: Record<string, unknown> = { ...result }
  copy[step] = damage(copy[step], rest.join('.'), what)
  if (rest.length === 0 && 'absent' in what) delete copy[step]
  return copy
}

function replacement(own: unknown, what: Damage): unknown {
  if ('absent' in what) return undefined
  return 'ownAsText' in what ? String(own) : what.value
}
