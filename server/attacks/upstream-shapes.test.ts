import fc from 'fast-check'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

/** Answers of each upstream; a call of workerd's tests takes longer. */
const RUNS = runtime.name === 'node' ? 60 : 10
const seed = Number(inject('fuzzSeed'))

beforeEach(async () => {
  await emulator('POST', '/reset')
  const off = { vodCallsPerSecond: 0, stsCallsPerSecond: 0, loginsPerMinute: 1_000_000 }
  await emulator('PUT', '/switches', off)
})

/** JSON that is no answer of the contract, and what is no JSON at all. */
const SHAPES = [
  'null',
  'true',
  '0',
  '""',
  '[]',
  '[null]',
  '{}',
  '{"Video":null}',
  '{"Video":[]}',
  '{"Video":{"Status":"Normal"}}',
  '{"Video":{"Status":"Normal","CreationTime":"2026-01-01T00:00:00Z","Size":1.5}}',
  '{"Video":{"Status":"Normal","CreationTime":"2026-01-01T00:00:00Z","Size":-1}}',
  '{"Video":{"Status":"Normal","CreationTime":"2026-01-01T00:00:00Z","Size":1e300}}',
  '{"Video":{"Status":"Normal","CreationTime":"2026-01-01T00:00:00Z","Size":"7"}}',
  '{"Video":{"Status":"Normal","CreationTime":"then","Size":7}}',
  '{"Video":{"Status":7,"CreationTime":"2026-01-01T00:00:00Z"}}',
  '{"Video":{"Status":"__proto__","CreationTime":"2026-01-01T00:00:00Z"}}',
  '{"Credentials":null}',
  '{"Credentials":{"AccessKeyId":7,"AccessKeySecret":[],"SecurityToken":{},"Expiration":1}}',
  '{"Credentials":{"AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"c","Expiration":"soon"}}',
  '{"VideoId":"../x","UploadAddress":"a","UploadAuth":"b"}',
  '{"VideoId":7,"UploadAddress":null,"UploadAuth":[]}',
  '{"openid":7}',
  `{"openid":"${'x'.repeat(100)}"}`,
  '{"openid":"a b"}',
  '{"errcode":"40029"}',
  '{"errcode":null}',
  '{"errcode":1e999}',
  '{"PlayInfoList":null}',
  '{"PlayInfoList":{"PlayInfo":[null]}}',
  '{"__proto__":{"openid":"oMallory"}}',
  '[['.repeat(5000),
  `{"RequestId":"${'r'.repeat(5000)}"}`,
  '\ufeff{}',
  '{"a":',
  '<html>',
  '',
  '\u0000',
]

const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 301, 400, 403, 404, 418, 429, 500, 503),
  body: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...SHAPES) },
    fc.json({ maxDepth: 4 }),
    fc
      .tuple(
        fc.constantFrom('Code', 'Message', 'RequestId', 'Video', 'Credentials', 'openid', 'errcode', 'VideoId'),
        fc.jsonValue({ maxDepth: 2 }),
      )
      .map(([name, value]) => JSON.stringify({ [name]: value })),
  ),
  contentType: fc.constantFrom('application/json', 'text/plain', 'text/html', 'application/json; charset=gbk'),
})

type User = Awaited<ReturnType<typeof newUser>>

async function newUser() {
  const service = testService({ CLAIMS: 'any', DELETE_AT_VOD: 'true' })
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const user = await testUser(service, name)
  return { ...user, service, login: () => service.call('POST', '/session', { body: { code: `dev-${name}` } }) }
}

const CALLS: [operation: string, ask: (user: User, videoId: string) => Promise<{ status: number; text: string }>][] = [
  ['jscode2session', (user) => user.login()],
  ['AssumeRole', async () => (await newUser()).call('POST', '/credentials')],
  ['CreateUploadVideo', (user) => user.create()],
  ['RefreshUploadVideo', (user, videoId) => user.refresh(videoId)],
  ['GetVideoInfo', (user, videoId) => user.get(videoId)],
  ['GetVideoInfo', (user) => user.claim(crypto.randomUUID())],
  ['GetPlayInfo', (user, videoId) => user.play(videoId)],
  ['DeleteVideo', (user, videoId) => user.remove(videoId)],
]

describe('an upstream that answers anything', () => {
  it.each(CALLS)(
    `is never this service's own failure: %s (seed ${seed})`,
    async (operation, ask) => {
      const user = await newUser()
      let videoId = (await user.create()).json.videoId as string
      for (const { status, body, contentType } of fc.sample(answer, { seed, numRuns: RUNS })) {
        await emulator('DELETE', '/faults')
        const fault = { type: 'respond', status, contentType, body: status === 204 ? '' : body }
        await emulator('POST', '/faults', [{ operation, times: 'always', fault }])
        const { status: answered, text } = await ask(user, videoId)
        const about = `seed ${seed}: ${operation} ${status} ${body.slice(0, 200)} → ${answered} ${text}`
        // What only the operator can mend is 500, by its own code; the rest is the upstream's, or the caller's.
        expect(text, about).not.toContain('internal_error')
        expect(text, about).not.toContain('store_unavailable')
        expect([200, 400, 401, 403, 404, 409, 429, 500, 502, 503], about).toContain(answered)
        await emulator('DELETE', '/faults')
        if ((await user.refresh(videoId)).status !== 200) videoId = (await user.create()).json.videoId as string
      }
      expect(JSON.stringify(user.service.audit).length / user.service.audit.length).toBeLessThan(1000)
    },
    60_000,
  )

  it.each(SHAPES.filter((shape) => shape !== ''))(
    'is malformed, 502, where VOD answers %j about a video',
    async (body) => {
      const user = await newUser()
      const videoId = (await user.create()).json.videoId as string
      const fault = { type: 'respond', status: 200, contentType: 'application/json', body }
      await emulator('POST', '/faults', [{ operation: 'GetVideoInfo', fault }])
      const { status, json } = await user.get(videoId)
      expect([status, json.code]).toEqual([502, 'vod_malformed'])
      expect((await user.get(videoId)).status).toBe(200)
    },
  )
})
