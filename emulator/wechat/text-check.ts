import type { Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import { expectOpenid, readFields, refusal, require, sendJson } from './answer'

const CONTENT_MAX_CHARACTERS = 2500

/** Texts that stand for what WeChat would find, with its labels: 100 is normal. */
const FINDINGS = [
  { text: /赌博|gambling/i, suggest: 'risky', label: 20006 },
  { text: /政治|politics/i, suggest: 'review', label: 20001 },
] as const
const NOTHING = { suggest: 'pass', label: 100 } as const

/** WeChat's msgSecCheck, version 2. */
export async function handleTextCheck(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = await cloud.begin(exchange, 'msgSecCheck')
  const token = require(exchange.url.searchParams.get('access_token'), 41001, 'access_token missing')
  const fields = await readFields(exchange)
  if (cloud.accessTokens.ownerOf(token, call.now()) === undefined) {
    throw refusal(40001, 'invalid credential, access_token is invalid or not latest')
  }
  const { version, openid, scene, content } = fields
  expectOpenid(openid)
  if (version !== 2) throw refusal(47001, 'data format error')
  if (typeof scene !== 'number' || ![1, 2, 3, 4].includes(scene)) throw refusal(40129, 'invalid scene')
  const text = require(content, 44002, 'empty content')
  if ([...text].length > CONTENT_MAX_CHARACTERS) throw refusal(45002, 'content size out of limit')
  const { suggest, label } = FINDINGS.find((finding) => finding.text.test(text)) ?? NOTHING
  const detail = [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }]
  sendJson(exchange, { errcode: 0, errmsg: 'ok', trace_id: exchange.requestId, result: { suggest, label }, detail })
}
