import { createHash, randomBytes } from 'node:crypto'
import type { Call, Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import { expectMiniProgram, refusal, require, sendJson } from './answer'

/** The user whom WeChat takes for a high risk. */
const BLOCKED = 'blocked'

/**
 * WeChat's code2Session. As the real one it answers 200 and text/plain whatever happens, and says in `errcode` what
 * went wrong. Each login of a user gives the same openid and a new session_key.
 */
export async function handleJscode2session(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = await cloud.begin(exchange, 'jscode2session')
  const { searchParams } = exchange.url
  const appId = require(searchParams.get('appid'), 41002, 'appid missing')
  const secret = require(searchParams.get('secret'), 41004, 'appsecret missing')
  const code = require(searchParams.get('js_code'), 41008, 'missing code')

  expectMiniProgram(cloud, appId, secret)
  if (searchParams.get('grant_type') !== 'authorization_code') throw refusal(40002, 'invalid grant_type')

  logIn(cloud, call, code, appId, exchange)
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
