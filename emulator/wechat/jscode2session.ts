import { createHash, randomBytes } from 'node:crypto'
import type { Call, Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

/** The user whom WeChat takes for a high risk. */
const BLOCKED = 'blocked'

/**
 * WeChat's code2Session. As the real one it answers 200 and text/plain whatever happens, and says in `errcode` what
 * went wrong. Each login of a user gives the same openid and a new session_key.
 */
export async function handleJscode2session(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = await cloud.begin(exchange, 'jscode2session')
  const { searchParams } = exchange.url
  const appId = require(searchParams, 'appid', 41002, 'appid missing')
  const secret = require(searchParams, 'secret', 41004, 'appsecret missing')
  const code = require(searchParams, 'js_code', 41008, 'missing code')

  const miniProgram = cloud.account.miniPrograms.find((known) => known.appId === appId)
  if (!miniProgram) throw refusal(40013, 'invalid appid')
  if (secret !== miniProgram.appSecret) throw refusal(40125, 'invalid appsecret')
  if (searchParams.get('grant_type') !== 'authorization_code') throw refusal(40002, 'invalid grant_type')

  logIn(cloud, call, code, appId, exchange)
}

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

function logIn(cloud: Cloud, call: Call, code: string, appId: string, exchange: Exchange): void {
  const now = call.now()
  const name = cloud.loginCodes.nameOf(code, now)
  if (name === undefined) throw refusal(40029, 'invalid code')
  if (cloud.loginCodes.isUsed(code)) throw refusal(40163, 'code been used')
  if (name === BLOCKED) throw refusal(40226, 'code blocked')
  if (!cloud.throttle.admits(`login ${name}`, cloud.switches.loginsPerMinute, 60_000, now)) {
    throw refusal(45011, 'api minute-quota reach limit, must slower, retry next minute')
  }
  cloud.loginCodes.use(code)
  sendJson(exchange, { session_key: randomBytes(16).toString('base64'), openid: openid(appId, name) })
}

/** 28 characters that begin with `o`: one user has another openid in every mini program. */
function openid(appId: string, name: string): string {
  return `o${createHash('sha256').update(`${appId} ${name}`).digest('base64url').slice(0, 27)}`
}

function require(parameters: URLSearchParams, name: string, errcode: number, message: string): string {
  const value = parameters.get(name)
  if (!value) throw refusal(errcode, message)
  return value
}

function refusal(errcode: number, message: string): CloudError {
  return new CloudError(200, String(errcode), message)
}

function sendJson(exchange: Exchange, body: Record<string, unknown>): void {
  exchange.send(200, { 'content-type': 'text/plain' }, JSON.stringify(body))
}
