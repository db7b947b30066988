import { Problem } from '../problem'

const RETRY_S = 1
const FOR_OPERATOR = 'The operator of this service has to mend its settings.'
const AGAIN = 'Try again in a moment.'

/**
 * What an error of the Alibaba SDK means. Decides by the error's code: the same code comes with different HTTP statuses.
 * The SDK's message is never used, since it can hold the whole signed URL. Undefined where the error is none of STS or
 * the network, but a mistake in a program.
 */
export function stsProblem(error: unknown): Problem | undefined {
  const { code, name, status, requestId } = read(error)
  const operator = (
    problem: 'access_key_rejected' | 'role_not_found' | 'role_not_assumable' | 'role_misconfigured',
    hint: string,
  ) => new Problem(problem, FOR_OPERATOR, { hint: `${hint} (STS: ${code})`, upstreamRequestId: requestId })

  if (/^Throttling/.test(code)) {
    return new Problem('sts_throttled', AGAIN, { retryAfter: RETRY_S, upstreamRequestId: requestId })
  }
  if (code === 'NoPermission' || code.startsWith('Forbidden')) {
    return operator(
      'role_not_assumable',
      "the RAM user of ALIBABA_CLOUD_ACCESS_KEY_ID needs sts:AssumeRole on ROLE_ARN, and the role's trust policy must name its account; the root account's key cannot be used",
    )
  }
  if (code === 'EntityNotExist.Role') return operator('role_not_found', 'ROLE_ARN names a role that does not exist')
  if (
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|MissingSecurityToken|InvalidSecurityToken)/.test(
      code,
    )
  ) {
    return operator('access_key_rejected', 'check ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET')
  }
  if (code.startsWith('InvalidTimeStamp'))
    return operator('access_key_rejected', "the clock of this service's machine is wrong")
  if (/^(InvalidParameter|Missing)/.test(code)) {
    return operator(
      'role_misconfigured',
      "check ROLE_ARN, and CREDENTIAL_SECONDS against the role's maximum session duration",
    )
  }
  if (name === 'RequestTimeoutError' || code === 'ETIMEDOUT' || code === 'ECONNRESET') {
    return new Problem('sts_timeout', AGAIN, { retryAfter: RETRY_S })
  }
  if (error instanceof SyntaxError) {
    return new Problem('sts_malformed', AGAIN, {
      hint: 'STS answered with something that is not JSON',
      retryAfter: RETRY_S,
    })
  }
  if (status !== undefined) {
    return new Problem('sts_failed', AGAIN, {
      hint: `STS answered HTTP ${status} with code ${code || 'none'}`,
      retryAfter: RETRY_S,
      upstreamRequestId: requestId,
    })
  }
  if (/^E[A-Z_]+$/.test(code)) {
    return new Problem('sts_unreachable', AGAIN, {
      hint: `the STS endpoint must be reachable from this service (${code})`,
      retryAfter: RETRY_S,
    })
  }
  return undefined
}

function read(error: unknown): { code: string; name: string; status?: number; requestId?: string } {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    code: text(fields.code),
    name: text(fields.name),
    ...(typeof fields.statusCode === 'number' && { status: fields.statusCode }),
    ...(typeof fields.requestId === 'string' && { requestId: fields.requestId }),
  }
}
