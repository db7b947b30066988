import fc from 'fast-check'
import type { UploadTask } from '../miniprogram/uploader/index'
import type { Fate, Sent } from './phone-requests'
import type { ServiceMethod } from './service'
import type { World } from './world'

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

type Kind = 'any' | 'create' | 'initiate' | 'part' | 'list' | 'complete'

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

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  sizes: fc.array(size, { minLength: 1, maxLength: 2 }),
  method: fc.constantFrom<ServiceMethod>('sts', 'mixed', 'credential'),
  checksums: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  consent: fc.boolean(),
  datesFiles: fc.boolean(),
  seed: fc.nat(),
  events: fc.array(event, { maxLength: 14, size: 'max' }),
})

/** Lets an event happen. */
export async function apply(event: Event, world: World, files: ScheduledFile[]): Promise<void> {
  const { phone, cloud, service, time } = world
  const target = 'file' in event ? files[event.file % files.length] : undefined
  switch (event.what) {
    case 'fate':
      for (let i = 0; i < event.times; i++) phone.fates.push({ fate: event.fate, matches: MATCHES[event.of] })
      return
    case 'refusal':
      return cloud.cloud.faults.add({
        operation: '*',
        times: event.times,
        fault: { type: 'error', status: event.status, code: event.code },
      })
    case 'proxy':
      return cloud.cloud.faults.add({
        operation: '*',
        times: event.times,
        fault: { type: 'respond', status: event.status, body: '<html>Log in to this network</html>' },
      })
    case 'damage':
      return cloud.cloud.faults.add({
        operation: 'UploadPart',
        fault: { type: 'respond', status: 200, headers: { etag: '"0"', 'x-oss-hash-crc64ecma': '1' }, body: '' },
      })
    case 'expiry':
      return cloud.cloud.credentials.expire(time.now())
    case 'clock':
      phone.clockOff = event.off
      return
    case 'service-down':
      service.down += event.times
      return
    case 'sleep':
      return world.wait(event.hours * 3_600_000)
    case 'pause':
      return target?.task?.pause()
    case 'resume':
      return target?.task?.resume()
    case 'start':
      return target?.task?.start()
    case 'cancel':
      return target?.cancel(phone.sent.length)
    case 'kill':
      return world.relaunch()
    case 'hide':
      return phone.hide()
    case 'show':
      return phone.show()
    case 'network':
      return phone.setNetwork(event.kind)
    case 'lose-file':
      return target?.lose()
    case 'repick':
      return target?.repick()
    case 'repick-another':
      return target?.repickAnother()
    case 'storage':
      phone.storageFull = event.full
      return
    case 'delete-video':
      return target?.deleteVideo()
    case 'replace-file':
    case 'grow-file':
    case 'rewrite-file':
      return target?.change(event.what)
    case 'storage-fails':
      phone.storageFails = event.fails
      return
    case 'deaf':
      phone.losesEvents = event.deaf
      return
    case 'lost-calls':
      if (event.of === 'files') phone.lostFileCalls += event.times
      else phone.lostNetworkCalls += event.times
      return
    case 'drop-parts':
      return cloud.cloud.objects.uploads.reset()
  }
}

/** A file of a schedule, as the user knows it. */
export interface ScheduledFile {
  /** Undefined where the app does not have it any more. */
  task: UploadTask | undefined
  /** @param sent how many requests had been sent until then */
  cancel(sent: number): void
  lose(): void
  change(how: 'replace-file' | 'grow-file' | 'rewrite-file'): void
  deleteVideo(): void
  repick(): Promise<void>
  repickAnother(): Promise<void>
}

const query = ({ url }: Sent['request']) => url.slice(url.indexOf('?') + 1)

const MATCHES: Record<Kind, (request: Sent['request']) => boolean> = {
  any: () => true,
  create: ({ headers }) => headers['x-acs-action'] === 'CreateUploadVideo',
  initiate: (request) => request.method === 'POST' && query(request) === 'uploads',
  part: ({ method }) => method === 'PUT',
  list: (request) => request.method === 'GET' && query(request).includes('part-number-marker'),
  complete: (request) => request.method === 'POST' && query(request).startsWith('uploadId'),
}
