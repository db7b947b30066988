import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHttp } from './node-http'

let server: Server
let port: number
const http = nodeHttp()

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/silent') return
    if (request.url === '/stalled') {
      response.writeHead(200, { 'content-length': '10' }).write('half')
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(request.url === '/moved' ? 302 : 403, {
        'X-Seen': `${request.method} ${request.headers.host}`,
        location: '/x',
      })
      response.end(Buffer.concat(chunks))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  http.close()
  server.closeAllConnections()
  server.close()
})

const send = (path: string, more: { host?: string; timeoutMs?: number; body?: string | ArrayBuffer } = {}) =>
  http.send({
    method: 'PUT',
    url: `http://${more.host ?? '127.0.0.1'}:${port}${path}`,
    headers: {},
    timeoutMs: more.timeoutMs ?? 5000,
    ...(more.body !== undefined && { body: more.body }),
  })

describe('nodeHttp', () => {
  it('resolves for every status and reaches any name under localhost', async () => {
    const { status, headers, text } = await send('/', { host: 'bucket.localhost', body: 'ünï' }).response
    expect([status, text]).toEqual([403, 'ünï'])
    expect(headers['x-seen']).toBe(`PUT bucket.localhost:${port}`)
  })

  it('sends bytes as they are', async () => {
    expect((await send('/', { body: Uint8Array.of(104, 105).buffer }).response).text).toBe('hi')
  })

  it('does not follow redirects', async () => {
    expect((await send('/moved').response).status).toBe(302)
  })

  it.each(['/silent', '/stalled'])('gives up on %s in time', async (path) => {
    await expect(send(path, { timeoutMs: 100 }).response).rejects.toMatchObject({ code: 'timed_out' })
  })

  it('aborts', async () => {
    const call = send('/silent')
    call.abort()
    await expect(call.response).rejects.toMatchObject({ code: 'canceled' })
  })

  it('says that nothing listens', async () => {
    const { response } = http.send({
      method: 'GET',
      url: 'http://127.0.0.1:9/?token=secret',
      headers: {},
      timeoutMs: 1000,
    })
    await expect(response).rejects.toMatchObject({
      code: 'network_failed',
      message: 'http://127.0.0.1:9 cannot be reached (nothing listens there).',
    })
  })
})
