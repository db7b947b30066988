import fc from 'fast-check'
import type { Fate } from './phone-requests'
import type { ServiceMethod } from './service'

const UNIT = 100 * 1024
const DAY_MS = 24 * 3_600_000

/** What happens to an upload, one thing after another. Numbers in `ms` are the time before it. */
export type Event =
  /** The next requests of a kind fare so. */
  | { what: 'fate'; ms: number; fate: Fate; of: Kind; times: number }
  /** The next requests are refused so, by the cloud itself. */
  | { what: 'refusal'; ms: number; status: number; code: string; times: number }
  /** A proxy answers in the cloud's place. */
  | { what: 'proxy'; ms: number; status: number; times: number }
  /** OSS stores other bytes than were sent, as its checksum shows. */
  | { what: 'damage'; ms: number }
  /** Every key and token that was handed out ends now. */
  | { what: 'expiry'; ms: number }
  | { what: 'clock'; ms: number; off: number }
  | { what: 'service-down'; ms: number; times: number }
  | { what: 'sleep'; ms: number; hours: number }
  | { what: 'pause' | 'resume' | 'start' | 'cancel' | 'kill' | 'hide' | 'show'; ms: number; file: number }
  | { what: 'network'; ms: number; kind: 'none' | 'mobile' | 'other' }
  | { what: 'lose-file' | 'repick' | 'repick-another'; ms: number; file: number }
  | { what: 'storage'; ms: number; full: boolean }
  | { what: 'delete-video' | 'drop-parts'; ms: number; file: number }
  /** Other bytes lie at the file's path, as many or more; or the same, written anew. */
  | { what: 'replace-file' | 'grow-file' | 'rewrite-file'; ms: number; file: number }
  /** Every call of the storage throws. */
  | { what: 'storage-fails'; ms: number; fails: boolean }
  /** The app does not hear of what the phone does. */
  | { what: 'deaf'; ms: number; deaf: boolean }
  /** The next calls of wx never call back. */
  | { what: 'lost-calls'; ms: number; of: 'files' | 'network'; times: number }

export type Kind = 'any' | 'create' | 'initiate' | 'part' | 'list' | 'complete'

export interface Schedule {
  /** Bytes of each file. */
  sizes: number[]
  method: ServiceMethod
  checksums: boolean
  /** The phone says when files were changed. */
  datesFiles: boolean
  /** What the user says to mobile data. */
  consent: boolean
  /** For delays, jitter and the bytes of files. */
  seed: number
  events: Event[]
}

const gap = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 2, arbitrary: fc.integer({ min: 400, max: 8_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 8_000, max: 120_000 }) },
)
const times = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.constant(40) },
)
const file = fc.nat(1)
const fate = fc.constantFrom<Fate>('reset-before', 'reset-after', 'late', 'silent', 'answered-twice')
const kind = fc.constantFrom<Kind>('any', 'create', 'initiate', 'part', 'list', 'complete')

const refusals: [number, string][] = [
  [500, 'InternalError'],
  [503, 'ServiceUnavailable'],
  [429, 'TooManyRequests'],
  [400, 'Throttling.User'],
  [403, 'AccessDenied'],
]

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('fate' as const),
      ms: gap,
      fate,
      of: kind,
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(gap, fc.constantFrom(...refusals), times)
      .map(([ms, [status, code], count]) => ({ what: 'refusal' as const, ms, status, code, times: count })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('proxy' as const),
      ms: gap,
      status: fc.constantFrom(200, 302, 502),
      times,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('damage' as const), ms: gap }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('expiry' as const), ms: gap }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('clock' as const),
      ms: gap,
      off: fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('service-down' as const), ms: gap, times }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('sleep' as const), ms: gap, hours: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'pause' as const,
        'resume' as const,
        'resume' as const,
        'start' as const,
        'kill' as const,
        'hide' as const,
        'show' as const,
        'show' as const,
      ),
      ms: gap,
      file,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cancel' as const), ms: gap, file }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('network' as const),
      ms: gap,
      kind: fc.constantFrom('none' as const, 'mobile' as const, 'other' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('lose-file' as const, 'repick' as const, 'repick-another' as const),
      ms: gap,
      file,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('storage' as const), ms: gap, full: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('delete-video' as const, 'drop-parts' as const), ms: gap, file }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('replace-file' as const, 'grow-file' as const, 'rewrite-file' as const),
      ms: gap,
      file,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('storage-fails' as const), ms: gap, fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('deaf' as const), ms: gap, deaf: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('lost-calls' as const),
      ms: gap,
      of: fc.constantFrom('files' as const, 'network' as const),
      times: fc.integer({ min: 1, max: 5 }),
    }),
  },
)

const size = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 * UNIT }) },
  { weight: 1, arbitrary: fc.constantFrom(1, UNIT - 1, UNIT, UNIT + 1, 2 * UNIT, 4 * UNIT) },
)

/**
 * Without checksums and times of change nothing tells a file that is replaced and put back between two looks (the engine's
 * README promises nothing there): then what was replaced stays so.
 */
const tellsFiles = (schedule: Schedule): Schedule => {
  if (schedule.checksums || schedule.datesFiles) return schedule
  return { ...schedule, events: schedule.events.filter(({ what }) => what !== 'rewrite-file') }
}

export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    sizes: fc.array(size, { minLength: 1, maxLength: 2 }),
    method: fc.constantFrom<ServiceMethod>('sts', 'mixed', 'credential'),
    checksums: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    consent: fc.boolean(),
    datesFiles: fc.boolean(),
    seed: fc.nat(),
    events: fc.array(event, { maxLength: 14, size: 'max' }),
  })
  .map(tellsFiles)
