import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ContractRequest {
  method: string
  path: string
  headers: Readonly<Record<string, unknown>>
  body: Buffer
}

export interface ContractAnswer {
  status: number
  headers: Record<string, string>
  text: string
}

/** What the paths of the contract answer. `silence`: nothing, ever; `break`: the connection ends. */
export function answerContract({ method, path, headers, body }: ContractRequest): ContractAnswer | 'silence' | 'break' {
  if (path === '/silent') return 'silence'
  if (path === '/broken') return 'break'
  if (path === '/moved') return { status: 302, headers: { Location: '/echo' }, text: '' }
  if (path === '/json') return { status: 200, headers: { 'Content-Type': 'application/json' }, text: '{"a":1}' }
  if (path === '/xml') return { status: 200, headers: { 'Content-Type': 'application/xml' }, text: '<A>ü</A>' }
  const status = /^\/status\/(\d+)$/.exec(path)?.[1]
  if (status !== undefined) return { status: Number(status), headers: {}, text: '' }
  return {
    status: 200,
    headers: { ETag: '"5D41402ABC4B2A76B9719D911017C592"', 'x-oss-hash-CRC64ecma': '1234' },
    text: JSON.stringify({ method, headers, body: body.toString('hex') }),
  }
}

/** For ports in a browser, whose page has another origin: it may send all, and read what OSS's buckets expose. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-expose-headers': 'ETag, x-oss-request-id, x-oss-hash-crc64ecma',
}

/** Answers so on 127.0.0.1. */
export async function startContractServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    if (method === 'OPTIONS') return void response.writeHead(200, CORS).end()
    const answer = answerContract({ method, path: url, headers, body: Buffer.concat(chunks) })
    if (answer === 'silence') return
    if (answer === 'break') return void request.socket.destroy()
    response.writeHead(answer.status, { ...CORS, ...answer.headers }).end(answer.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function deadOrigin(): Promise<string> {
  const { url, close } = await startContractServer()
  await close()
  return url
}
