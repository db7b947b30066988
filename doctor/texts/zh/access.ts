import { assumePolicy, roleOf, trustPolicy, vodPolicy } from '../../policies'
import type { Texts } from '../en/en'
import { WECHAT_CODES } from '../written'

const vodActions = (actions: readonly string[]) => actions.map((action) => `vod:${action}`)
const USER = 'RAM 控制台 → 身份管理 → 用户 → 服务所用的用户'

export const wechat: Texts['wechat'] = {
  notUsed: (login) => `LOGIN=${login} 不需要 AppSecret`,
  right: (appId, errcode) => `${appId}；编造的 code 被拒绝，${errcode}`,
  noToken: '没有配置项需要它（CHECK_TITLES、MESSAGE_TEMPLATE_…）',
  tokenGiven: '可以获取；本机地址没有被 IP 白名单挡住',
  wrongAppId: {
    cause: '微信不认识这个 AppID:WECHAT_APPID 不对。',
    fix: '请从 mp.weixin.qq.com → 开发管理 → 开发设置 → AppID（小程序ID）复制到 WECHAT_APPID。要用小程序的，不是公众号或开放平台的。',
  },
  wrongSecret: {
    cause: '微信拒绝了 AppSecret：WECHAT_APP_SECRET 不对、已被重置，或者不属于 WECHAT_APPID。',
    fix: '请到 mp.weixin.qq.com → 开发管理 → 开发设置 → AppSecret（小程序密钥）→ 重置，把新的填入 WECHAT_APP_SECRET，服务运行的地方也要改。',
  },
  notOnIpList: (address) => ({
    cause: `本机地址${address ? `(${address})` : ''}不在小程序的 IP 白名单中。`,
    fix: '请在 mp.weixin.qq.com → 开发管理 → 开发设置 → IP白名单 中加入服务的出口地址（运行 doctor 的话也加入本机地址），或者关闭白名单。Cloudflare Worker 没有固定地址，只能关闭。',
  }),
  unknown: (errcode, said) => ({
    cause: `微信拒绝了请求，errcode ${errcode}${said ? `：“${said}”` : ''}。doctor 不认识这个错误码。`,
    fix: `请在 ${WECHAT_CODES} 查询，或在 mp.weixin.qq.com → 开发管理 → 运维中心 用 rid（即这里的请求 ID）查询。`,
  }),
}

export const key: Texts['key'] = {
  taken: 'STS 认可',
  unknown: {
    cause: '阿里云不认识这个 AccessKey：ALIBABA_CLOUD_ACCESS_KEY_ID 不对，或者已被删除。',
    fix: `${USER} → 创建 AccessKey，把两部分填入 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET。中国站和国际站是不同的账号。`,
  },
  disabled: {
    cause: '这个 AccessKey 已被禁用。',
    fix: `${USER} → AccessKey：启用它；或新建一个，填入 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET。`,
  },
  wrongSecret: {
    cause: '签名不对：ALIBABA_CLOUD_ACCESS_KEY_SECRET 与 ALIBABA_CLOUD_ACCESS_KEY_ID 不是一对。',
    fix: '请把同一个 AccessKey 的两部分填入配置，前后不要有空格或引号。丢失的 Secret 无法再查看：请在 RAM 控制台新建。',
  },
  tokenMissing: {
    cause: 'ALIBABA_CLOUD_ACCESS_KEY_ID 是临时密钥（STS.…），却没有带上它的令牌。',
    fix: '请把 ALIBABA_CLOUD_SECURITY_TOKEN 设为这个密钥的令牌；更好的做法：机器有 RAM 角色时不设密钥，或改用 RAM 用户的密钥。',
  },
  tokenEnded: {
    cause: '临时密钥已过期：ALIBABA_CLOUD_SECURITY_TOKEN 已失效。',
    fix: '请重新获取，三部分一起更换；更好的做法：用不会过期的 RAM 用户密钥，或会自动更新的机器角色。',
  },
  tokenMismatch: {
    cause: 'ALIBABA_CLOUD_SECURITY_TOKEN 与 ALIBABA_CLOUD_ACCESS_KEY_ID 不匹配，或者被截断了。',
    fix: '密钥 ID、Secret、令牌三部分要取自同一次应答。RAM 用户的密钥（LTAI…）没有令牌：请去掉 ALIBABA_CLOUD_SECURITY_TOKEN。',
  },
}

