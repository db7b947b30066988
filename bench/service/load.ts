import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoadOptions {
  port: number
  /** The next request, as bytes of HTTP/1.1. */
  next: () => Buffer
  /** Requests under way at the same time, each on a connection of its own. */
  connections: number
  seconds: number
}

export interface LoadResult {
  requests: number
  /** Answers that are not 200, and connections that broke. */
  errors: number
  /** Requests a second. */
  rate: number
  /** Milliseconds. */
  p50: number
  p99: number
}

/**
 * Sends requests as fast as they are answered. On plain sockets, since Node's HTTP clients take more of a core than the
 * servers that are measured.
 */
export async function load({ port, next, connections, seconds }: LoadOptions): Promise<LoadResult> {
  const times: number[] = []
  let errors = 0
  let ended = false
  const started = performance.now()

  const connection = () =>
    new Promise<void>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let sentAt = 0
      let received = ''
      const send = () => {
        sentAt = performance.now()
        if (ended) socket.destroy()
        else socket.write(next())
      }
      socket.setEncoding('latin1')
      socket.on('connect', send)
      socket.on('data', (chunk: string) => {
        received += chunk
        const answer = readAnswer(received)
        if (!answer) return
        received = ''
        times.push(performance.now() - sentAt)
        if (answer.status !== 200) errors++
        send()
      })
      socket.on('error', () => {
        errors++
      })
      socket.on('close', () => {
        if (!ended) errors++
        resolve()
      })
    })

  const all = Array.from({ length: connections }, connection)
  await Promise.race([sleep(seconds * 1000), Promise.all(all)])
  ended = true
  const elapsed = (performance.now() - started) / 1000
  await Promise.all(all)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.POSITIVE_INFINITY
  return { requests: times.length, errors, rate: times.length / elapsed, p50: at(0.5), p99: at(0.99) }
}

/** An answer that is complete, with a Content-Length or in chunks. */
function readAnswer(text: string): { status: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = text.slice(0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const isComplete = length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= headEnd + 4 + Number(length)
  return isComplete ? { status: Number(head.slice(9, 12)) } : undefined
}

export function httpRequest(method: string, path: string, headers: Record<string, string>, body = ''): Buffer {
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': String(Buffer.byteLength(body)) })
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
}
