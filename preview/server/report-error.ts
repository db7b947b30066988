import type { IncomingMessage, ServerResponse } from 'node:http'
import { locateError, type Maps } from './locate-error'

/** Bytes of a report. */
const MOST_BYTES = 256 * 1024

/** `POST /__preview/errors`: an error of the app, as the browser has it. Answers with its place, and prints it. */
export class ErrorReports {
  readonly #onLine: (line: string) => void
  #last = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  async answer(request: IncomingMessage, response: ServerResponse, maps: Maps): Promise<void> {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) {
      text += chunk
      if (text.length > MOST_BYTES) return void response.writeHead(413).end()
    }
    const { message, stack } = JSON.parse(text) as { message: string; stack: string }
    const located = locateError(stack, maps)
    this.#print(message, located.place ?? located.stack[0] ?? '', located.frame)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(located))
  }

  /** What comes again and again is printed once. */
  #print(message: string, place: string, frame: string | undefined): void {
    const [first = ''] = message.split('\n')
    const line = place === '' ? first : `${place} ${first}`
    if (line === this.#last) return
    this.#last = line
    for (const one of [line, ...(frame?.split('\n') ?? [])]) this.#onLine(one)
  }
}
