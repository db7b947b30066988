import fc from 'fast-check'
import { beforeEach, expect, inject, it } from 'vitest'
import { ADMIN } from '../test-support/admin'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

const REQUESTS = runtime.name === 'node' ? 10_000 : 2000

/** Another one each time; a failure names it. */
const seed = Number(inject('fuzzSeed'))

const PATHS = [
  '/session',
  '/credentials',
  '/uploads',
  '/uploads/0123456789abcdef0123456789abcdef',
  '/uploads/x/refresh',
  '/videos',
  '/videos/0123456789abcdef0123456789abcdef',
  '/videos/x/play',
  '/videos/x/cover',
  '/videos/x/share',
  '/shared/x',
  '/settings',
  '/reports',
  '/vod/events',
  '/admin/orphans',
  '/admin/users/oMallory/videos',
  '/openapi.json',
  '/healthz',
]

const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '../',
    '%00',
    '%ff',
    '//',
    '{{7*7}}',
    "' OR 1=1 --",
    '__proto__',
    '\u202e',
    '\ud800',
    '\udc00x',
    '\u0000',
    'null',
    ' ',
  ),
)
const segment = junk.map(encodeSafely)
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
  fc.tuple(fc.constantFrom(...PATHS), segment).map(([known, more]) => `${known}/${more}`),
  fc.tuple(fc.constantFrom(...PATHS), segment, segment).map(([known, a, b]) => `${known}?${a}=${b}&cursor=${a}`),
  segment.map((one) => `/${one}`),
)

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  junk,
  fc.constantFrom(-1, 0, 1.5, -0.1, 1e300, Number.POSITIVE_INFINITY, 2 ** 53, Number.NaN, '9'.repeat(400), [], {}, [
    [[[[]]]],
  ]),
)
const fields = [
  'code',
  'fileName',
  'fileSize',
  'title',
  'description',
  'tags',
  'categoryId',
  'cover',
  'notify',
  'extension',
  'reports',
  'validFor',
  'EventType',
  'EventTime',
  'VideoId',
  'MediaId',
  'Status',
  'Size',
  'Duration',
  'Extend',
  'CoverUrl',
  'Data',
  'Reason',
  'AuditStatus',
  '__proto__',
  'constructor',
]
const almostRight = fc.constantFrom<object>(
  { code: 'dev-mallory' },
  { fileName: 'v.mp4', fileSize: 5, title: 'x' },
  { title: 'x', fileSize: 5 },
  { validFor: 3600 },
  { title: 'x', description: 'y', tags: ['a'], categoryId: null, notify: true },
  { extension: 'png', size: 5 },
  { reports: [{ code: 'x', at: '2026-01-02T03:04:05Z', engine: 'own', platform: 'ios', library: '3', app: '1' }] },
  { EventType: 'FileUploadComplete', EventTime: eventTime(1), VideoId: 'v', Status: 'success', Size: 5 },
)
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 }).map((object) => JSON.stringify(object)),
  fc
    .tuple(almostRight, fc.constantFrom(...fields), value)
    .map(([object, name, other]) => JSON.stringify({ ...object, [name]: other })),
  fc.tuple(almostRight, fc.nat(60)).map(([object, length]) => JSON.stringify(object).slice(0, length)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('', '[', '{"code":', '{"a":'.repeat(3000), `"${'a'.repeat(20_000)}"`, '\ufeff{}', 'null', '[]'),
)

const contentType = fc.constantFrom(
  undefined,
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=x',
  ';;;',
)

const mutation = fc.record({ at: fc.nat(400), what: fc.constantFrom('cut', 'flip', 'double', 'none', 'dots') })

