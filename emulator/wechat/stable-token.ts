import type { Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import { expectMiniProgram, readFields, refusal, require, sendJson } from './answer'

/** WeChat's stable_token (getStableAccessToken). */
export async function handleStableToken(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = await cloud.begin(exchange, 'stable_token')
  const fields = await readFields(exchange)
  if (fields.grant_type !== 'client_credential') throw refusal(40002, 'invalid grant_type')
  const appId = require(fields.appid, 41002, 'appid missing')
  expectMiniProgram(cloud, appId, require(fields.secret, 41004, 'appsecret missing'))
  const isForced = fields.force_refresh === true
  if (isForced && !cloud.accessTokens.mayForce(appId, call.now())) {
    throw refusal(45009, 'reach max api daily quota limit')
  }
  const { token, expiresAt } = cloud.accessTokens.get(appId, isForced, call.now())
  sendJson(exchange, { access_token: token, expires_in: Math.floor((expiresAt - call.now()) / 1000) })
}
