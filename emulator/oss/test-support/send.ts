import { type IncomingHttpHeaders, request } from 'node:http'
import { BUCKET } from './use-emulator'

export interface RawRequest {
  method?: string
  /** Path and query, encoded. */
  path: string
  bucket?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  /** Of an error's XML. */
  code: string | undefined
  ec: string | undefined
}

/** One request with full control of its headers: fetch cannot set Host, which names the bucket. */
export function send(port: number, { method = 'GET', path, bucket = BUCKET, headers = {}, body }: RawRequest) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const host = `${bucket}.localhost:${port}`
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, host } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: text,
          code: elementOf(text, 'Code'),
          ec: elementOf(text, 'EC'),
        })
      })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** Text of the first element of this name. */
export function elementOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
}
