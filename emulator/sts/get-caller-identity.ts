import type { Grant } from '../credentials'
import { CloudError } from '../errors'
import type { Fields } from '../gateway/answer'
import type { Api } from '../gateway/api'

/** STS GetCallerIdentity, version 2015-04-01: whose key this is. It needs no right (api-sts-2015-04-01-getcalleridentity). */
export const getCallerIdentity: Api = {
  product: 'sts',
  version: '2015-04-01',

  run({ cloud, credential }) {
    const { accountId } = cloud.account
    return { AccountId: accountId, ...identityOf(credential.grant, accountId) }
  },
}

function identityOf(grant: Grant, accountId: string): Fields {
  switch (grant.kind) {
    case 'user': {
      if (grant.user.root) {
        return {
          IdentityType: 'Account',
          UserId: accountId,
          PrincipalId: accountId,
          Arn: `acs:ram::${accountId}:root`,
        }
      }
      return { IdentityType: 'RAMUser', Arn: `acs:ram::${accountId}:user/${grant.user.name}` }
    }
    case 'session':
      return {
        IdentityType: 'AssumedRoleUser',
        RoleId: grant.role.roleId,
        PrincipalId: `${grant.role.roleId}:${grant.session}`,
        Arn: `acs:ram::${accountId}:assumed-role/${grant.role.name}/${grant.session}`,
      }
    case 'upload':
      throw new CloudError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.')
  }
}
