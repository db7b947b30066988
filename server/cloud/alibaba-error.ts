import { Problem, type ProblemCode, type ProblemOptions } from '../problem'

const RETRY_S = 1
/** Characters of a code or an id that get into the log. */
const TEXT_MAX = 128
const AGAIN = 'Try again in a moment.'
const FOR_OPERATOR = 'The operator of this service has to mend its settings.'

/** What an error of the Alibaba SDKs says. Their messages are left alone: they can hold the whole signed URL. */
export interface AlibabaError {
  /** The cloud's own code, or that of the network; may be empty. */
  code: string
  name: string
  status?: number
  requestId?: string
}

export function readAlibabaError(error: unknown): AlibabaError {
  const fields = record(error)
  // openapi-client keeps the cloud's answer in `data`; openapi-core has its fields on the error itself.
  const data = record(fields.data)
  const status = fields.statusCode ?? data.statusCode
  const requestId = fields.requestId ?? data.RequestId
  return {
    code: text(fields.code),
    name: text(fields.name),
    ...(typeof status === 'number' && { status }),
    ...(typeof requestId === 'string' && { requestId: text(requestId) }),
  }
}

/** A problem that only the operator can mend: the hint is for the log, not for the client. */
export function forOperator(problem: ProblemCode, service: string, hint: string, { code, requestId }: AlibabaError) {
  return new Problem(problem, FOR_OPERATOR, { hint: `${hint} (${service}: ${code})`, upstreamRequestId: requestId })
}

/** What STS and VOD have in common. Whatever is none of their errors is an answer that makes no sense. */
export function gatewayProblem(service: 'STS' | 'VOD', cause: unknown, error: AlibabaError): Problem {
  const { code, name, status, requestId } = error
  const name_ = service === 'STS' ? 'sts' : 'vod'
  const again = (
    kind: 'timeout' | 'malformed' | 'failed' | 'unreachable' | 'throttled',
    options: ProblemOptions = {},
  ) => new Problem(`${name_}_${kind}`, AGAIN, { retryAfter: RETRY_S, upstreamRequestId: requestId, ...options })

  if (/^Throttling/.test(code)) return again('throttled')
  if (
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|MissingSecurityToken|InvalidSecurityToken)/.test(
      code,
    )
  ) {
    const hint =
      'check ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, and that a temporary key has its ALIBABA_CLOUD_SECURITY_TOKEN and has not ended'
    return forOperator('access_key_rejected', service, hint, error)
  }
  if (code.startsWith('InvalidTimeStamp')) {
    return forOperator('access_key_rejected', service, "the clock of this service's machine is wrong", error)
  }
  if (name === 'RequestTimeoutError' || code === 'ETIMEDOUT' || code === 'ECONNRESET') return again('timeout')
  if (cause instanceof SyntaxError) {
    return again('malformed', { hint: `${service} answered with something that is not JSON` })
  }
  if (name === 'AnswerTooLarge')
    return again('malformed', { hint: `${service} answered with more than any answer has` })
  if (status !== undefined) {
    return again('failed', { hint: `${service} answered HTTP ${status} with code ${code || 'none'}` })
  }
  if (/^E[A-Z_]+$/.test(code)) {
    return again('unreachable', { hint: `the ${service} endpoint must be reachable from this service (${code})` })
  }
  // The SDKs take apart whatever the cloud has answered, JSON null and lists among it, and fall over it somewhere.
  return again('malformed', { hint: `${service}'s answer cannot be read (${name || typeof cause})` })
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_MAX) : ''
}
