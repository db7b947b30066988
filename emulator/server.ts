import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Account, demoAccount } from './account'
import { Cloud } from './cloud'
import { handleControl, sendControlError } from './control'
import { CloudError, ExchangeOver } from './errors'
import { Exchange } from './exchange'
import { handleGateway, sendGatewayError } from './gateway/gateway'
import { handleOss, sendOssError } from './oss/oss'
import { handleJscode2session, sendWeChatError } from './wechat/jscode2session'

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
  await mkdir(options.directory, { recursive: true })
  const cloud = new Cloud({ account: demoAccount, ...options })
  await cloud.reset()
  const server = createServer((request, response) => void answer(cloud, request, response))
  // Uploads over slow links take long; a stalled one ends when its client does, or when the emulator does.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cloud,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

interface Service {
  handle(cloud: Cloud, exchange: Exchange): Promise<void>
  sendError(exchange: Exchange, error: CloudError): void
}

const control: Service = { handle: handleControl, sendError: sendControlError }
const weChat: Service = { handle: handleJscode2session, sendError: sendWeChatError }
const oss: Service = { handle: handleOss, sendError: sendOssError }
const gateway: Service = { handle: handleGateway, sendError: sendGatewayError }

function serviceFor(exchange: Exchange): Service {
  if (exchange.bucket) return oss
  if (exchange.url.pathname.startsWith('/_emulator/')) return control
  if (exchange.url.pathname === '/sns/jscode2session') return weChat
  return gateway
}

async function answer(cloud: Cloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let exchange: Exchange
  try {
    exchange = new Exchange(request, response)
  } catch {
    // The one thing that throws is a Host header or target that makes no URL.
    response.writeHead(400, { 'content-type': 'text/plain' }).end('The request has no valid target or Host.\n')
    return
  }
  const service = serviceFor(exchange)
  try {
    await service.handle(cloud, exchange)
  } catch (error) {
    if (error instanceof ExchangeOver) return
    if (error instanceof CloudError && !exchange.answered) return sendSafely(service, exchange, error)
    // The client left in the middle of its request or of the answer.
    if (request.socket.destroyed) return
    console.error(`emulator: ${request.method} ${exchange.url.pathname}:`, error)
    if (!exchange.answered)
      sendSafely(service, exchange, new CloudError(500, 'InternalError', 'The emulator failed; see its log.'))
  }
}

/** Sends an error; a fault that loses or stalls the answer ends the exchange here too. */
function sendSafely(service: Service, exchange: Exchange, error: CloudError): void {
  try {
    service.sendError(exchange, error)
  } catch (failure) {
    if (!(failure instanceof ExchangeOver)) throw failure
  }
}
