import { assumePolicy, roleOf, trustPolicy, vodPolicy } from '../../policies'
import { WECHAT_CODES } from '../written'

const vodActions = (actions: readonly string[]) => actions.map((action) => `vod:${action}`)

export const wechat = {
  notUsed: (login: string) => `LOGIN=${login} needs no AppSecret`,
  right: (appId: string, errcode: number) => `${appId}; a code that was made up is refused, ${errcode}`,
  noToken: 'no setting needs it (CHECK_TITLES, MESSAGE_TEMPLATE_…)',
  tokenGiven: 'given; this address is on no closed IP list',
  wrongAppId: {
    cause: 'WeChat does not know this AppID: WECHAT_APPID is wrong.',
    fix: 'Copy it from mp.weixin.qq.com, 开发管理, 开发设置, AppID(小程序ID) into WECHAT_APPID. It is that of the mini program, not of an official account or of the Open Platform.',
  },
  wrongSecret: {
    cause:
      'WeChat refuses the AppSecret: WECHAT_APP_SECRET is wrong, was reset, or belongs to another AppID than WECHAT_APPID.',
    fix: 'mp.weixin.qq.com, 开发管理, 开发设置, AppSecret(小程序密钥), 重置; put the new one into WECHAT_APP_SECRET, also where the service runs.',
  },
  notOnIpList: (address: string | undefined) => ({
    cause: `This machine's address${address ? ` (${address})` : ''} is not on the IP allow list of the mini program.`,
    fix: "Add the service's outgoing addresses (and this machine's, for doctor) in mp.weixin.qq.com, 开发管理, 开发设置, IP白名单; or switch the list off. A Cloudflare Worker has no fixed address: there the list has to be off.",
  }),
  unknown: (errcode: string, said: string) => ({
    cause: `WeChat refused the call with errcode ${errcode}${said ? `: “${said}”` : ''}. Doctor does not know this code.`,
    fix: `Look it up at ${WECHAT_CODES}, or by its rid (the request id here) in mp.weixin.qq.com, 开发管理, 运维中心.`,
  }),
}

export const key = {
  taken: 'STS takes it',
  unknown: {
    cause: 'Alibaba Cloud does not know this access key: ALIBABA_CLOUD_ACCESS_KEY_ID is wrong, or the key was deleted.',
    fix: 'RAM console, Identities, Users, the user of the service, Create AccessKey; put both parts into ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET. Accounts of the Chinese and the international site are different ones.',
  },
  disabled: {
    cause: 'The access key is disabled.',
    fix: 'RAM console, Identities, Users, the user of the service, AccessKey: enable it, or make a new one and put it into ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
  },
  wrongSecret: {
    cause: 'The signature is wrong: ALIBABA_CLOUD_ACCESS_KEY_SECRET does not belong to ALIBABA_CLOUD_ACCESS_KEY_ID.',
    fix: 'Put both parts of one key into the settings, without blanks or quotes around them. A secret that is lost cannot be read again: make a new key in the RAM console.',
  },
  tokenMissing: {
    cause: 'ALIBABA_CLOUD_ACCESS_KEY_ID is a temporary key (STS.…), and its token did not come with it.',
    fix: 'Set ALIBABA_CLOUD_SECURITY_TOKEN to the token of that key; better, set no key where a role of the machine gives one, or use the key of a RAM user.',
  },
  tokenEnded: {
    cause: 'The temporary key has ended: the token in ALIBABA_CLOUD_SECURITY_TOKEN is expired.',
    fix: "Get a new one, with all three parts; better, use a RAM user's key, which does not end, or the role of the machine, which renews itself.",
  },
  tokenMismatch: {
    cause: 'ALIBABA_CLOUD_SECURITY_TOKEN does not belong to ALIBABA_CLOUD_ACCESS_KEY_ID, or was cut.',
    fix: "Take all three parts from one answer: key id, secret, token. A RAM user's key (LTAI…) has no token: then take ALIBABA_CLOUD_SECURITY_TOKEN out.",
  },
}

