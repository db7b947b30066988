import { type FileHandle, open } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { localhostLookup } from '../../node-ports/localhost-lookup'
import { gauge } from './gauge'

/** What Node itself takes to read a file and to send it in parts: no engine, no adapter, signed beforehand. */
export interface BareJob {
  path: string
  parallel: number
  parts: { url: string; headers: Record<string, string>; position: number; length: number }[]
}

const job = JSON.parse(process.argv[2] as string) as BareJob
const agent = new Agent({ keepAlive: true })
const file = await open(job.path)
const measured = await gauge(async () => {
  const rest = job.parts.values()
  const work = async () => {
    for (const part of rest) await send(file, part)
  }
  await Promise.all(Array.from({ length: job.parallel }, work))
})
agent.destroy()
await file.close()
console.log(JSON.stringify(measured))

async function send(from: FileHandle, { url, headers, position, length }: BareJob['parts'][number]): Promise<void> {
  const { buffer } = await from.read(new Uint8Array(length), 0, length, position)
  await new Promise<void>((resolve, reject) => {
    const options = { method: 'PUT', headers: { ...headers, 'content-length': length }, agent, lookup: localhostLookup }
    const outgoing = request(url, options, (answer) => {
      answer.resume()
      answer.once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`))))
    })
    outgoing.once('error', reject)
    outgoing.end(buffer)
  })
}
