import type { Problem } from '../problem'
import { forOperator, gatewayProblem, readAlibabaError } from './alibaba-error'

/**
 * What an error of AssumeRole means. Decides by the error's code: the same code comes with different HTTP statuses.
 */
export function stsProblem(cause: unknown): Problem {
  const error = readAlibabaError(cause)
  const { code } = error
  if (code === 'NoPermission' || code.startsWith('Forbidden')) {
    return forOperator(
      'role_not_assumable',
      'STS',
      "the RAM user of ALIBABA_CLOUD_ACCESS_KEY_ID needs sts:AssumeRole on ROLE_ARN, and the role's trust policy must name its account; the root account's key cannot be used",
      error,
    )
  }
  if (code === 'EntityNotExist.Role') {
    return forOperator('role_not_found', 'STS', 'ROLE_ARN names a role that does not exist', error)
  }
  const general = gatewayProblem('STS', cause, error)
  if (general.code !== 'sts_failed') return general
  if (/^(InvalidParameter|Missing)/.test(code)) {
    return forOperator(
      'role_misconfigured',
      'STS',
      "check ROLE_ARN, and CREDENTIAL_SECONDS against the role's maximum session duration",
      error,
    )
  }
  return general
}
