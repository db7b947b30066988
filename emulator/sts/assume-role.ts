import type { Account, RamRole } from '../account'
import type { Grant } from '../credentials'
import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import { utcSeconds } from '../gateway/utc'
import { checkSessionPolicy, permits } from '../ram/policy'
import { trusts } from '../ram/trust'
import { type AssumeRoleRequest, durationOutOfRange, readAssumeRole } from './assume-role-request'

/** STS AssumeRole, version 2015-04-01: a temporary key that acts as the role, for as long and as far as asked. */
export const assumeRole: Api = {
  product: 'sts',
  version: '2015-04-01',

  run({ cloud, call, credential, parameters }) {
    const request = readAssumeRole(parameters)
    const role = findRole(cloud.account, request)
    if (request.durationSeconds > role.maxSessionSeconds) throw durationOutOfRange(role.maxSessionSeconds)
    checkCaller(cloud.account, credential.grant, role, request.roleArn)
    if (request.policy !== undefined) checkSessionPolicy(request.policy)

    const { session, policy, sourceIdentity, durationSeconds, roleArn } = request
    const expiration = utcSeconds(call.now() + durationSeconds * 1000)
    const issued = cloud.credentials.issue(
      { kind: 'session', role, session, ...(policy !== undefined && { sessionPolicy: policy }) },
      Date.parse(expiration),
    )
    return {
      AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${session}`, Arn: `${roleArn}/${session}` },
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        AccessKeySecret: issued.accessKeySecret,
        SecurityToken: issued.securityToken,
        Expiration: expiration,
      },
      SourceIdentity: sourceIdentity,
    }
  },
}

function findRole(account: Account, { accountId, roleName }: AssumeRoleRequest): RamRole {
  const role = account.roles.find(({ name }) => accountId === account.accountId && name === roleName)
  if (!role) throw new CloudError(404, 'EntityNotExist.Role', 'The specified Role not exists .')
  return role
}

/** The role must trust the caller, and the caller must be allowed to assume the role. */
function checkCaller(account: Account, grant: Grant, role: RamRole, roleArn: string): void {
  const refuse = (message: string) => new CloudError(403, 'NoPermission', message)
  if (grant.kind === 'user' && grant.user.root) throw refuse('Roles may not be assumed by root accounts.')
  if (!trusts(account, role, grant)) {
    throw refuse(
      'No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform sts:AssumeRole or the specified role does not trust you.',
    )
  }
  if (!permits(account, grant, 'sts:AssumeRole', roleArn)) {
    throw refuse('You are not authorized to do this action. You should be authorized by RAM.')
  }
}
