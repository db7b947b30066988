// Before any SDK is loaded.
import '../../../server/test-support/httpx-on-node'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse as parseHcl } from '@cdktf/hcl2json'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { type Account, demoAccount } from '../../../emulator/account'
import { parsePolicy } from '../../../emulator/ram/policy-document'
import { type Emulator, startEmulator } from '../../../emulator/server'
import { sendSigned } from '../../../emulator/test-support/hand-signed'
import { stsClient } from '../../../server/cloud/sts'
import { vodClient } from '../../../server/cloud/vod'
import { vodCaller } from '../../../server/cloud/vod-call'
import { Problem } from '../../../server/problem'
import { asJson } from './as-json'
import { asRos } from './as-ros'
import { asTerraform } from './as-terraform'
import { type RamPlan, ramPlan, SIGNERS } from './plan'

const everything = { covers: true, deleteAtVod: true, enforceAtVod: 'all', credentialSeconds: 3600 } as const
const least = { covers: false, deleteAtVod: false, enforceAtVod: 'report', credentialSeconds: 900 } as const
const planOf = (settings: typeof everything | typeof least, names: Parameters<typeof ramPlan>[0] = {}) =>
  ramPlan(names, { ...settings, sts: { extraActions: [] } })

/** What asJson gives, as far as an account is made of it. */
const printed = v.object({
  user: v.object({ name: v.string(), policy: v.looseObject({}) }),
  role: v.object({
    name: v.string(),
    arn: v.string(),
    maxSessionDuration: v.number(),
    trustPolicy: v.looseObject({}),
    policy: v.looseObject({}),
  }),
})

/** An account in which nothing was set up but what was printed. */
function accountOf(plan: RamPlan): Account {
  const { user, role } = v.parse(printed, JSON.parse(asJson(plan, demoAccount.accountId)))
  return {
    ...demoAccount,
    users: [
      {
        name: user.name,
        accessKeyId: 'LTAIdemoSetup',
        accessKeySecret: 'demo-secret-of-the-setup',
        policies: [JSON.stringify(user.policy)],
      },
      {
        name: 'somebody-else',
        accessKeyId: 'LTAIdemoSomebody',
        accessKeySecret: 'demo-secret-of-somebody',
        policies: ['{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'],
      },
    ],
    roles: [
      {
        name: role.name,
        roleId: '300000000000000099',
        maxSessionSeconds: role.maxSessionDuration,
        trustPolicy: JSON.stringify(role.trustPolicy),
        policies: [JSON.stringify(role.policy)],
      },
    ],
  }
}

describe('an account with what is printed, and nothing else', () => {
  const plan = planOf(everything)
  const account = accountOf(plan)
  const [user, somebody] = account.users
  const [role] = account.roles
  if (!user || !somebody || !role) throw new Error('The account is incomplete.')
  let emulator: Emulator
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wevod-ram-'))
    emulator = await startEmulator({ directory, account })
    // A fast machine makes more calls here than VOD takes in a second.
    emulator.cloud.switches.vodCallsPerSecond = 0
    emulator.cloud.switches.stsCallsPerSecond = 0
  })
  afterAll(async () => {
    await emulator.close()
    await rm(directory, { recursive: true })
  })

  const assumeRole = (as = user) =>
    stsClient({
      endpoint: emulator.url,
      accessKey: async () => as,
      roleArn: `acs:ram::${account.accountId}:role/${role.name}`,
      extraActions: [],
      durationSeconds: 3600,
      timeoutMs: 30_000,
      now: Date.now,
    }).assumeRole('a-user')

  /** Every call that the service makes by itself, by the right that it takes; to a video that there is not, mostly. */
  const callsByRight = () => {
    const vod = vodClient(vodCaller({ endpoint: emulator.url, accessKey: async () => user, timeoutMs: 30_000 }))
    const gone = '0'.repeat(32)
    const upload = { Title: 't', FileName: 'v.mp4', FileSize: '5', UserData: '{}' }
    return {
      'sts:AssumeRole': () => assumeRole(),
      'vod:CreateUploadVideo': () => vod.createUploadVideo(upload),
      'vod:RefreshUploadVideo': () => vod.refreshUploadVideo(gone),
      'vod:GetVideoInfo': () => vod.getVideoInfo(gone),
      'vod:GetPlayInfo': () => vod.getPlayInfo(gone, 60),
      'vod:UpdateVideoInfo': () => vod.updateVideoInfo(gone, { Title: 't' }),
      'vod:CreateUploadImage': () => vod.createUploadImage('png', {}),
      'vod:DeleteVideo': () => vod.deleteVideo(gone),
      'vod:CreateAudit': () => vod.blockVideo(gone, 'a reason'),
    }
  }

  /** The rights whose calls are refused for want of a right. */
  async function refused(): Promise<string[]> {
    const refusals: string[] = []
    for (const [right, call] of Object.entries(callsByRight())) {
      await call().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
        if (['vod_not_permitted', 'role_not_assumable'].includes(error.code)) refusals.push(right)
        else expect(error.code).toMatch(/^video_not_(found|playable)$/)
      })
    }
    return refusals
  }

  test('lets the service do all that it does', async () => {
    expect([...plan.serviceRights, 'sts:AssumeRole'].sort()).toEqual(Object.keys(callsByRight()).sort())
    expect(await refused()).toEqual([])
  })

  test.each(['sts:AssumeRole', ...plan.serviceRights])(
    'without %s the service cannot make that one call',
    async (right) => {
      const { policies } = user
      const without = JSON.parse(policies[0] ?? '') as { Statement: { Action: string[] }[] }
      const Statement = without.Statement.map((statement) => ({
        ...statement,
        Action: statement.Action.filter((action) => action !== right),
      })).filter(({ Action }) => Action.length > 0)
      user.policies = [JSON.stringify({ ...without, Statement })]
      try {
        expect(await refused()).toEqual([right])
      } finally {
        user.policies = policies
      }
    },
  )

  test('gives users a token that makes videos, and does nothing else', async () => {
    const key = await assumeRole()
    const send = (action: string, parameters: Record<string, string>) =>
      sendSigned(emulator, { key, signature: 'RPC', action, parameters, now: Date.now() })
    expect((await send('CreateUploadVideo', { Title: 't', FileName: 'v.mp4' })).json).toHaveProperty('UploadAuth')
    for (const action of ['GetVideoInfo', 'RefreshUploadVideo', 'UpdateVideoInfo']) {
      expect((await send(action, { VideoId: '0'.repeat(32) })).code).toBe('Forbidden.RAM')
    }
  })

  test('without its right the role’s token makes no videos', async () => {
    const { policies } = role
    role.policies = []
    try {
      const key = await assumeRole()
      const answer = await sendSigned(emulator, {
        ...{ key, signature: 'RPC', action: 'CreateUploadVideo', now: Date.now() },
        parameters: { Title: 't', FileName: 'v.mp4' },
      })
      expect(answer.code).toBe('Forbidden.RAM')
    } finally {
      role.policies = policies
    }
  })

  test('lets nobody else take on the role, whatever rights they have', async () => {
    await expect(assumeRole(somebody)).rejects.toMatchObject({ code: 'role_not_assumable' })
  })
})

