import type { AccessKey } from '../cloud/access-key'
import { commonJs } from '../cloud/lazy'

/** A key of a role, or undefined where this machine has none. */
export type RoleKeys = () => Promise<AccessKey>

/**
 * For how long a key is used without asking again, milliseconds. The chain gives keys that last 15 minutes more, and asks
 * the metadata service of an ECS instance anew at each call in the last hour of a key; that service has limits.
 */
const HOLD_MS = 30_000

/**
 * @alicloud/credentials' default chain: OIDC of a pod (RRSA), the aliyun CLI's profile, the role of an ECS instance, a URI
 * that gives keys. Callers that come together share one question; a failure is forgotten, and with it the chain, which
 * would stay with the last place that it had asked, and which tells two callers that come together different things.
 *
 * Rejects with the chain's own error, which can hold an answer with secrets: it is for no log.
 */
export function roleKeys(now: () => number): RoleKeys {
  let chain: Promise<{ getCredentials(): Promise<Partial<AccessKey>> }> | undefined
  let held: { key: Promise<AccessKey>; until: number } | undefined

  async function ask(): Promise<AccessKey> {
    chain ??= load()
    try {
      const { accessKeyId, accessKeySecret, securityToken } = await (await chain).getCredentials()
      if (!accessKeyId || !accessKeySecret) throw new Error('The chain gave no key.')
      return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) }
    } catch (error) {
      chain = undefined
      throw error
    }
  }

  return () => {
    if (held && held.until > now()) return held.key
    const asked = { key: ask(), until: Number.POSITIVE_INFINITY }
    held = asked
    const forget = () => {
      if (held === asked) held = undefined
    }
    asked.key.then(() => {
      asked.until = now() + HOLD_MS
    }, forget)
    return asked.key
  }
}

/** Loaded only where it is asked: a chunk of its own in the bundle. */
async function load() {
  const { DefaultCredentialsProvider } = commonJs(await import('@alicloud/credentials'))
  return DefaultCredentialsProvider.builder().build()
}
