// Policies to paste into RAM's console, on one line each.

const policy = (actions: readonly string[], resource: string) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] })

/** For the RAM user: may assume this role. */
export const assumePolicy = (roleArn: string) => policy(['sts:AssumeRole'], roleArn)

/** VOD knows no resources in policies. */
export const vodPolicy = (actions: readonly string[]) => policy(actions, '*')

/** Of the role: whom it trusts. */
export const trustPolicy = (accountId: string) =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }],
  })

/** Account and name in `acs:ram::<account>:role/<name>`. */
export function roleOf(roleArn: string): { accountId: string; roleName: string } {
  const [, accountId = '', roleName = ''] = /^acs:ram::(\d+):role\/(.+)$/i.exec(roleArn) ?? []
  return { accountId, roleName }
}