export const role = {
  longEnough: (seconds: number) => `CREDENTIAL_SECONDS=${seconds} is within the role's longest session`,
  tooShort: (seconds: number, said: string) => ({
    cause: `The role's longest session (MaxSessionDuration) is shorter than CREDENTIAL_SECONDS=${seconds}${said ? `: “${said}”` : ''}.`,
    fix: 'RAM console, Identities, Roles, the role, Maximum Session Duration: set 3600 seconds or more; or set CREDENTIAL_SECONDS to what the role allows.',
  }),
  notThere: (roleArn: string) => ({
    cause: `There is no such role: ROLE_ARN=${roleArn}.`,
    fix: `RAM console, Identities, Roles: copy the ARN of the role into ROLE_ARN, or make the role "${roleOf(roleArn).roleName}" (trusted entity: Alibaba Cloud account ${roleOf(roleArn).accountId}).`,
  }),
  malformed: (roleArn: string) => ({
    cause: `STS cannot read ROLE_ARN=${roleArn}.`,
    fix: 'RAM console, Identities, Roles: copy the ARN of the role as it stands there.',
  }),
  rootKey: {
    cause: "The access key is the root account's own: it may do everything, but assume no role.",
    fix: "Make a RAM user for the service (RAM console, Identities, Users) and put its key into ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; then delete the root account's key, which nobody should use.",
  },
  otherAccount: (roleArn: string, accountId: string) => ({
    cause: `The role belongs to account ${roleOf(roleArn).accountId}, the access key to account ${accountId}.`,
    fix: `Set ROLE_ARN to a role of account ${accountId}, or let that role trust it; its trust policy then is ${trustPolicy(accountId)}`,
  }),
  notAllowed: (roleArn: string, user: string | undefined) => ({
    cause: `The RAM user${user ? ` “${user}”` : ''} of ALIBABA_CLOUD_ACCESS_KEY_ID has no right to assume the role (sts:AssumeRole).`,
    fix: `RAM console, Identities, Users, ${user ?? 'the user'}, Permissions: add the custom policy ${assumePolicy(roleArn)}`,
  }),
  notTrusted: (roleArn: string, accountId: string, user: string | undefined) => ({
    cause: `The role does not trust the access key's account: its trust policy does not name account ${accountId}. (If it does, the RAM user${user ? ` “${user}”` : ''} lacks sts:AssumeRole: STS says the same of both.)`,
    fix: `RAM console, Identities, Roles, ${roleOf(roleArn).roleName}, Trust Policy: ${trustPolicy(accountId)} (For the user: ${assumePolicy(roleArn)})`,
  }),
  narrowed: (allowed: readonly string[], refused: string) => `may ${allowed.join(', ')}; ${refused} is refused`,
  policyIgnored: (action: string) => ({
    cause: `A user's token may do what its session policy does not allow: ${action} was not refused.`,
    fix: 'Whatever answers at STS_URL does not keep to the Policy of AssumeRole. Take STS_URL and VOD_URL out of the settings, and hand out no tokens before this is mended.',
  }),
  lacks: (roleName: string, actions: readonly string[]) => ({
    cause: `The role “${roleName}” lacks ${vodActions(actions).join(', ')}: a token has the rights of the role and of the session policy, whichever is less.`,
    fix: `RAM console, Identities, Roles, ${roleName}, Permissions: add the custom policy ${vodPolicy(vodActions(actions))}`,
  }),
  narrow: (roleName: string) => `“${roleName}” by itself may neither read nor delete videos`,
  tooWide: (roleName: string, actions: readonly string[], needed: readonly string[]) => ({
    cause: `The role “${roleName}” is too wide: by itself it may ${vodActions(actions).join(', ')}, which no phone needs. Only the session policy stands before it.`,
    fix: `RAM console, Identities, Roles, ${roleName}, Permissions: remove what is there (such as AliyunVODFullAccess), and add the custom policy ${vodPolicy(vodActions(needed))}`,
  }),
  serviceMay: (actions: readonly string[]) => actions.join(', '),
  serviceLacks: (actions: readonly string[]) => ({
    cause: `The RAM user of ALIBABA_CLOUD_ACCESS_KEY_ID lacks ${vodActions(actions).join(', ')}, which the service itself needs.`,
    fix: `RAM console, Identities, Users, the user of the service, Permissions: add the custom policy ${vodPolicy(vodActions(actions))}${
      actions.includes('CreateUploadImage') ? ' (or set COVERS=false)' : ''
    }`,
  }),
}
