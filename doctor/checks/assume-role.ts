import type { AccessKey } from '../../server/cloud/access-key'
import { sessionPolicy } from '../../server/cloud/session-policy'
import type { Check, Verdict } from '../check'
import { type Fields, text } from '../clouds/alibaba'
import { isForbidden, Refusal } from '../clouds/refusal'
import { type Context, given } from '../context'
import { explainRefusal } from '../explain-refusal'
import { roleOf } from '../policies'

/** RoleSessionName of the doctor's tokens: ActionTrail shows who it was. */
export const SESSION = 'wevod-doctor'

/** AssumeRole, as the service calls it. Rejects with a Refusal or a NetworkError. */
export async function assumeRole(
  { call, settings, accessKey }: Context,
  more: Readonly<Record<string, string>>,
): Promise<AccessKey> {
  const parameters = { RoleArn: settings.sts.roleArn, RoleSessionName: SESSION, ...more }
  const { Credentials, RequestId } = await call('STS', 'AssumeRole', parameters, await accessKey())
  const { AccessKeyId, AccessKeySecret, SecurityToken } = (Credentials ?? {}) as Fields
  const [accessKeyId, accessKeySecret, securityToken] = [text(AccessKeyId), text(AccessKeySecret), text(SecurityToken)]
  if (!accessKeyId || !accessKeySecret || !securityToken) {
    const facts = { status: 200, code: undefined, requestId: text(RequestId), said: '', date: undefined }
    throw new Refusal('STS', 'AssumeRole', facts)
  }
  return { accessKeyId, accessKeySecret, securityToken }
}

/** What STS refuses once it has taken the key: these codes speak of the role. */
const OF_THE_ROLE = /^(NoPermission|EntityNotExist|InvalidParameter\.|Missing(?!SecurityToken))|^Forbidden/

/** The access key: AssumeRole is asked with all that the service asks, and whatever STS says of the key counts here. */
export const accessKey: Check = {
  id: 'access-key',
  needs: ['settings', 'clock'],
  uses: ['sts'],
  async run(context) {
    const { settings, texts } = context
    try {
      const assumed = await assumeRole(context, {
        DurationSeconds: String(settings.credentialSeconds),
        Policy: sessionPolicy(settings.sts.extraActions),
      })
      return { status: 'ok', detail: texts.key.taken, found: { assumed } }
    } catch (error) {
      if (!(error instanceof Refusal) || !OF_THE_ROLE.test(error.code ?? '')) throw error
      return { status: 'ok', detail: texts.key.taken, found: { assumed: error } }
    }
  },
}

/** The role, whom it trusts, and who may assume it. */
export const role: Check = {
  id: 'assume-role',
  needs: ['access-key'],
  async run(context, found) {
    const { settings, texts } = context
    const assumed = given(found.assumed, 'assumed')
    const { roleArn } = settings.sts
    if (!(assumed instanceof Refusal) || assumed.code === 'InvalidParameter.DurationSeconds') {
      return { status: 'ok', detail: roleOf(roleArn).roleName }
    }
    const failed = (explanation: { cause: string; fix: string }): Verdict => ({
      status: 'failed',
      ...explainRefusal(assumed, context),
      ...explanation,
    })
    if (assumed.code === 'EntityNotExist.Role') return failed(texts.role.notThere(roleArn))
    if (assumed.code === 'InvalidParameter.RoleArn') return failed(texts.role.malformed(roleArn))
    if (isForbidden(assumed)) return failed(await refusedTo(context, assumed))
    return failed(explainRefusal(assumed, context))
  },
}

/** How long a token lives. RAM's roles allow 3,600 s at least; what STS says of a longer one names the limit. */
export const sessionSeconds: Check = {
  id: 'session-seconds',
  needs: ['assume-role'],
  async run(context, found) {
    const { texts, settings } = context
    const assumed = given(found.assumed, 'assumed')
    const seconds = settings.credentialSeconds
    if (!(assumed instanceof Refusal)) return { status: 'ok', detail: texts.role.longEnough(seconds) }
    return { status: 'failed', ...explainRefusal(assumed, context), ...texts.role.tooShort(seconds, assumed.said) }
  },
}

/**
 * STS has one code for three mistakes, and its message for two of them is the same; whose key it is tells more.
 */
async function refusedTo(context: Context, { said }: Refusal) {
  const { texts, settings } = context
  const { roleArn } = settings.sts
  const caller = await callerOf(context)
  if (caller.type === 'Account' || /root account/i.test(said)) return texts.role.rootKey
  const { accountId } = roleOf(roleArn)
  if (caller.accountId !== undefined && caller.accountId !== accountId) {
    return texts.role.otherAccount(roleArn, caller.accountId)
  }
  // The other message names the role, and says that one of the two may be it; the trust is what most forget.
  const ofCaller = /not authorized to do this action/i.test(said) && !/trust/i.test(said)
  return ofCaller ? texts.role.notAllowed(roleArn, caller.name) : texts.role.notTrusted(roleArn, accountId, caller.name)
}

/** Whose key it is, where STS tells: it needs no right. */
async function callerOf({ call, accessKey }: Context) {
  try {
    const { IdentityType, AccountId, Arn } = await call('STS', 'GetCallerIdentity', {}, await accessKey())
    return { type: text(IdentityType), accountId: text(AccountId), name: text(Arn)?.replace(/^.*:(user\/)?/, '') }
  } catch (error) {
    // It was an extra: what is being explained is the refusal of AssumeRole.
    if (error instanceof Refusal) return {}
    throw error
  }
}
