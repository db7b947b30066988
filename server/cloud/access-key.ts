import type Credential from '@alicloud/credentials'
import { Problem } from '../problem'

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

/** A key source as both SDKs take it. They ask it before each call, for nothing but this. */
export function sdkCredential(accessKey: AccessKeySource): Credential {
  const credential = { getCredential: async () => ({ ...(await accessKey()), type: 'access_key' }) }
  return credential as unknown as Credential
}
