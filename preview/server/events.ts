import type { ServerResponse } from 'node:http'

/** Server-sent events to every open page. */
export class Events {
  readonly #open = new Set<ServerResponse>()

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 500\n\n')
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
  }

  send(event: string, data: unknown): void {
    for (const response of this.#open) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  close(): void {
    for (const response of this.#open) response.end()
  }
}
