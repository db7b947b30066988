import fc from 'fast-check'
import { beforeEach, expect, inject, it } from 'vitest'
import { ADMIN } from '../test-support/admin'
import { emulator } from '../test-support/emulator'
import { cloudRunHeaders, serviceMaker } from '../test-support/logins'
import { runtime } from '../test-support/runtime'
import { teamLogin } from '../test-support/team-login'

const INPUTS = runtime.name === 'node' ? 10_000 : 1000
const seed = Number(inject('fuzzSeed'))

beforeEach(() => emulator('POST', '/reset'))

const encode = (text: string) => Buffer.from(text).toString('base64url')
const odd = fc.oneof(
  fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, '~')),
  fc.constantFrom('', ' ', '.', '..', '...', 'null', '{}', 'a.b.c', `${'a'.repeat(9000)}`),
)
/** Values of claims and header fields, some of which a careless reader would take. */
const claim = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>('none', 'HS256', 'ES256', '', 0, -1, 1e300, 9_999_999_999, null, true, [], ['wevod'], {}),
)
const names = ['alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'jku', 'x5c', 'iss', 'aud', 'sub', 'exp', 'nbf', 'iat']
const object = fc.dictionary(fc.constantFrom(...names), claim, { maxKeys: 6 })

/** What is sent in the place of a right token; the parts of a right one are at hand. */
const forged = fc.oneof(
  odd.map((text) => () => text),
  fc.tuple(object, object, odd).map(([header, payload, signature]) => () => {
    return `${encode(JSON.stringify(header))}.${encode(JSON.stringify(payload))}.${encode(signature)}`
  }),
  object.map((header) => (good: string) => {
    const [, payload, signature] = good.split('.')
    return `${encode(JSON.stringify(header))}.${payload}.${signature}`
  }),
  fc.tuple(object, fc.boolean()).map(([payload, unsigned]) => (good: string) => {
    const [header, , signature] = good.split('.')
    return `${header}.${encode(JSON.stringify(payload))}.${unsigned ? '' : signature}`
  }),
  fc.nat(600).map((at) => (good: string) => {
    const i = at % good.length
    // The last characters of a part of Base64 may hold bits that count for nothing.
    return `${good.slice(0, i)}${good[i] === 'A' ? '_' : 'A'}${good.slice(i + 1)}`
  }),
)

it(`LOGIN=jwt refuses ${INPUTS} tokens that the team has not signed (seed ${seed})`, async () => {
  const team = await teamLogin()
  const make = await serviceMaker('wechat')
  const service = make(1, { ...team.settings, ...ADMIN, CALLS_PER_MINUTE_ADDRESS: '1000000' })
  const good = await team.token('user-17')
  const [, payload = '', signature = ''] = good.split('.')
  await fc.assert(
    fc.asyncProperty(
      forged,
      fc.constantFrom('GET /videos', 'POST /credentials', 'GET /admin/stuck'),
      async (forge, call) => {
        const token = forge(good)
        // Other bits in the padding of the same signature are the same signature.
        const [, ownPayload, ownSignature = ''] = token.split('.')
        const same = Buffer.from(ownSignature, 'base64url').equals(Buffer.from(signature, 'base64url'))
        fc.pre(!(token === good || (same && ownPayload === payload)))
        const [method = '', path = ''] = call.split(' ')
        // What Cloud Run's gateway would say counts for nothing here.
        const headers = { ...cloudRunHeaders('oAlice'), authorization: `Bearer ${token}` }
        const { status, json } = await service.call(method, path, { headers })
        expect([status, json.code], token).toEqual([401, expect.stringMatching(/^(session_|admin_refused)/)])
      },
    ),
    { seed, numRuns: INPUTS },
  )
}, 240_000)

it(`LOGIN=cloudrun refuses ${INPUTS} calls that its gateway has not made (seed ${seed})`, async () => {
  const make = await serviceMaker('cloudrun')
  const service = make(1, { CALLS_PER_MINUTE_ADDRESS: '1000000' })
  const right = cloudRunHeaders('oAlice')
  const header = fc.constantFrom(...Object.keys(right), 'x-wx-from-openid', 'x-wx-from-appid')
  await fc.assert(
    fc.asyncProperty(header, fc.option(odd), async (name, value) => {
      const headers = { ...right }
      if (value === null) delete headers[name]
      else headers[name] = value.trim()
      const changed = headers[name] !== right[name]
      // Who comes from where in WeChat is a text of its own choosing; names besides the right ones count for nothing.
      fc.pre(changed && !name.includes('from') && !(name === 'x-wx-source' && (headers[name] ?? '') !== ''))
      fc.pre(!(name === 'x-wx-openid' && /^[\w.@-]{2,64}$/.test(headers[name] ?? '')))
      const { status, json } = await service.call('GET', '/videos', { headers })
      expect([status, json.code]).toEqual([401, expect.stringMatching(/^session_/)])
    }),
    { seed, numRuns: INPUTS },
  )
}, 240_000)
