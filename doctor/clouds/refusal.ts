export type Cloud = 'WeChat' | 'STS' | 'VOD' | 'OSS'

/** A cloud has said no, or something in its place has. */
export class Refusal extends Error {
  readonly cloud: Cloud
  /** API name, such as AssumeRole. */
  readonly action: string
  readonly status: number
  /** The cloud's own; undefined where the answer has none: then it is hardly the cloud's. */
  readonly code: string | undefined
  readonly requestId: string | undefined
  /** What the cloud says, without what it repeats of the request. */
  readonly said: string
  /** The cloud's clock, milliseconds since 1970. */
  readonly date: number | undefined

  constructor(
    cloud: Cloud,
    action: string,
    facts: {
      status: number
      code: string | undefined
      requestId: string | undefined
      said: string
      date: number | undefined
    },
  ) {
    super(`${cloud} refused ${action}: ${facts.code ?? `HTTP ${facts.status}`}`)
    this.name = 'Refusal'
    this.cloud = cloud
    this.action = action
    this.status = facts.status
    this.code = facts.code
    this.requestId = facts.requestId
    this.said = facts.said
    this.date = facts.date
  }
}

/** Characters of a message that are shown. */
const SAID_MAX = 200

/**
 * What may be shown of a cloud's message: SignatureDoesNotMatch quotes the whole string to sign, keys and tokens within, and
 * others repeat the key.
 */
export function sayable(message: unknown): string {
  if (typeof message !== 'string') return ''
  const [beginning = ''] = message.split(/string to sign/i)
  return beginning
    .replace(/\b(STS\.[\w-]+|LTAI[\w-]+|CAIS[\w+/=]+)/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, SAID_MAX)
}

/** RAM's way to say that a right is missing. Other codes that begin with Forbidden speak of a video's state. */
const NOT_PERMITTED = /^(Forbidden(\.RAM|\.NoPermission)?|NoPermission)$/

export function isForbidden(error: unknown): error is Refusal & { code: string } {
  return error instanceof Refusal && NOT_PERMITTED.test(error.code ?? '')
}

/** Refusals that pass by themselves, whatever their HTTP status. */
export function isPassing({ status, code = '' }: Refusal): boolean {
  return status >= 500 || isThrottling(code) || /^(ServiceUnavailable|InternalError|SignatureNonceUsed)$/i.test(code)
}

export function isThrottling(code: string): boolean {
  return /^Throttling|QpsLimit|RateLimit/i.test(code)
}
