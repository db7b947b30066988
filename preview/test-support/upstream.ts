import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'

export interface Received {
  method: string
  path: string
  host: string
  headers: IncomingHttpHeaders
  body: Buffer
}

type Handler = (response: ServerResponse, received: Received) => void

/** A server of the test's own on loopback, for the app's requests. It answers as the path's handler says. */
export function useUpstream(handlers: Record<string, Handler>) {
  const received: Received[] = []
  const server = createServer((request, response) => void answer(request, response))
  /** Paths of the requests whose client has left before the answer. */
  const abandoned: string[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.once('close', () => {
      if (!response.writableFinished) abandoned.push(request.url ?? '')
    })
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const { method = '', url = '', headers } = request
    const one = { method, path: url, host: headers.host ?? '', headers, body: Buffer.concat(chunks) }
    received.push(one)
    const handler = handlers[url.split('?')[0] ?? '']
    if (handler) handler(response, one)
    else response.end('ok')
  }

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  beforeEach(() => {
    received.length = 0
    abandoned.length = 0
  })
  afterAll(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const port = () => (server.address() as AddressInfo).port
  return {
    received,
    port,
    url: (path: string) => `http://127.0.0.1:${port()}${path}`,
    abandoned: () => abandoned,
  }
}
