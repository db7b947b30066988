import type { Account } from '../account'
import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

/**
 * Writes an error as WeChat does. A code that is no number is none of WeChat's: it stands for a failure in front of it,
 * and comes with its HTTP status and as HTML.
 */
export function sendWeChatError(exchange: Exchange, error: CloudError): void {
  if (/^-?\d+$/.test(error.code)) {
    // WeChat names the request in its message: rid: 63e60657-344dd3ee-28b67950
    const rid = exchange.requestId.toLowerCase().match(/.{8}/g)?.join('-')
    sendJson(exchange, { errcode: Number(error.code), errmsg: `${error.message}, rid: ${rid}` })
  } else {
    const html = `<html><head><title>${error.status} ${error.code}</title></head><body>${error.code}</body></html>\n`
    exchange.send(error.status, { 'content-type': 'text/html' }, html)
  }
}

/** @throws {CloudError} 40013, 40125 */
export function expectMiniProgram(cloud: Cloud, appId: string, secret: string): Account['miniPrograms'][number] {
  const miniProgram = cloud.account.miniPrograms.find((known) => known.appId === appId)
  if (!miniProgram) throw refusal(40013, 'invalid appid')
  if (secret !== miniProgram.appSecret) throw refusal(40125, 'invalid appsecret')
  return miniProgram
}

/** The fields of a JSON body. @throws {CloudError} 47001 */
export async function readFields(exchange: Exchange): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse((await exchange.readBody()).toString())
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw refusal(47001, 'data format error')
}

export function require(value: unknown, errcode: number, message: string): string {
  if (typeof value !== 'string' || value === '') throw refusal(errcode, message)
  return value
}

/** As openids look here: see jscode2session. */
const OPENID = /^o[\w-]{27}$/

/** @throws {CloudError} 40003 */
export function expectOpenid(value: unknown): string {
  if (typeof value !== 'string' || !OPENID.test(value)) throw refusal(40003, 'invalid openid')
  return value
}

export function refusal(errcode: number, message: string): CloudError {
  return new CloudError(200, String(errcode), message)
}

export function sendJson(exchange: Exchange, body: Record<string, unknown>): void {
  exchange.send(200, { 'content-type': 'text/plain' }, JSON.stringify(body))
}