test('the service gets no right that its settings do not need', () => {
  const { serviceRights, tokenRights, maxSessionSeconds } = planOf(least)
  for (const right of ['vod:CreateUploadImage', 'vod:DeleteVideo', 'vod:CreateAudit']) {
    expect(serviceRights).not.toContain(right)
  }
  expect(tokenRights).toEqual(['vod:CreateUploadVideo'])
  // The least that RAM takes, although tokens live for 900 s.
  expect(maxSessionSeconds).toBe(3600)
  expect(ramPlan({}, { ...least, sts: { extraActions: ['CreateUploadImage'] } }).tokenRights).toEqual([
    'vod:CreateUploadVideo',
    'vod:CreateUploadImage',
  ])
})

const text = v.string()
const document = v.strictObject({ Version: v.literal('1'), Statement: v.array(v.looseObject({})) })
const managedPolicy = v.strictObject({
  Type: v.literal('ALIYUN::RAM::ManagedPolicy'),
  Properties: v.strictObject({
    PolicyName: v.pipe(text, v.maxLength(128)),
    PolicyDocument: document,
    Users: v.optional(v.array(text)),
    Roles: v.optional(v.array(text)),
  }),
  DependsOn: v.array(text),
})
const roleResource = v.strictObject({
  Type: v.literal('ALIYUN::RAM::Role'),
  Properties: v.strictObject({
    RoleName: v.pipe(text, v.regex(/^[A-Za-z0-9.-]{1,64}$/)),
    Description: v.pipe(text, v.maxLength(1024)),
    AssumeRolePolicyDocument: document,
    MaxSessionDuration: v.pipe(v.number(), v.minValue(3600), v.maxValue(43_200)),
  }),
  DependsOn: v.optional(v.array(text)),
})
const userResource = v.strictObject({
  Type: v.literal('ALIYUN::RAM::User'),
  Properties: v.strictObject({ UserName: v.pipe(text, v.regex(/^[\w.-]{1,64}$/)) }),
})
/** As ROS's documentation has its resources. */
const rosTemplate = v.strictObject({
  ROSTemplateFormatVersion: v.literal('2015-09-01'),
  Description: text,
  Resources: v.record(text, v.variant('Type', [managedPolicy, roleResource, userResource])),
  Outputs: v.record(
    text,
    v.strictObject({ Description: text, Value: v.strictObject({ 'Fn::GetAtt': v.tuple([text, text]) }) }),
  ),
})

const reference = (path: string) => `\${${path}}`

