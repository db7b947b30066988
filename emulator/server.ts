import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Account, demoAccount } from './account'
import { Cloud } from './cloud'
import { dispatch } from './dispatch'

export interface EmulatorOptions {
  /** Folder for the bytes of objects, kept in `objects/` within it, which is emptied at the start. */
  directory: string
  /** 0 (default) takes a free port. */
  port?: number
  account?: Account
  /** The cloud's clock, milliseconds since 1970. */
  now?: () => number
}

export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
  cloud: Cloud
  /** Stops listening and drops every open connection. */
  close(): Promise<void>
}

/**
 * Starts WeChat login, STS, VOD and OSS on one port of 127.0.0.1. Rejects with Node's error when the port is taken
 * (EADDRINUSE) or the folder cannot be written.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cloud = new Cloud({ account: demoAccount, ...options })
  const server = createServer((request, response) => void dispatch(cloud, request, response))
  // Longer than any client keeps an idle connection: on a busy machine it would send a call just as the connection ends.
  server.keepAliveTimeout = 65_000
  // Uploads over slow links take long; a stalled one ends when its client does, or when the emulator does.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  // Not before: where the port is taken, the folder may be that of the emulator which has it.
  try {
    await mkdir(options.directory, { recursive: true })
    await cloud.reset()
  } catch (error) {
    server.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  cloud.port = port
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cloud,
    async close() {
      await cloud.outbox.reset()
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      })
    },
  }
}
