/**
 * The demo account: what an operator would set up in the consoles of Alibaba Cloud and WeChat. Its keys are public by
 * design, work nowhere but here, and are marked so that the token service can distinguish them from real ones.
 */
export interface Account {
  accountId: string
  region: string
  /** System bucket of VOD, where uploads arrive. */
  bucket: string
  users: RamUser[]
  roles: RamRole[]
  miniPrograms: {
    appId: string
    appSecret: string
    /** Those of subscription messages that the operator has picked, with their keys. */
    templates: { id: string; keys: string[] }[]
  }[]
}

export interface RamUser {
  name: string
  accessKeyId: string
  accessKeySecret: string
  /** Policy documents attached to the user, as JSON text. */
  policies: string[]
  /** A disabled access key answers InvalidAccessKeyId.Inactive. */
  disabled?: boolean
  /** The account's root key: full rights, but may not assume a role. */
  root?: boolean
}

export interface RamRole {
  name: string
  roleId: string
  /** Upper bound of DurationSeconds, 3,600–43,200. */
  maxSessionSeconds: number
  /** Trust policy, as JSON text. */
  trustPolicy: string
  policies: string[]
}

const ACCOUNT_ID = '1234567890123456'

const allow = (...actions: string[]) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

const trust = (principal: Record<string, string[]>) =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
  })

/** What the token service does by itself: of its RAM user, and of the role of a machine that it runs on. */
const tokenServicePolicy = JSON.stringify({
  Version: '1',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `acs:ram::${ACCOUNT_ID}:role/vod-uploader` },
    {
      Effect: 'Allow',
      Action: [
        'vod:CreateUploadVideo',
        'vod:RefreshUploadVideo',
        'vod:CreateUploadImage',
        'vod:UpdateVideoInfo',
        'vod:Get*',
        'vod:DeleteVideo',
        'vod:CreateAudit',
      ],
      Resource: '*',
    },
  ],
})

export const demoAccount: Account = {
  accountId: ACCOUNT_ID,
  region: 'cn-shanghai',
  bucket: 'outin-d3300000000000000000000000000001',
  users: [
    {
      name: 'token-service',
      accessKeyId: 'LTAIdemoTokenService',
      accessKeySecret: 'demo-secret-of-the-token-service',
      policies: [tokenServicePolicy],
    },
    {
      name: 'operator',
      accessKeyId: 'LTAIdemoOperator',
      accessKeySecret: 'demo-secret-of-the-operator',
      policies: [allow('sts:*', 'vod:*', 'oss:*')],
    },
    {
      name: 'no-rights',
      accessKeyId: 'LTAIdemoNoRights',
      accessKeySecret: 'demo-secret-without-rights',
      policies: [],
    },
    {
      name: 'retired',
      accessKeyId: 'LTAIdemoRetired',
      accessKeySecret: 'demo-secret-of-a-disabled-key',
      policies: [allow('*')],
      disabled: true,
    },
    {
      name: 'root',
      accessKeyId: 'LTAIdemoRoot',
      accessKeySecret: 'demo-secret-of-the-root-account',
      policies: [allow('*')],
      root: true,
    },
  ],
  roles: [
    {
      name: 'vod-uploader',
      roleId: '300000000000000001',
      maxSessionSeconds: 3600,
      trustPolicy: trust({ RAM: [`acs:ram::${ACCOUNT_ID}:root`] }),
      policies: [allow('vod:CreateUploadVideo', 'vod:RefreshUploadVideo', 'vod:CreateUploadImage')],
    },
    {
      name: 'token-machine',
      roleId: '300000000000000005',
      maxSessionSeconds: 43_200,
      trustPolicy: trust({ RAM: [`acs:ram::${ACCOUNT_ID}:root`], Service: ['ecs.aliyuncs.com', 'fc.aliyuncs.com'] }),
      policies: [tokenServicePolicy],
    },
    {
      name: 'distrustful',
      roleId: '300000000000000002',
      maxSessionSeconds: 43_200,
      trustPolicy: trust({ RAM: ['acs:ram::9999999999999999:root'] }),
      policies: [allow('vod:*')],
    },
    {
      name: 'for-a-service',
      roleId: '300000000000000003',
      maxSessionSeconds: 3600,
      trustPolicy: trust({ Service: ['vod.aliyuncs.com'] }),
      policies: [allow('vod:*')],
    },
    {
      name: 'powerless',
      roleId: '300000000000000004',
      maxSessionSeconds: 3600,
      trustPolicy: trust({ RAM: [`acs:ram::${ACCOUNT_ID}:root`] }),
      policies: [],
    },
  ],
  miniPrograms: [
    {
      appId: 'wxd3d3d3d3d3d3d3d3',
      appSecret: 'demo-secret-of-the-mini-program',
      templates: [
        { id: 'demo-template-of-a-video-that-is-ready-0001', keys: ['thing1', 'phrase2', 'time3', 'thing4'] },
        { id: 'demo-template-of-a-video-refused-0000000001', keys: ['thing1', 'phrase2', 'time3', 'thing4'] },
      ],
    },
  ],
}
