import { randomUUID } from 'node:crypto'
import { encodeQuery } from '../../miniprogram/uploader/cloud/percent-encode'
import { acs3Headers } from '../../miniprogram/uploader/vod/acs3-signature'
import type { AccessKey } from '../../server/cloud/access-key'
import type { Send } from '../network/send'
import { isThrottling, Refusal, sayable } from './refusal'

const VERSIONS = { STS: '2015-04-01', VOD: '2017-03-21' } as const

type Product = keyof typeof VERSIONS

export interface AlibabaOptions {
  send: Send
  /** Base URLs. */
  endpoints: Readonly<Record<Product, string>>
  /** Milliseconds since 1970. */
  now(): number
  pause(ms: number): Promise<void>
}

/** Fields of an answer. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * One call of STS or VOD, signed with V3 as the phone signs its own. The service's clients fold the clouds' codes into its
 * own few; here each code counts.
 * Rejects with a Refusal, or with a NetworkError.
 */
export type CallAlibaba = (
  product: Product,
  action: string,
  parameters: Readonly<Record<string, string>>,
  key: AccessKey,
) => Promise<Fields>

/** How long it waits before it asks STS again, milliseconds: throttling is counted by the second. */
const PAUSES_MS = [300, 1200]

export function alibabaCaller({ send, endpoints, now, pause }: AlibabaOptions): CallAlibaba {
  const once: CallAlibaba = async (product, action, parameters, key) => {
    const url = endpoints[product]
    const body = encodeQuery(parameters)
    const headers = acs3Headers(new URL(url).host, action, VERSIONS[product], body, key, now(), randomUUID())
    const answer = await send({
      method: 'POST',
      url: `${url}/`,
      headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    const fields = readJson(answer.text)
    if (answer.status === 200 && typeof fields.RequestId === 'string') return fields
    throw new Refusal(product, action, {
      status: answer.status,
      code: text(fields.Code),
      requestId: text(fields.RequestId) ?? answer.headers['x-acs-request-id'],
      said: sayable(fields.Message),
      date: answer.date,
    })
  }

  return async (product, action, parameters, key) => {
    for (const ms of product === 'STS' ? PAUSES_MS : []) {
      try {
        return await once(product, action, parameters, key)
      } catch (error) {
        if (!(error instanceof Refusal && isThrottling(error.code ?? ''))) throw error
        await pause(ms)
      }
    }
    return once(product, action, parameters, key)
  }
}

/** No fields where it is no JSON object: a page of something in between. */
export function readJson(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  } catch {
    // Told by the fields that are missing.
  }
  return {}
}

/** What an answer says under a name, where that is text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
