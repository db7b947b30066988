import type { IncomingHttpHeaders } from 'node:http'
import type { AccessKey } from '../cloud/access-key'

/** The newest keys of a function's role. */
export interface FunctionKeys {
  /** Takes what has come with a call. */
  note(headers: IncomingHttpHeaders): void
  newest(): AccessKey | undefined
}

/**
 * Function Compute gives each call a key of the function's role, in headers that no client can send; the ones that the
 * process has begun with, as variables, end after 36 h, and a process can live longer.
 *
 * Source: Function Compute documentation, "context" of custom runtimes.
 */
export function functionKeys(): FunctionKeys {
  let key: AccessKey | undefined
  return {
    note(headers) {
      const accessKeyId = headers['x-fc-access-key-id']
      const accessKeySecret = headers['x-fc-access-key-secret']
      const securityToken = headers['x-fc-security-token']
      if (typeof accessKeyId !== 'string' || typeof accessKeySecret !== 'string') return
      if (typeof securityToken !== 'string' || accessKeyId === key?.accessKeyId) return
      key = { accessKeyId, accessKeySecret, securityToken }
    },
    newest: () => key,
  }
}

/**
 * Whether those headers are Function Compute's: it names the function in a variable, and where the function has a role,
 * the process has begun with its keys. Elsewhere anybody could send them.
 */
export function isFunctionWithRole(env: Readonly<Record<string, unknown>>): boolean {
  return env.FC_FUNCTION_NAME !== undefined && env.ALIBABA_CLOUD_SECURITY_TOKEN !== undefined
}
