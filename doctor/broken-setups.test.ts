import { expect, test } from 'vitest'
import { freePorts } from '../scripts/test-support/stack'
import type { CheckId } from './finding'
import { allow, doctorForTests, failures, type Setup } from './test-support/doctor'

const { emulator, examine, configure } = await doctorForTests()
const { cloud } = emulator

const always = (operation: string, fault: object) =>
  cloud.faults.add({ operation, times: 'always', fault } as Parameters<typeof cloud.faults.add>[0])
const ROLE = 'acs:ram::1234567890123456:role/'

interface Broken {
  name: string
  /** In the emulator. */
  breaks?: () => void
  setup?: Setup
  /** The one check that fails. */
  check: CheckId
  code?: string
  cause: RegExp
  fix: RegExp
}

const setups: Broken[] = [
  {
    name: 'wrong AppSecret',
    breaks: () => configure({ miniPrograms: { wxd3d3d3d3d3d3d3d3: { appSecret: 'another-secret-since' } } }),
    check: 'wechat',
    code: '40125',
    cause: /WECHAT_APP_SECRET is wrong/,
    fix: /重置/,
  },
  {
    name: 'wrong AppID',
    setup: { settings: { WECHAT_APPID: 'wx0123456789abcdef' } },
    check: 'wechat',
    code: '40013',
    cause: /WECHAT_APPID is wrong/,
    fix: /AppID\(小程序ID\)/,
  },
  {
    name: 'wrong key',
    setup: { settings: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoNobodysKey' } },
    check: 'access-key',
    code: 'InvalidAccessKeyId.NotFound',
    cause: /ALIBABA_CLOUD_ACCESS_KEY_ID is wrong/,
    fix: /Create AccessKey/,
  },
  {
    name: 'wrong secret of the key',
    setup: { settings: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-the-secret-of-this-key' } },
    check: 'access-key',
    code: 'SignatureDoesNotMatch',
    cause: /ALIBABA_CLOUD_ACCESS_KEY_SECRET does not belong/,
    fix: /both parts of one key/,
  },
  {
    name: 'wrong role',
    setup: { settings: { ROLE_ARN: `${ROLE}nobody` } },
    check: 'assume-role',
    code: 'EntityNotExist.Role',
    cause: /no such role: ROLE_ARN=acs:ram::1234567890123456:role\/nobody/,
    fix: /copy the ARN/,
  },
  {
    name: 'no trust',
    breaks: () => {
      const distrustful = cloud.account.roles.find(({ name }) => name === 'distrustful')?.trustPolicy ?? ''
      configure({ roles: { 'vod-uploader': { trustPolicy: distrustful } } })
    },
    check: 'assume-role',
    code: 'NoPermission',
    cause: /does not trust/,
    fix: /Trust Policy: .*acs:ram::1234567890123456:root/,
  },
  {
    name: 'missing right to assume the role',
    breaks: () => configure({ users: { 'token-service': { policies: [allow('vod:*')] } } }),
    check: 'assume-role',
    code: 'NoPermission',
    cause: /RAM user “token-service” .* has no right to assume the role/,
    fix: /"Action":\["sts:AssumeRole"\],"Resource":"acs:ram::1234567890123456:role\/vod-uploader"/,
  },
  {
    name: 'missing right of the role',
    breaks: () => configure({ roles: { 'vod-uploader': { policies: [allow('vod:RefreshUploadVideo')] } } }),
    check: 'session-policy',
    code: 'Forbidden.RAM',
    cause: /role “vod-uploader” lacks vod:CreateUploadVideo/,
    fix: /"Action":\["vod:CreateUploadVideo"\]/,
  },
  {
    name: 'too wide a role',
    breaks: () => configure({ roles: { 'vod-uploader': { policies: [allow('vod:*')] } } }),
    check: 'role',
    cause: /too wide: by itself it may vod:GetVideoInfo, vod:DeleteVideo/,
    fix: /remove what is there .*"Action":\["vod:CreateUploadVideo"\]/,
  },
  {
    name: 'V1 only',
    breaks: () => {
      cloud.switches.rejectV4 = true
    },
    check: 'oss',
    code: 'InvalidArgument',
    cause: /takes signature V1 only/,
    fix: /support/,
  },
  {
    name: 'V1 refused, and the vendor’s engine chosen',
    breaks: () => {
      cloud.switches.rejectV1 = true
    },
    setup: { app: { engine: 'vendor' } },
    check: 'oss',
    code: 'AccessDenied',
    cause: /engine "vendor" signs with V1, which .* refuses/,
    fix: /engine: "multipart"/,
  },
  {
    name: 'default domain forbidden',
    breaks: () => {
      cloud.switches.publicEndpointForbidden = true
    },
    check: 'oss',
    code: 'PublicEndpointForbidden',
    cause: /default domain outin-/,
    fix: /Bind a domain of your own/,
  },
  {
    name: 'VOD not activated',
    breaks: () => {
      cloud.switches.vod = 'inactive'
    },
    check: 'vod',
    code: 'OperationDenied',
    cause: /not activated/,
    fix: /立即开通/,
  },
  {
    name: 'storage not enabled',
    breaks: () => {
      cloud.switches.storageEnabled = false
    },
    check: 'storage',
    code: 'InvalidStorage.NotFound',
    cause: /no storage in VOD_REGION=cn-shanghai/,
    fix: /启用存储/,
  },
  {
    name: 'arrears',
    breaks: () => {
      cloud.switches.vod = 'suspended'
    },
    check: 'vod',
    code: 'OperationDenied.Suspended',
    cause: /arrears/,
    fix: /Top up/,
  },
  {
    name: 'clock an hour off',
    breaks: () => always('*', { type: 'clockSkew', seconds: 3600 }),
    check: 'clock',
    cause: /clock of this machine is (1 h 0 min|59 min \d+ s) behind/,
    fix: /NTP/,
  },
  {
    name: 'clock of this machine an hour ahead, no WeChat',
    setup: {
      now: () => Date.now() + 3_600_000,
      // Another login needs no WeChat: the time comes from STS.
      settings: {
        LOGIN: 'jwt',
        JWT_ISSUER: 'https://backend.example',
        JWT_AUDIENCE: 'wevod',
        JWT_KEY: 'k'.repeat(40),
        WECHAT_APPID: undefined,
        WECHAT_APP_SECRET: undefined,
        MESSAGE_TEMPLATE_READY: undefined,
        MESSAGE_TEMPLATE_REFUSED: undefined,
      },
    },
    check: 'clock',
    cause: /clock of this machine is 1 h 0 min ahead/,
    fix: /NTP/,
  },
  {
    name: 'STS alone finds the clock wrong',
    breaks: () => always('AssumeRole', { type: 'clockSkew', seconds: -3600 }),
    check: 'access-key',
    code: 'InvalidTimeStamp.Expired',
    cause: /STS refuses the time .* (1 h 0 min|59 min \d+ s) ahead/,
    fix: /NTP/,
  },
  {
    name: 'wrong region in the settings',
    setup: { settings: { VOD_REGION: 'cn-beijing' } },
    check: 'region',
    cause: /VOD_REGION=cn-beijing, but the video has come to be in cn-shanghai/,
    fix: /Set VOD_REGION=cn-shanghai/,
  },
  {
    name: 'wrong region of the account',
    breaks: () => configure({ region: 'cn-beijing' }),
    check: 'region',
    cause: /VOD_REGION=cn-shanghai, but the video has come to be in cn-beijing/,
    fix: /Set VOD_REGION=cn-beijing/,
  },
  {
    name: 'callback key mismatch at VOD',
    breaks: () => {
      if (cloud.outbox.callback) cloud.outbox.callback = { ...cloud.outbox.callback, key: 'AnotherKey2' }
    },
    check: 'vod-callback',
    cause: /callback key does not match: VOD signs/,
    fix: /VOD_CALLBACK_KEY/,
  },
  {
    name: 'callback key mismatch between settings and the running service',
    breaks: () => {
      if (cloud.outbox.callback) cloud.outbox.callback = { ...cloud.outbox.callback, key: 'AnotherKey2' }
    },
    setup: { settings: { VOD_CALLBACK_KEY: 'AnotherKey2' } },
    check: 'callback',
    code: 'event_signature_invalid',
    cause: /callback key does not match: the running service/,
    fix: /secret put VOD_CALLBACK_KEY/,
  },
  {
    name: 'callback key mismatch of the settings alone',
    setup: { settings: { VOD_CALLBACK_KEY: 'AnotherKey2' } },
    check: 'vod-callback',
    cause: /callback key does not match/,
    fix: /VOD_CALLBACK_KEY/,
  },
  {
    name: 'STS throttled',
    breaks: () => always('AssumeRole', { type: 'error', status: 400, code: 'Throttling.User' }),
    check: 'access-key',
    code: 'Throttling.User',
    cause: /STS throttles/,
    fix: /Wait a minute/,
  },
]

test.each(setups)(
  '$name: names the cause once, and what mends it',
  async ({ breaks, setup, check, code, cause, fix }) => {
    breaks?.()
    const diagnosis = await examine(setup)
    expect(failures(diagnosis)).toEqual([
      expect.objectContaining({
        id: check,
        cause: expect.stringMatching(cause),
        fix: expect.stringMatching(fix),
        ...(code !== undefined && { code }),
      }),
    ])
    expect(diagnosis.healthy).toBe(false)
    expect(diagnosis.shown).toMatch(/✗/)
    // What rests on it is skipped because of it, and of nothing else.
    const reasons = diagnosis.findings.flatMap(({ because }) => because ?? [])
    expect(reasons.filter((because) => because !== check)).toEqual([])
    // A refusal of a cloud comes with its request.
    const [failure] = failures(diagnosis)
    if (code) expect(failure?.requestId).toMatch(/^[\w-]{16,}$/)
    // No video stays behind.
    expect(cloud.videos.all()).toEqual([])
  },
)

test('no network: names it once, and says how the local stack is started', async () => {
  const [port] = await freePorts(1)
  const nowhere = `http://127.0.0.1:${port}`
  const settings = { WECHAT_URL: nowhere, STS_URL: nowhere, VOD_URL: nowhere }
  const diagnosis = await examine({ settings })
  expect(failures(diagnosis)).toEqual([
    expect.objectContaining({
      id: 'network',
      code: 'ECONNREFUSED',
      cause: expect.stringMatching(/No network/),
      fix: expect.stringMatching(/npm start/),
    }),
  ])
})

test('where one cloud of several is not to be reached, the others are looked at', async () => {
  const [port] = await freePorts(1)
  const diagnosis = await examine({ settings: { WECHAT_URL: `http://127.0.0.1:${port}` } })
  expect(failures(diagnosis).map(({ id }) => id)).toEqual(['network'])
  const skipped = diagnosis.findings.filter(({ because }) => because === 'network')
  expect(skipped.map(({ id }) => id)).toEqual(['wechat', 'wechat-token'])
})

test('a short throttling of STS is waited out', async () => {
  cloud.faults.add({ operation: 'AssumeRole', fault: { type: 'error', status: 400, code: 'Throttling.User' } })
  expect((await examine()).healthy).toBe(true)
})