export const role: Texts['role'] = {
  longEnough: (seconds) => `CREDENTIAL_SECONDS=${seconds}，没有超过角色的最大会话时间`,
  tooShort: (seconds, said) => ({
    cause: `角色的最大会话时间（MaxSessionDuration）小于 CREDENTIAL_SECONDS=${seconds}${said ? `：“${said}”` : ''}。`,
    fix: 'RAM 控制台 → 身份管理 → 角色 → 该角色 → 最大会话时间：设为 3600 秒或更长；或者把 CREDENTIAL_SECONDS 设为角色允许的值。',
  }),
  notThere: (roleArn) => ({
    cause: `没有这个角色：ROLE_ARN=${roleArn}。`,
    fix: `RAM 控制台 → 身份管理 → 角色：把角色的 ARN 复制到 ROLE_ARN；或者新建角色“${roleOf(roleArn).roleName}”（信任主体：阿里云账号 ${roleOf(roleArn).accountId}）。`,
  }),
  malformed: (roleArn) => ({
    cause: `STS 无法识别 ROLE_ARN=${roleArn}。`,
    fix: 'RAM 控制台 → 身份管理 → 角色：原样复制角色的 ARN。',
  }),
  rootKey: {
    cause: '这是主账号自己的 AccessKey：它什么都能做，唯独不能扮演角色。',
    fix: '请为服务新建 RAM 用户（RAM 控制台 → 身份管理 → 用户），把它的密钥填入 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET；然后删除主账号的密钥，谁都不应使用它。',
  },
  otherAccount: (roleArn, accountId) => ({
    cause: `角色属于账号 ${roleOf(roleArn).accountId}，而密钥属于账号 ${accountId}。`,
    fix: `请把 ROLE_ARN 设为账号 ${accountId} 的角色，或者让那个角色信任它，信任策略为 ${trustPolicy(accountId)}`,
  }),
  notAllowed: (roleArn, user) => ({
    cause: `ALIBABA_CLOUD_ACCESS_KEY_ID 的 RAM 用户${user ? `“${user}”` : ''}没有扮演该角色的权限（sts:AssumeRole）。`,
    fix: `RAM 控制台 → 身份管理 → 用户 → ${user ?? '该用户'} → 权限管理：添加自定义策略 ${assumePolicy(roleArn)}`,
  }),
  notTrusted: (roleArn, accountId, user) => ({
    cause: `角色不信任密钥所属的账号：信任策略中没有账号 ${accountId}。（如果有，就是 RAM 用户${user ? `“${user}”` : ''}缺少 sts:AssumeRole:STS 对两者的说法相同。)`,
    fix: `RAM 控制台 → 身份管理 → 角色 → ${roleOf(roleArn).roleName} → 信任策略：${trustPolicy(accountId)}（用户的策略：${assumePolicy(roleArn)}）`,
  }),
  narrowed: (allowed, refused) => `可以 ${allowed.join('、')}；${refused} 被拒绝`,
  policyIgnored: (action) => ({
    cause: `用户的令牌能做会话策略没有允许的事：${action} 没有被拒绝。`,
    fix: 'STS_URL 那里应答的服务没有遵守 AssumeRole 的 Policy。请从配置中去掉 STS_URL 和 VOD_URL，修好之前不要发放令牌。',
  }),
  lacks: (roleName, actions) => ({
    cause: `角色“${roleName}”缺少 ${vodActions(actions).join('、')}：令牌的权限是角色与会话策略的交集。`,
    fix: `RAM 控制台 → 身份管理 → 角色 → ${roleName} → 权限管理：添加自定义策略 ${vodPolicy(vodActions(actions))}`,
  }),
  narrow: (roleName) => `“${roleName}”本身既不能读取、也不能删除视频`,
  tooWide: (roleName, actions, needed) => ({
    cause: `角色“${roleName}”权限过大：它本身可以 ${vodActions(actions).join('、')}，手机用不到这些，现在只有会话策略挡着。`,
    fix: `RAM 控制台 → 身份管理 → 角色 → ${roleName} → 权限管理：移除现有策略（例如 AliyunVODFullAccess），添加自定义策略 ${vodPolicy(vodActions(needed))}`,
  }),
  serviceMay: (actions) => actions.join('、'),
  serviceLacks: (actions) => ({
    cause: `ALIBABA_CLOUD_ACCESS_KEY_ID 的 RAM 用户缺少 ${vodActions(actions).join('、')}，服务本身需要这些权限。`,
    fix: `${USER} → 权限管理：添加自定义策略 ${vodPolicy(vodActions(actions))}${
      actions.includes('CreateUploadImage') ? '（或者设 COVERS=false）' : ''
    }`,
  }),
}