/** What a template's functions come to in an account, so that documents can be compared. */
const inAccount = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
      .replaceAll(reference('ALIYUN::TenantId'), demoAccount.accountId)
      .replaceAll(reference('data.alicloud_account.current.id'), demoAccount.accountId),
  ) as unknown

describe.each(SIGNERS)('signed by %s', (signer) => {
  const plan = planOf(everything, { signer, serviceName: 'a-service', roleName: 'an-uploader' })
  const json = JSON.parse(asJson(plan, demoAccount.accountId)) as Record<string, Record<string, unknown>>
  const service = json.user ?? json.machineRole

  test('every policy has RAM’s grammar', () => {
    for (const policy of [service?.policy, json.role?.policy]) expect(parsePolicy(JSON.stringify(policy))).toBeDefined()
    expect(json.user === undefined).toBe(signer !== 'user')
    expect(JSON.stringify(json.role?.trustPolicy)).toContain(`:${signer === 'user' ? 'user' : 'role'}/a-service"`)
  })

  test('ROS makes the same of it', () => {
    const { Resources, Outputs } = v.parse(rosTemplate, parseYaml(asRos(plan)))
    const ofType = (type: string) => Object.values(Resources).filter(({ Type }) => Type === `ALIYUN::RAM::${type}`)
    const policies = ofType('ManagedPolicy').map(({ Properties }) => Properties) as Record<string, unknown>[]
    expect(inAccount(policies)).toEqual([
      {
        PolicyName: 'a-service',
        PolicyDocument: service?.policy,
        [signer === 'user' ? 'Users' : 'Roles']: ['a-service'],
      },
      { PolicyName: 'an-uploader', PolicyDocument: json.role?.policy, Roles: ['an-uploader'] },
    ])
    const roles = ofType('Role').map(({ Properties }) => Properties) as Record<string, unknown>[]
    const trusts = roles.map(({ AssumeRolePolicyDocument }) => inAccount(AssumeRolePolicyDocument))
    expect(trusts).toEqual([...(signer === 'user' ? [] : [service?.trustPolicy]), json.role?.trustPolicy])
    expect(asRos(plan)).toContain('"2015-09-01"')
    expect(ofType('User')).toHaveLength(signer === 'user' ? 1 : 0)
    const named = [
      ...Object.values(Resources).flatMap((resource) => ('DependsOn' in resource ? (resource.DependsOn ?? []) : [])),
      ...Object.values(Outputs).map(({ Value }) => Value['Fn::GetAtt'][0]),
    ]
    for (const name of named) expect(Resources).toHaveProperty(name)
  })

  test('Terraform reads it, and makes the same of it', async () => {
    const hcl = (await parseHcl('main.tf', asTerraform(plan))) as {
      resource: Record<string, Record<string, Record<string, unknown>[]>>
      output: Record<string, { value: string }[]>
    }
    const { resource, output } = hcl
    const only = (type: string, label: string) => resource[type]?.[label]?.[0] ?? {}
    const decoded = (value: unknown) =>
      inAccount(JSON.parse(/^\$\{jsonencode\((.*)\)\}$/s.exec(String(value))?.[1] ?? 'null'))
    expect(decoded(only('alicloud_ram_policy', 'service').policy_document)).toEqual(service?.policy)
    expect(decoded(only('alicloud_ram_policy', 'uploader').policy_document)).toEqual(json.role?.policy)
    expect(only('alicloud_ram_role', 'uploader')).toMatchObject({
      role_name: 'an-uploader',
      max_session_duration: 3600,
    })
    expect(decoded(only('alicloud_ram_role', 'uploader').assume_role_policy_document)).toEqual(json.role?.trustPolicy)
    const attached = (to: string, label: string) => only(`alicloud_ram_${to}_policy_attachment`, label)
    expect(attached('role', 'uploader')).toMatchObject({ role_name: reference('alicloud_ram_role.uploader.role_name') })
    if (signer === 'user') {
      expect(only('alicloud_ram_user', 'service')).toMatchObject({ name: 'a-service' })
      expect(attached('user', 'service')).toMatchObject({ user_name: reference('alicloud_ram_user.service.name') })
    } else {
      expect(decoded(only('alicloud_ram_role', 'service').assume_role_policy_document)).toEqual(service?.trustPolicy)
      expect(attached('role', 'service')).toMatchObject({ role_name: reference('alicloud_ram_role.service.role_name') })
    }
    // Whatever is referred to is there.
    for (const [, type = '', label = ''] of asTerraform(plan).matchAll(/\b(alicloud_ram_\w+)\.(\w+)/g)) {
      expect(resource[type]?.[label], `${type}.${label}`).toBeDefined()
    }
    expect(output.role_arn?.[0]?.value).toBe(reference('alicloud_ram_role.uploader.arn'))
  })

  test('no key is made, and none stands in it', () => {
    for (const written of [asJson(plan, '1'), asRos(plan), asTerraform(plan)]) expect(written).not.toMatch(/accesskey/i)
  })
})
