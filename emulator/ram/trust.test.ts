import { expect, test } from 'vitest'
import { demoAccount, type RamRole } from '../account'
import type { Grant } from '../credentials'
import { trusts } from './trust'

const arn = (rest: string) => `acs:ram::${demoAccount.accountId}:${rest}`
const role = (...statements: object[]): RamRole => ({
  name: 'r',
  roleId: '1',
  maxSessionSeconds: 3600,
  policies: [],
  trustPolicy: JSON.stringify({
    Version: '1',
    Statement: statements.map((fields) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...fields })),
  }),
})

const user: Grant = {
  kind: 'user',
  user: { name: 'token-service', accessKeyId: 'a', accessKeySecret: 's', policies: [] },
}
const session: Grant = { kind: 'session', role: { ...role(), name: 'chained' }, session: 's' }

test.each([
  ['the account', user, role({ Principal: { RAM: [arn('root')] } }), true],
  ['the user', user, role({ Principal: { RAM: arn('user/token-service') } }), true],
  ['another user', user, role({ Principal: { RAM: [arn('user/other')] } }), false],
  ['another account', user, role({ Principal: { RAM: ['acs:ram::9:root'] } }), false],
  ['a service', user, role({ Principal: { Service: ['vod.aliyuncs.com'] } }), false],
  ['another action', user, role({ Action: 'sts:Other', Principal: { RAM: [arn('root')] } }), false],
  ['the caller under a condition', user, role({ Principal: { RAM: [arn('root')] }, Condition: {} }), false],
  ['the session’s account', session, role({ Principal: { RAM: [arn('root')] } }), true],
  ['the session’s role', session, role({ Principal: { RAM: [arn('role/chained')] } }), true],
  [
    'an upload key’s account',
    { kind: 'upload', bucket: 'b', key: 'k' } as const,
    role({ Principal: { RAM: [arn('root')] } }),
    false,
  ],
])('a role that trusts %s', (_, grant, trusting, expected) => {
  expect(trusts(demoAccount, trusting, grant)).toBe(expected)
})

test('a denial wins', () => {
  const principal = { Principal: { RAM: [arn('root')] } }
  expect(trusts(demoAccount, role(principal, { ...principal, Effect: 'Deny' }), user)).toBe(false)
})
