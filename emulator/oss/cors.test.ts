import { expect, test } from 'vitest'
import { type CorsRule, vodBucketRules } from './cors-rules'
import { send } from './test-support/send'
import { useEmulator } from './test-support/use-emulator'

const emulator = useEmulator()
const ORIGIN = 'https://app.example'

const ask = (headers: Record<string, string> = {}) =>
  send(emulator.port, {
    method: 'OPTIONS',
    path: '/sv/a.mp4?partNumber=1&uploadId=A',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type,x-oss-date',
      ...headers,
    },
  })

const rule = (change: Partial<CorsRule> = {}): CorsRule => ({
  allowedOrigins: ['https://*.example'],
  allowedMethods: ['PUT', 'GET'],
  allowedHeaders: ['authorization', 'content-type', 'x-oss-*'],
  exposeHeaders: ['ETag'],
  maxAgeSeconds: 600,
  ...change,
})

test("a bucket of VOD's lets any page ask and read what an upload needs", async () => {
  const { status, headers, body } = await ask()
  expect([status, body]).toEqual([200, ''])
  expect(headers).toMatchObject({
    server: 'AliyunOSS',
    'x-oss-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-methods': 'GET, PUT, DELETE, POST, HEAD',
    'access-control-allow-headers': 'authorization, content-type, x-oss-date',
    'access-control-expose-headers': 'ETag, x-oss-request-id, x-oss-hash-crc64ecma',
  })
  expect(emulator.cloud.calls.get('OptionObject')).toBe(1)
})

test.each([
  ['is not enabled', [], {}],
  ['is not allowed', [rule({ allowedOrigins: ['https://other.example'] })], {}],
  ['is not allowed', [rule({ allowedOrigins: ['http://app.example'] })], {}],
  ['is not allowed', [rule()], { 'access-control-request-method': 'DELETE' }],
  ['is not allowed', [rule({ allowedHeaders: ['authorization', 'content-type'] })], {}],
  ['is not allowed', [rule({ allowedHeaders: [] })], {}],
] satisfies [string, CorsRule[], Record<string, string>][])(
  'refuses: %s, rules %j, asked %j',
  async (text, rules, asked) => {
    emulator.cloud.corsRules = rules
    const { status, code, body, headers } = await ask(asked)
    expect([status, code]).toEqual([403, 'AccessForbidden'])
    expect(body).toContain(text)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  },
)

test('takes the first of its rules that allows the origin, the method and each header, whatever their case', async () => {
  emulator.cloud.corsRules = [rule({ allowedMethods: ['GET'] }), rule(), ...vodBucketRules]
  const { status, headers } = await ask({ 'access-control-request-headers': 'Authorization, X-OSS-Date' })
  expect(status).toBe(200)
  expect(headers['access-control-expose-headers']).toBe('ETag')
  expect(headers['access-control-max-age']).toBe('600')
  expect((await ask({ 'access-control-request-headers': '' })).headers).not.toHaveProperty(
    'access-control-allow-headers',
  )
})

test.each(['origin', 'access-control-request-method'])('is no question without %s', async (name) => {
  const headers = { origin: ORIGIN, 'access-control-request-method': 'PUT' }
  const { [name as keyof typeof headers]: _, ...rest } = headers
  expect((await send(emulator.port, { method: 'OPTIONS', path: '/a', headers: rest })).status).toBe(400)
})

test('lets a page read refusals, too, and says nothing to pages that no rule names, or without an origin', async () => {
  const get = (headers: Record<string, string>) => send(emulator.port, { path: '/sv/a.mp4?uploadId=A', headers })
  const refused = await get({ origin: ORIGIN })
  expect(refused.status).toBe(403)
  expect(refused.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, vary: 'Origin' })
  expect((await get({})).headers).not.toHaveProperty('access-control-allow-origin')
  emulator.cloud.corsRules = [rule({ allowedOrigins: ['https://other.example'] })]
  expect((await get({ origin: ORIGIN })).headers).not.toHaveProperty('access-control-allow-origin')
})

test('has its rules set by the control call, until the next reset', async () => {
  const put = (body: unknown) =>
    fetch(`http://127.0.0.1:${emulator.port}/_emulator/cors`, { method: 'PUT', body: JSON.stringify(body) })
  const { exposeHeaders: _, ...least } = rule()
  expect((await put([least])).status).toBe(200)
  expect((await ask()).headers).not.toHaveProperty('access-control-expose-headers')
  expect((await put([{ ...least, allowedMethods: ['PATCH'] }])).status).toBe(400)
  await emulator.cloud.reset()
  expect(emulator.cloud.corsRules).toBe(vodBucketRules)
})