function mutate(token: string, { at, what }: { at: number; what: string }): string {
  const i = at % token.length
  switch (what) {
    case 'cut':
      return token.slice(0, i)
    case 'flip':
      return `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`
    case 'double':
      return token + token
    case 'dots':
      return token.replaceAll('.', '..')
    default:
      return token
  }
}

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND'),
  path,
  body,
  contentType,
  // A session that is right, nearly right, or nonsense.
  authorization: fc.oneof(
    fc.constant(undefined),
    mutation.map((one) => ({ mutation: one })),
    fc.string({ maxLength: 40 }).map((text) => `Bearer ${text.replace(/[^\x21-\x7e]/g, '~')}`),
    fc.constantFrom('Bearer', 'Basic Og==', `Bearer ${'a.'.repeat(5000)}b`),
  ),
  signature: fc.constantFrom('none', 'right', 'wrong', 'old', 'odd'),
  idempotencyKey: fc.constantFrom(undefined, 'key', 'key', '"key"', '"', 'a b', 'x'.repeat(500)),
  address: fc.constantFrom(
    undefined,
    '192.0.2.1',
    '::ffff:192.0.2.1',
    '[::1]:80',
    '256.1.1.1',
    '%',
    ',,,',
    'x'.repeat(2000),
  ),
  requestId: fc.constantFrom(undefined, 'fine-1', 'a b', '<script>', 'x'.repeat(500)),
})

function signature(kind: string): Record<string, string> {
  switch (kind) {
    case 'right':
      return signedEvent('').headers
    case 'wrong':
      return signedEvent('', { key: 'Callback0' }).headers
    case 'old':
      return signedEvent('', { age: 4000 }).headers
    case 'odd':
      return { 'x-vod-timestamp': '-1e9', 'x-vod-signature': 'é'.repeat(3).replace(/é/g, '%') }
    default:
      return {}
  }
}

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { vodCallsPerSecond: 0, stsCallsPerSecond: 0, loginsPerMinute: 1_000_000 })
})

it(`the service survives ${REQUESTS} malformed requests (seed ${seed}): no failure, no stack, no secret`, async () => {
  const service = testService({ ...CALLBACK, ...ADMIN, DAILY_UPLOADS: '1000000', REVIEW: 'true', REPORTS: 'true' })
  const session = await service.login('mallory')
  const settings = inject('demoSettings')
  const secrets = [
    settings.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    settings.WECHAT_APP_SECRET,
    settings.SESSION_KEY,
    CALLBACK.VOD_CALLBACK_KEY,
    ADMIN.ADMIN_SECRET,
    'session_key',
    session.slice('Bearer '.length),
  ] as string[]
  const statuses = new Map<number, number>()
  for (const one of fc.sample(request, { seed, numRuns: REQUESTS })) {
    const { authorization } = one
    const headers = {
      ...signature(one.signature),
      ...(one.contentType && { 'content-type': one.contentType }),
      ...(authorization && {
        authorization: typeof authorization === 'string' ? authorization : mutate(session, authorization.mutation),
      }),
      ...(one.idempotencyKey && { 'idempotency-key': one.idempotencyKey }),
      ...(one.address && { 'cf-connecting-ip': one.address }),
      ...(one.requestId && { 'x-request-id': one.requestId }),
    }
    const answer = await service.raw(one.path, {
      method: one.method,
      headers,
      ...(one.method !== 'GET' && one.method !== 'HEAD' && { body: one.body }),
    })
    const text = await answer.text()
    const about = `seed ${seed}: ${JSON.stringify({ ...one, status: answer.status, text: text.slice(0, 300) })}`
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    expect(answer.status, about).toBeLessThan(500)
    expect(text, about).not.toMatch(/\n\s+at |node_modules|SQLITE|D1_ERROR/)
    for (const secret of secrets) expect(text.includes(secret), about).toBe(false)
    if (answer.status >= 400 && one.method !== 'HEAD') {
      const problem = JSON.parse(text) as Record<string, unknown>
      expect(problem.requestId, about).toBe(answer.headers.get('x-request-id'))
      expect(problem.status, about).toBe(answer.status)
    }
  }
  // What was odd in notifications is a warning; an error would be this service's own.
  const expected = ['event_field_ignored', 'report']
  expect(service.log.filter(({ level, event }) => level === 'error' || !expected.includes(event))).toEqual([])
  const log = JSON.stringify(service.audit)
  for (const secret of secrets) expect(log).not.toContain(secret)
  // The requests did get somewhere: many ways of being refused, and some that were right after all.
  for (const status of [200, 400, 401, 403, 404, 405, 413, 415]) expect([...statuses.keys()]).toContain(status)
}, 120_000)

/** Percent-encoded, with lone surrogates replaced: no client can send them. */
function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
