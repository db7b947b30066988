import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Cloud } from './cloud'
import { handleControl, sendControlError } from './control'
import { CloudError, ExchangeOver } from './errors'
import { Exchange } from './exchange'
import { handleGateway, sendGatewayError } from './gateway/gateway'
import { handleOss, sendOssError } from './oss/oss'
import { sendWeChatError } from './wechat/answer'
import { handleJscode2session } from './wechat/jscode2session'
import { handleSendMessage } from './wechat/send-message'
import { handleStableToken } from './wechat/stable-token'
import { handleTextCheck } from './wechat/text-check'

interface Service {
  handle(cloud: Cloud, exchange: Exchange): Promise<void>
  sendError(exchange: Exchange, error: CloudError): void
}

const control: Service = { handle: handleControl, sendError: sendControlError }
const weChat = (handle: Service['handle']): Service => ({ handle, sendError: sendWeChatError })

/** WeChat's calls, by their paths. */
const WECHAT: Readonly<Record<string, Service>> = {
  '/sns/jscode2session': weChat(handleJscode2session),
  '/cgi-bin/stable_token': weChat(handleStableToken),
  '/cgi-bin/message/subscribe/send': weChat(handleSendMessage),
  '/wxa/msg_sec_check': weChat(handleTextCheck),
}
const oss: Service = { handle: handleOss, sendError: sendOssError }
const gateway: Service = { handle: handleGateway, sendError: sendGatewayError }

function serviceFor(exchange: Exchange): Service {
  if (exchange.bucket) return oss
  if (exchange.url.pathname.startsWith('/_emulator/')) return control
  return WECHAT[exchange.url.pathname] ?? gateway
}

/** Hands one request to the service that it names, which answers it. Never rejects. */
export async function dispatch(cloud: Cloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
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
