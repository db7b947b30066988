import type { Account } from '../account'
import type { Grant } from '../credentials'
import { CloudError } from '../errors'
import { type PolicyDocument, parsePolicy, type Statement } from './policy-document'

/** Largest session policy of AssumeRole. STS counted 1,024 until its documentation of 2021. */
const SESSION_POLICY_BYTES = 2048

/**
 * Whether RAM lets this grant do `action` (`vod:CreateUploadVideo`) on `resource` (`acs:…`, or `*` for services without
 * resources). A session may do what both its role and its session policy allow, and nothing once its role is gone: there
 * is no other way to revoke a token. The key of an UploadAuth holds no rights of RAM.
 */
export function permits(account: Account, grant: Grant, action: string, resource: string): boolean {
  switch (grant.kind) {
    case 'user':
      return grant.user.root || allows(grant.user.policies, action, resource)
    case 'session': {
      // As it is now, not as it was when the token was issued.
      const role = account.roles.find(({ name }) => name === grant.role.name)
      return (
        role !== undefined &&
        allows(role.policies, action, resource) &&
        (grant.sessionPolicy === undefined || allows([grant.sessionPolicy], action, resource))
      )
    }
    case 'upload':
      return false
  }
}

/**
 * Checks the Policy parameter of AssumeRole.
 * @throws {CloudError} 400 InvalidParameter.PolicySize, 400 InvalidParameter.PolicyGrammar
 */
export function checkSessionPolicy(text: string): void {
  if (Buffer.byteLength(text) > SESSION_POLICY_BYTES) {
    throw new CloudError(
      400,
      'InvalidParameter.PolicySize',
      `The size of Policy must be smaller than ${SESSION_POLICY_BYTES} bytes.`,
    )
  }
  if (!parsePolicy(text)) {
    throw new CloudError(400, 'InvalidParameter.PolicyGrammar', 'The parameter Policy has not passed grammar check.')
  }
}

/** Denies what no statement allows, and whatever one denies. */
function allows(policies: string[], action: string, resource: string): boolean {
  const statements = policies.flatMap((text) => attached(text).Statement)
  const matching = statements.filter((statement) => matches(statement, action, resource))
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
}

function attached(text: string): PolicyDocument {
  const document = parsePolicy(text)
  if (!document) throw new Error(`The account has a policy that RAM would not take: ${text}`)
  return document
}

function matches(statement: Statement, action: string, resource: string): boolean {
  // Conditions are not evaluated: the strict reading is that an Allow's does not hold, and a Deny's does.
  if (statement.Condition && statement.Effect === 'Allow') return false
  const among = (actions: string[]) => actions.some((pattern) => wildcard(pattern, 'i').test(action))
  const actionMatches = statement.Action ? among(statement.Action) : !among(statement.NotAction ?? [])
  return actionMatches && statement.Resource.some((pattern) => wildcard(pattern).test(resource))
}

/** `*` stands for any characters, `?` for one. Actions are written in any case, resources are not. */
function wildcard(pattern: string, flags = ''): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `${flags}s`)
}
