import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testService } from '../test-support/service'
import { teamLogin } from '../test-support/team-login'

let answer: { status: number; body: string }
let asked: number
const server = createServer((_, response) => {
  asked++
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
})
let url: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
})
afterAll(() => {
  server.close()
})

async function setup(kid = 'k1') {
  const team = await teamLogin('ES256', kid)
  const { JWT_KEY: _, ...settings } = team.settings
  asked = 0
  answer = { status: 200, body: JSON.stringify({ keys: [team.jwk] }) }
  const service = testService({ ...settings, JWT_JWKS_URL: url })
  const list = async (token: string) =>
    service.call('GET', '/videos', { headers: { authorization: `Bearer ${token}` } })
  return { team, list }
}

it('asks for the keys once, whatever number of users comes', async () => {
  const { team, list } = await setup()
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => team.token(`user-${i}`)))
  const answers = await Promise.all(tokens.map(list))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(asked).toBe(1)
})

it('asks again for a key that it does not know, but not at every call', async () => {
  const { list } = await setup()
  const next = await teamLogin('ES256', 'k2')
  // Until the first question there is nothing to wait for.
  answer.body = JSON.stringify({ keys: [next.jwk] })
  expect((await list(await next.token('user-1'))).status).toBe(200)
  const other = await teamLogin('ES256', 'k3')
  for (let i = 0; i < 5; i++) expect((await list(await other.token(`user-${i}`))).json.code).toBe('session_invalid')
  expect(asked).toBe(1)
})

it.each([
  ['an error', { status: 500, body: '{}' }],
  ['no JSON', { status: 200, body: '<html>' }],
  ['no keys', { status: 200, body: '{"keys":"none"}' }],
])('says that the login cannot be checked where the keys are %s, and recovers', async (_, fault) => {
  const { team, list } = await setup()
  const good = answer
  answer = fault
  const { status, json, headers } = await list(await team.token('user-1'))
  expect([status, json.code, headers.get('retry-after')]).toEqual([502, 'login_unavailable', '1'])
  answer = good
  expect((await list(await team.token('user-1'))).status).toBe(200)
})
