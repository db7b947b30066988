import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLink } from './link'

const LINE = { bytesPerSecond: 1_000_000, bytesPerSecondEach: 200_000, roundTripMs: 60 }

let server: Server
let port: number

beforeAll(async () => {
  // Says how much has come once it is all there.
  server = createServer({ allowHalfOpen: true }, (socket) => {
    let bytes = 0
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    socket.on('end', () => socket.end(String(bytes)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
})

/** Resolves with the server's answer and how long it took. */
function send(to: number, bytes: number) {
  return new Promise<{ answer: string; ms: number }>((resolve, reject) => {
    const started = performance.now()
    let answer = ''
    const socket = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
    })
    socket.on('end', () => resolve({ answer, ms: performance.now() - started }))
    socket.end(Buffer.alloc(bytes))
  })
}

it('the slow link carries all bytes, each connection at its own speed, after the round trips', async () => {
  const link = await openLink({ ...LINE, port })
  const both = await Promise.all([send(link.port, 100_000), send(link.port, 100_000)])
  for (const { answer, ms } of both) {
    expect(answer).toBe('100000')
    // Half a second for the bytes, the handshake, and the way there and back.
    expect(ms).toBeGreaterThan(500 + 60 + 60 - 40)
  }
  expect(link.sent()).toBe(200_000)
  await link.close()
})

it('the slow link carries no more than it can in all', async () => {
  const link = await openLink({ ...LINE, bytesPerSecond: 200_000, port })
  const both = await Promise.all([send(link.port, 50_000), send(link.port, 50_000)])
  expect(Math.max(...both.map(({ ms }) => ms))).toBeGreaterThan(500 + 60 + 60 - 40)
  await link.close()
})

it('the slow link cuts what is under way', async () => {
  const link = await openLink({ ...LINE, port, cutEachMs: 300 })
  await expect(send(link.port, 1_000_000)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(link.sent()).toBeLessThan(100_000)
  await link.close()
})
