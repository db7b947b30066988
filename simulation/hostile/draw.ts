import fc from 'fast-check'
import { type Rule, rules } from './misdeeds'

const UNIT = 100 * 1024

/** What the user does, and what happens to the phone. `ms`: the time before it. Rows are counted from the top, and round. */
export type Step =
  | { what: 'pick'; ms: number; sizes: number[]; chat: boolean }
  | { what: 'start-all' | 'all' | 'videos' | 'kill'; ms: number }
  /** Taps the button that a row offers. */
  | { what: 'row' | 'remove' | 'rename' | 'lose-file'; ms: number; row: number }
  | { what: 'hide' | 'show'; ms: number; told: boolean }
  | { what: 'network'; ms: number; kind: 'none' | 'mobile' | 'other'; told: boolean }

export interface Draw {
  /** Bytes of the videos that are picked and started at first. */
  sizes: number[]
  language: 'zh_CN' | 'en'
  platform: 'android' | 'ios' | 'windows'
  method: 'sts' | 'credential'
  /** What the user says to questions. */
  agrees: boolean
  /** For delays, jitter and the bytes of videos. */
  seed: number
  /** Calls of wx that misbehave. */
  rules: Rule[]
  steps: Step[]
}

const ms = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 500 }) },
  { weight: 2, arbitrary: fc.integer({ min: 500, max: 8_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 8_000, max: 120_000 }) },
)
const size = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 1.2 * UNIT }) },
  { weight: 2, arbitrary: fc.integer({ min: 1.2 * UNIT, max: 3.5 * UNIT }) },
  // From half a megabyte on, the phone reads by descriptors.
  { weight: 1, arbitrary: fc.integer({ min: 5.2 * UNIT, max: 5.6 * UNIT }) },
)
const row = fc.nat(2)

const one = <const T extends string>(...values: T[]) => fc.constantFrom(...values)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      what: one('pick'),
      ms,
      sizes: fc.array(size, { maxLength: 2 }),
      chat: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: one('start-all', 'all', 'all', 'videos'), ms }) },
  { weight: 2, arbitrary: fc.record({ what: one('kill'), ms }) },
  { weight: 5, arbitrary: fc.record({ what: one('row'), ms, row }) },
  { weight: 2, arbitrary: fc.record({ what: one('remove', 'rename', 'lose-file', 'lose-file'), ms, row }) },
  { weight: 3, arbitrary: fc.record({ what: one('hide', 'show', 'show'), ms, told: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: one('network'),
      ms,
      kind: one('none', 'mobile', 'other'),
      told: fc.boolean(),
    }),
  },
)

export const draws: fc.Arbitrary<Draw> = fc.record({
  sizes: fc.array(size, { minLength: 1, maxLength: 2 }),
  language: one('zh_CN', 'en'),
  platform: one('android', 'ios', 'windows'),
  method: one('sts', 'credential'),
  agrees: fc.boolean(),
  seed: fc.nat(),
  rules: fc.array(rules, { maxLength: 6, size: 'max' }),
  steps: fc.array(step, { maxLength: 10, size: 'max' }),
})
