import type { AccessKey } from '../cloud/access-key'
import type { Values } from './schema'

/** Whether the settings have to have a key, or the machine's role can stand in for it. */
export type AccessKeyPlace = 'settings' | 'elsewhere'

const NAMES = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const

/** What of a key is not there and has to be: all of it, or the half without which the other is nothing. */
export function missingOfAccessKey(env: Readonly<Record<string, unknown>>, place: AccessKeyPlace): string[] {
  const missing = NAMES.filter((name) => env[name] === undefined)
  return place === 'elsewhere' && missing.length === NAMES.length ? [] : missing
}

/** Undefined where none is set. Temporary keys are the ones that begin with `STS.`, and they alone have a token. */
export function readAccessKey(
  values: Values,
): { accessKey: AccessKey | undefined } | { mistake: readonly [setting: string, mistake: string] } {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret } = values
  const { ALIBABA_CLOUD_SECURITY_TOKEN: securityToken } = values
  if (accessKeyId === undefined || accessKeySecret === undefined) return { accessKey: undefined }
  if (accessKeyId.startsWith('STS.') && securityToken === undefined) {
    const mistake = 'is missing: the key of ALIBABA_CLOUD_ACCESS_KEY_ID is a temporary one'
    return { mistake: ['ALIBABA_CLOUD_SECURITY_TOKEN', mistake] }
  }
  return { accessKey: { accessKeyId, accessKeySecret, ...(securityToken !== undefined && { securityToken }) } }
}
