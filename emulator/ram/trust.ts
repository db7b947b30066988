import * as v from 'valibot'
import type { Account, RamRole } from '../account'
import type { Grant } from '../credentials'
import { oneOrMore } from './policy-document'

const trustPolicy = v.object({
  Version: v.literal('1'),
  Statement: oneOrMore(
    v.object({
      Effect: v.picklist(['Allow', 'Deny']),
      Action: oneOrMore(v.string()),
      Principal: v.object({ RAM: v.optional(oneOrMore(v.string())) }),
      Condition: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
})

/**
 * Whether the role's trust policy lets this grant assume it: it must name the caller, or `…:root`, which stands for
 * everyone in that account. A role that names only a cloud service is assumed by nobody here.
 */
export function trusts(account: Account, role: RamRole, grant: Grant): boolean {
  const names = principals(account, grant)
  const matching = v.parse(v.pipe(v.string(), v.parseJson(), trustPolicy), role.trustPolicy).Statement.filter(
    ({ Effect, Action, Principal, Condition }) =>
      Action.includes('sts:AssumeRole') &&
      Principal.RAM?.some((name) => names.includes(name)) &&
      // As in permits: conditions are not evaluated, so an Allow's does not hold and a Deny's does.
      (Condition === undefined || Effect === 'Deny'),
  )
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
}

/** The names under which a trust policy can know the caller. */
function principals({ accountId }: Account, grant: Grant): string[] {
  const root = `acs:ram::${accountId}:root`
  switch (grant.kind) {
    case 'user':
      return [root, `acs:ram::${accountId}:user/${grant.user.name}`]
    case 'session':
      return [root, `acs:ram::${accountId}:role/${grant.role.name}`]
    case 'upload':
      return []
  }
}
