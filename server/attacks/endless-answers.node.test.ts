import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { loginCode, testService } from '../test-support/service'
import { testUser } from '../test-support/user'

// Upstreams that send for ever: a proxy in between, or whoever answers in their name.

const CHUNK = Buffer.alloc(64 * 1024, '{"a":1,')
/** Bytes that a connection may swallow before it notices: what lies in the buffers of two sockets. */
const SENT_MAX = 16 * 1024 * 1024

let server: Server
let sent = 0

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const send = () => {
      while (!response.destroyed) {
        sent += CHUNK.length
        if (!response.write(CHUNK)) return
      }
    }
    response.on('drain', send)
    response.on('error', () => undefined)
    send()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const endless = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

it.each([
  ['WeChat', 'WECHAT_URL', 'wechat_malformed'],
  ['STS', 'STS_URL', 'sts_malformed'],
  ['VOD', 'VOD_URL', 'vod_malformed'],
])('an endless answer of %s is read up to a bound, and is malformed', async (upstream, setting, code) => {
  sent = 0
  const service = testService({ [setting]: endless() })
  const ask = async () => {
    if (upstream === 'WeChat') return service.call('POST', '/session', { body: { code: loginCode('alice') } })
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    return upstream === 'STS' ? user.call('POST', '/credentials') : user.create()
  }
  const memory = process.memoryUsage().rss
  const { status, json } = await ask()
  expect([status, json.code]).toEqual([502, code])
  expect(sent).toBeLessThan(SENT_MAX)
  expect(process.memoryUsage().rss - memory).toBeLessThan(100 * 1024 * 1024)
  expect(inject('emulatorUrl')).not.toBe(endless())
})
