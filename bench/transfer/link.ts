import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { PartBytes } from './part-bytes'
import { Rate } from './rate'

export interface LinkOptions {
  /** Where the server listens on 127.0.0.1. */
  port: number
  /** Of all connections together, from the client to the server. */
  bytesPerSecond: number
  /** Of each connection: what TCP gets on a lossy path, however much the others leave. */
  bytesPerSecondEach: number
  roundTripMs: number
  /** Every connection is reset this often. */
  cutEachMs?: number
}

export interface Link {
  port: number
  cuts(): number
  /** Body bytes of UploadPart that went onto the line, arrived or not: what a phone would have sent. */
  partBytesSent(): number
  /**
   * The same, with what had been read from a client and was not yet on the line when its connection was cut. On a phone
   * that lies in the socket's send buffer; here streams read 64 KiB at a time, whatever highWaterMark says.
   */
  partBytesTaken(): number
  /** All bytes that went onto the line. */
  sent(): number
  close(): Promise<void>
}

/** Small enough that two connections take turns smoothly, large enough for the timers: some 20 ms of one connection. */
const PIECE_BYTES = 4 * 1024
/** The least that a stream can be set to read ahead: a client must feel at once that the line is full. */
const READ_AHEAD_BYTES = 1024

/** A bad mobile link in front of a server: slow, far away, and torn down now and then. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const all = new Rate(options.bytesPerSecond)
  const clients = new Set<Socket>()
  const onLine: PartBytes[] = []
  const taken: PartBytes[] = []
  let sent = 0
  let cuts = 0

  const server = createServer({ allowHalfOpen: true, highWaterMark: READ_AHEAD_BYTES, noDelay: true }, (client) => {
    const counted = { onLine: new PartBytes(), taken: new PartBytes() }
    onLine.push(counted.onLine)
    taken.push(counted.taken)
    clients.add(client)
    const upstream = connect({ port: options.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const own = new Rate(options.bytesPerSecondEach)
    const delayMs = options.roundTripMs / 2
    const end = () => {
      clients.delete(client)
      client.destroy()
      upstream.destroy()
    }
    client.on('error', end).once('close', end)
    // The last bytes from there are still on their way.
    upstream.on('error', end).once('close', () => setTimeout(end, delayMs))
    const up = async () => {
      // TCP's handshake: the client's first byte waits for the answer to its SYN.
      await sleep(options.roundTripMs)
      for await (const chunk of client as AsyncIterable<Buffer>) {
        counted.taken.add(chunk)
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
          const piece = chunk.subarray(at, at + PIECE_BYTES)
          await Promise.all([own.pass(piece.length), all.pass(piece.length)])
          if (client.destroyed) return
          sent += piece.length
          counted.onLine.add(piece)
          setTimeout(() => upstream.write(piece), delayMs)
        }
      }
      setTimeout(() => upstream.end(), delayMs)
    }
    up().catch(end)
    // Answers are small: they are only late.
    upstream.on('data', (chunk: Buffer) => setTimeout(() => client.write(chunk), delayMs))
    upstream.once('end', () => setTimeout(() => client.end(), delayMs))
  })

  const cutter =
    options.cutEachMs &&
    setInterval(() => {
      cuts++
      for (const client of [...clients]) client.resetAndDestroy()
    }, options.cutEachMs)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const sum = (counts: PartBytes[]) => counts.reduce((whole, { total }) => whole + total, 0)
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    partBytesSent: () => sum(onLine),
    partBytesTaken: () => sum(taken),
    sent: () => sent,
    async close() {
      if (cutter) clearInterval(cutter)
      for (const client of clients) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
