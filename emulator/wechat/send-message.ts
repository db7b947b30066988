import type { Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import { expectOpenid, readFields, refusal, require, sendJson } from './answer'

/** Characters of a value, by the kind of its key ("parameter values of subscription messages"). */
const CHARACTERS: Readonly<Record<string, number>> = { thing: 20, phrase: 5, name: 10 }
const CHARACTERS_OTHERWISE = 32

/**
 * WeChat's subscribeMessage.send. What users have accepted is not kept here: a switch makes WeChat say that they have
 * accepted nothing (43101).
 */
export async function handleSendMessage(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = await cloud.begin(exchange, 'subscribeMessage.send')
  const token = require(exchange.url.searchParams.get('access_token'), 41001, 'access_token missing')
  const fields = await readFields(exchange)
  const appId = cloud.accessTokens.ownerOf(token, call.now())
  const miniProgram = cloud.account.miniPrograms.find((known) => known.appId === appId)
  if (!miniProgram) throw refusal(40001, 'invalid credential, access_token is invalid or not latest')
  const { template_id: templateId, page } = fields
  const touser = expectOpenid(fields.touser)
  const template = miniProgram.templates.find(({ id }) => id === templateId)
  if (!template) throw refusal(40037, 'invalid template_id')
  const data = readData(fields.data, template.keys)
  if (cloud.switches.messagesRefused) throw refusal(43101, 'user refuse to accept the msg')
  cloud.messages.push({
    touser,
    templateId: template.id,
    page: typeof page === 'string' ? page : null,
    data,
    sentAt: new Date(call.now()).toISOString(),
  })
  sendJson(exchange, { errcode: 0, errmsg: 'ok', msgid: cloud.messages.length })
}

/** Every key of the template, and no other. */
function readData(data: unknown, keys: readonly string[]): Record<string, string> {
  const given = (typeof data === 'object' ? data : null) ?? {}
  const foreign = Object.keys(given).find((key) => !keys.includes(key))
  if (foreign !== undefined) throw refusal(47003, `argument invalid! data.${foreign} is not in the template`)
  return Object.fromEntries(
    keys.map((key) => {
      const { value } = ((given as Record<string, unknown>)[key] ?? {}) as { value?: unknown }
      if (typeof value !== 'string' || value === '')
        throw refusal(47003, `argument invalid! data.${key}.value is empty`)
      if ([...value].length > (CHARACTERS[key.replace(/\d+$/, '')] ?? CHARACTERS_OTHERWISE)) {
        throw refusal(47003, `argument invalid! data.${key}.value invalid`)
      }
      return [key, value]
    }),
  )
}
