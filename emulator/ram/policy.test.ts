import { describe, expect, test } from 'vitest'
import { type Account, demoAccount, type RamUser } from '../account'
import type { Grant } from '../credentials'
import { checkSessionPolicy, permits } from './policy'

const statement = (fields: object) => JSON.stringify({ Version: '1', Statement: [{ Resource: '*', ...fields }] })
const allow = (Action: string | string[], Resource = '*') => statement({ Effect: 'Allow', Action, Resource })
const deny = (Action: string) => statement({ Effect: 'Deny', Action })

function userMay(policies: string[], action: string, resource = '*', more: Partial<RamUser> = {}): boolean {
  const user = { name: 'u', accessKeyId: 'a', accessKeySecret: 's', policies, ...more }
  return permits(demoAccount, { kind: 'user', user }, action, resource)
}

describe('a user', () => {
  test.each([
    ['vod:CreateUploadVideo', 'vod:CreateUploadVideo', true],
    ['vod:createuploadvideo', 'vod:CreateUploadVideo', true],
    ['vod:CreateUpload*', 'vod:CreateUploadImage', true],
    ['vod:*', 'vod:GetVideoInfo', true],
    ['vod:Get?ideoInfo', 'vod:GetVideoInfo', true],
    ['*', 'oss:PutObject', true],
    ['vod:Create*', 'vod:RefreshUploadVideo', false],
    ['vod:CreateUpload', 'vod:CreateUploadVideo', false],
    ['vod:Get?VideoInfo', 'vod:GetVideoInfo', false],
    ['oss:*', 'vod:GetVideoInfo', false],
  ])('allowed %s may %s: %s', (pattern, action, expected) => {
    expect(userMay([allow(pattern)], action)).toBe(expected)
  })

  test('may do nothing without a policy', () => {
    expect(userMay([], 'vod:GetVideoInfo')).toBe(false)
  })

  test('may do what one of several statements allows, unless another denies it', () => {
    expect(userMay([allow('oss:*'), allow(['vod:A', 'vod:B'])], 'vod:B')).toBe(true)
    expect(userMay([allow('*'), deny('vod:Delete*')], 'vod:DeleteVideo')).toBe(false)
    expect(userMay([deny('vod:Delete*'), allow('*')], 'vod:DeleteVideo')).toBe(false)
    expect(userMay([allow('*'), deny('vod:Delete*')], 'vod:GetVideoInfo')).toBe(true)
  })

  test('may do all but a NotAction', () => {
    const policy = statement({ Effect: 'Allow', NotAction: ['vod:Delete*'] })
    expect(userMay([policy], 'vod:GetVideoInfo')).toBe(true)
    expect(userMay([policy], 'vod:DeleteVideo')).toBe(false)
  })

  test('may act on the resources it is allowed, wildcards included', () => {
    const policy = allow('oss:PutObject', 'acs:oss:*:*:bucket/a/*')
    expect(userMay([policy], 'oss:PutObject', 'acs:oss:cn-shanghai:1:bucket/a/b/c.mp4')).toBe(true)
    expect(userMay([policy], 'oss:PutObject', 'acs:oss:cn-shanghai:1:bucket/b')).toBe(false)
    expect(userMay([policy], 'oss:PutObject', 'acs:oss:cn-shanghai:1:BUCKET/a/b')).toBe(false)
    expect(userMay([allow('sts:AssumeRole', 'acs:ram::1:role/a.b')], 'sts:AssumeRole', 'acs:ram::1:role/axb')).toBe(
      false,
    )
  })

  test('is not allowed under a condition, but is denied under one', () => {
    const Condition = { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } }
    expect(userMay([statement({ Effect: 'Allow', Action: '*', Condition })], 'vod:A')).toBe(false)
    expect(userMay([allow('*'), statement({ Effect: 'Deny', Action: '*', Condition })], 'vod:A')).toBe(false)
  })

  test('that is the root account may do anything', () => {
    expect(userMay([deny('*')], 'vod:DeleteVideo', '*', { root: true })).toBe(true)
  })
})

describe('a session', () => {
  const [role] = demoAccount.roles
  if (!role) throw new Error('the demo account has no role')
  const may = (sessionPolicy: string | undefined, action: string, account: Account = demoAccount) => {
    const grant: Grant = { kind: 'session', role, session: 's', ...(sessionPolicy !== undefined && { sessionPolicy }) }
    return permits(account, grant, action, '*')
  }

  test('without a policy of its own may do what its role may', () => {
    expect(may(undefined, 'vod:RefreshUploadVideo')).toBe(true)
    expect(may(undefined, 'vod:GetVideoInfo')).toBe(false)
  })

  test('may do only what both its role and its policy allow', () => {
    expect(may(allow('vod:CreateUploadVideo'), 'vod:CreateUploadVideo')).toBe(true)
    expect(may(allow('vod:CreateUploadVideo'), 'vod:RefreshUploadVideo')).toBe(false)
    expect(may(allow('*'), 'vod:GetVideoInfo')).toBe(false)
    expect(may(deny('vod:CreateUploadVideo'), 'vod:CreateUploadVideo')).toBe(false)
  })

  test('may do nothing once its role is deleted', () => {
    expect(may(undefined, 'vod:CreateUploadVideo', { ...demoAccount, roles: [] })).toBe(false)
  })
})

test('the key of an UploadAuth has no rights of RAM', () => {
  expect(permits(demoAccount, { kind: 'upload', bucket: 'b', key: 'k' }, 'oss:PutObject', '*')).toBe(false)
})

describe('a session policy', () => {
  test.each([
    ['lists', allow(['vod:A', 'vod:B'])],
    ['single values', allow('vod:*', 'acs:vod:*:*:*')],
    ['a single statement', '{"Version":"1","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}'],
    [
      'a condition',
      statement({ Effect: 'Allow', Action: '*', Condition: { Bool: { 'acs:SecureTransport': 'true' } } }),
    ],
    ['2,048 bytes', allow('vod:A').padEnd(2048)],
  ])('may have %s', (_, policy) => {
    expect(() => checkSessionPolicy(policy)).not.toThrow()
  })

  test.each([
    ['nothing', ''],
    ['no JSON', 'Allow everything'],
    ['no version', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'],
    ['another version', allow('*').replace('"1"', '"2012-10-17"')],
    ['no statement', '{"Version":"1","Statement":[]}'],
    ['an unknown effect', statement({ Effect: 'Maybe', Action: '*' })],
    ['no action', statement({ Effect: 'Allow' })],
    ['Action and NotAction', statement({ Effect: 'Allow', Action: 'vod:A', NotAction: 'vod:B' })],
    ['an empty list of actions', allow([])],
    ['an action without a service', allow('CreateUploadVideo')],
    ['no resource', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*"}]}'],
    ['a resource that is no ARN', allow('*', 'my-bucket')],
    ['a principal', statement({ Effect: 'Allow', Action: '*', Principal: '*' })],
  ])('cannot have %s', (_, policy) => {
    expect(() => checkSessionPolicy(policy)).toThrow(
      expect.objectContaining({ status: 400, code: 'InvalidParameter.PolicyGrammar' }),
    )
  })

  test('cannot be larger than 2,048 bytes', () => {
    expect(() => checkSessionPolicy(allow('vod:A').padEnd(2049))).toThrow(
      expect.objectContaining({ status: 400, code: 'InvalidParameter.PolicySize' }),
    )
  })
})
