import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { LogLine } from '../log'
import { emulator } from '../test-support/emulator'
import { type NodeService, startNodeService } from './start-node-service'

// What arrives at a socket, and no client with manners sends.

let service: NodeService
let lines: LogLine[]

const start = (changes: Record<string, string> = {}, hostname = '127.0.0.1') =>
  startNodeService({
    env: { ...inject('demoSettings'), ...changes },
    port: 0,
    hostname,
    databasePath: ':memory:',
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    trustedProxies: 0,
    log: (line) => lines.push(line),
  })

beforeAll(async () => {
  service = await start()
})

beforeEach(async () => {
  lines = []
  await emulator('POST', '/reset')
})

afterAll(() => service.stop(0))

/** Sends bytes as they are, and gives what comes back until the connection ends. */
async function send(bytes: string, port = service.port): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
  })
  socket.on('error', () => undefined) // Ends with close, too.
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

const HOSTS = [
  '256.1.1.1',
  '1.2.3.4.5',
  '[::1',
  '[::1]]',
  'x:99999',
  'x:y',
  'a b',
  'a/b',
  'a?b',
  'a#b',
  'a@b',
  'a\\b',
  '%00',
  '%',
  '<script>',
  '0x7f.1',
  '0x7f.1:8080',
  '127.1',
  'xn--',
  '..',
  '',
  'a'.repeat(3000),
]

describe('a request on Node', () => {
  it.each(HOSTS)('with the Host %j is answered, not failed', async (host) => {
    for (const [method, path] of [
      ['GET', '/healthz'],
      ['GET', '/nothing'],
      ['POST', '/session'],
    ]) {
      const answer = await send(
        `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      )
      expect(answer, `${method} ${path}`).toMatch(/^HTTP\/1.1 [24]\d\d /)
    }
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('with a Host that cannot be is refused with a code', async () => {
    const answer = await send('GET /healthz HTTP/1.1\r\nHost: 256.1.1.1\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain('"code":"invalid_request"')
  })

  it.each(['/\\x', '/%', '/%ff', '//', '/\u0001', 'http://[', 'x', '/a/../../b', `/${'x'.repeat(9000)}`])(
    'with the path %j is answered, not failed',
    async (path) => {
      expect(await send(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 4\d\d /)
    },
  )

  it('whose client leaves in the middle of its body is no error of this service', async () => {
    const socket = connect(service.port, '127.0.0.1')
    socket.write(
      'POST /session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code"',
    )
    await once(socket, 'connect')
    socket.end()
    await expect.poll(() => lines).toEqual([expect.objectContaining({ level: 'info', code: 'body_incomplete' })])
    socket.destroy()
  })
})

describe('the service on HOST=::', () => {
  it('counts IPv4 clients one by one', async () => {
    const everywhere = await start({ CALLS_PER_MINUTE_ADDRESS: '2' }, '::')
    try {
      const login = async (localAddress: string) => {
        const socket = connect({ port: everywhere.port, host: '127.0.0.1', localAddress })
        let answer = ''
        socket.setEncoding('utf8').on('data', (chunk: string) => {
          answer += chunk
        })
        socket.write('GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        await once(socket, 'close')
        return answer.slice(9, 12)
      }
      expect([await login('127.0.0.1'), await login('127.0.0.1'), await login('127.0.0.1')]).toEqual([
        '404',
        '404',
        '429',
      ])
      expect(await login('127.0.0.2')).toBe('404')
    } finally {
      await everywhere.stop(0)
    }
  })
})
