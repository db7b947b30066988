import { Problem } from '../problem'
import { defaultExport } from './lazy'

/** What signs this service's own calls to STS and VOD. */
export interface AccessKey {
  accessKeyId: string
  accessKeySecret: string
  /** Of a temporary key: every call has to carry it. */
  securityToken?: string
}

/**
 * The key to sign with now. Temporary keys change, so it is asked before each call.
 * Rejects with a Problem: access_key_unavailable where there is none.
 */
export type AccessKeySource = () => Promise<AccessKey>

/** The key of the settings, for as long as the process lives. */
export function always(key: AccessKey | undefined): AccessKeySource {
  return () => (key ? Promise.resolve(key) : Promise.reject(noAccessKey('no access key is set')))
}

/** Nothing can be signed now. Where keys come from a machine's role, that may pass. */
export function noAccessKey(hint: string): Problem {
  return new Problem('access_key_unavailable', 'Try again in a moment.', { hint, retryAfter: 1 })
}

/**
 * A key source as both SDKs take it. The class is a part of them, so that it costs nothing more; of the chain that it has
 * by default nothing is asked.
 */
export async function sdkCredential(accessKey: AccessKeySource) {
  const sdk = await import('@alicloud/credentials')
  const Credential = defaultExport(sdk)
  return new Credential(null, {
    getCredentials: accessKey,
    getProviderName: () => 'wevod',
  })
}
