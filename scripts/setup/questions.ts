import { VOD_REGIONS } from '../../server/cloud/vod-limits'
import { EVENTS_PATH } from '../../server/http/paths'
import { DEFAULT_ROLE_NAME } from './ram/plan'

/** Both wordings, [English, Chinese]. */
export type Wording = readonly [en: string, zh: string]

export type Answers = Readonly<Record<string, string | undefined>>

/** One of few values, and when there is it. */
export type Choice = readonly [value: string, what: Wording, when?: (answers: Answers) => boolean]

/** One value that setup needs of the operator. */
export interface Question {
  /** Name among the service's settings, or SERVICE_URL and CLOUDRUN_SERVICE, which only the mini program has. */
  setting: string
  flag: string
  what: Wording
  /** Where to find it. */
  where?: Wording
  /** Choices, where there are few. */
  choices?: readonly Choice[]
  when?(answers: Answers): boolean
  /** May be left empty. */
  optional?(answers: Answers): boolean
  /** A value that is there must not stay where the question does not apply: the service would read it. */
  mustApply?: true
  /** Taken where nothing is said. */
  fallback?(answers: Answers): string | undefined
}

const byWechat = ({ LOGIN }: Answers) => LOGIN !== 'jwt'
const byJwt = ({ LOGIN }: Answers) => LOGIN === 'jwt'
const byCloudRun = ({ LOGIN }: Answers) => LOGIN === 'cloudrun'
const onNode = ({ TARGET }: Answers) => TARGET === 'node'

/** In the order in which they are asked; a later one may hang on the answers before it. TARGET is the first answer. */
export const QUESTIONS: readonly Question[] = [
  {
    setting: 'LOGIN',
    flag: 'login',
    what: ['Who vouches for the user?', '用户身份由谁确认？'],
    choices: [
      ['wechat', ['WeChat: wx.login, checked by this service', '微信：wx.login，由本服务校验']],
      ['jwt', ['Your own backend: its Bearer tokens', '你自己的后端：它签发的 Bearer token']],
      ['cloudrun', ['WeChat Cloud Run: the headers of its gateway', '微信云托管：网关写入的请求头'], onNode],
    ],
    fallback: () => 'wechat',
  },
  {
    setting: 'WECHAT_APPID',
    flag: 'appid',
    what: ['AppID of the mini program', '小程序 AppID'],
    where: ['mp.weixin.qq.com, 开发管理, 开发设置', 'mp.weixin.qq.com → 开发管理 → 开发设置'],
    when: byWechat,
  },
  {
    setting: 'WECHAT_APP_SECRET',
    flag: 'app-secret',
    what: ['AppSecret of the mini program', '小程序 AppSecret'],
    where: ['the same page; it is shown once, when it is made', '同一页面；只在生成时显示一次'],
    when: ({ LOGIN }) => LOGIN === 'wechat',
  },
  {
    setting: 'CBR_ENV_ID',
    flag: 'cloudrun-env',
    what: ['Id of the Cloud Run environment', '云托管环境 ID'],
    where: ['cloud.weixin.qq.com, 环境; it begins like prod-…', 'cloud.weixin.qq.com → 环境，形如 prod-…'],
    when: byCloudRun,
  },
  {
    setting: 'CLOUDRUN_SERVICE',
    flag: 'cloudrun-service',
    what: ['Name of the service on Cloud Run', '云托管服务名称'],
    when: byCloudRun,
    fallback: () => 'wevod',
  },
  {
    setting: 'JWT_ISSUER',
    flag: 'jwt-issuer',
    what: ["Issuer of your backend's tokens (iss)", '后端 token 的签发者（iss）'],
    when: byJwt,
  },
  {
    setting: 'JWT_AUDIENCE',
    flag: 'jwt-audience',
    what: ["Audience of your backend's tokens (aud)", '后端 token 的受众（aud）'],
    when: byJwt,
  },
  {
    setting: 'JWT_JWKS_URL',
    flag: 'jwt-jwks-url',
    what: ['URL of its public keys (JWKS); empty: a key follows', '公钥地址（JWKS）；留空则接着填写密钥'],
    when: byJwt,
    optional: () => true,
  },
  {
    setting: 'JWT_KEY',
    flag: 'jwt-key',
    what: ['Its public key (PEM, \\n for line ends), or the shared secret', '公钥（PEM，换行写作 \\n）或共享密钥'],
    when: (answers) => byJwt(answers) && !answers.JWT_JWKS_URL,
    mustApply: true,
  },
  {
    setting: 'VOD_REGION',
    flag: 'region',
    what: ['Region of ApsaraVideo VOD', '视频点播所在地域'],
    choices: VOD_REGIONS.map((region): Choice => [region, [region, region]]),
    fallback: () => 'cn-shanghai',
  },
  {
    setting: 'ROLE_ARN',
    flag: 'role-arn',
    what: [
      'ARN of the RAM role whose rights users get, or your account id',
      'RAM 角色 ARN（用户上传时的权限），或账号 ID',
    ],
    where: [
      `an account id stands for its role ${DEFAULT_ROLE_NAME}, which "npm run setup -- --print ros" makes`,
      `填账号 ID 即指角色 ${DEFAULT_ROLE_NAME}，可用 npm run setup -- --print ros 生成模板创建`,
    ],
  },
  {
    setting: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
    flag: 'access-key-id',
    what: ['AccessKey id of the RAM user of the service', '服务所用 RAM 用户的 AccessKey ID'],
    where: [
      'RAM console, 用户, 认证管理; on Node leave it empty where the machine has a role',
      'RAM 控制台 → 用户 → 认证管理；Node 上若机器有角色可留空',
    ],
    optional: onNode,
  },
  {
    setting: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    flag: 'access-key-secret',
    what: ['Its AccessKey secret', '对应的 AccessKey Secret'],
    when: ({ ALIBABA_CLOUD_ACCESS_KEY_ID }) => Boolean(ALIBABA_CLOUD_ACCESS_KEY_ID),
    mustApply: true,
  },
  {
    setting: 'DATABASE',
    flag: 'database',
    what: ['Database: a file of SQLite, or postgres://…', '数据库：SQLite 文件，或 postgres://…'],
    when: onNode,
    fallback: () => 'wevod.sqlite',
  },
  {
    setting: 'SERVICE_URL',
    flag: 'service-url',
    what: ['Address of the token service, as phones reach it', '令牌服务的访问地址（手机可达）'],
    where: ['https://…; register it as a request domain', 'https://…；需登记为 request 合法域名'],
    when: (answers) => !byCloudRun(answers),
  },
  {
    setting: 'VOD_CALLBACK_URL',
    flag: 'callback-url',
    what: ['Where VOD sends its notifications; "none": nowhere', '点播事件通知地址；none 表示不用'],
    // With public access off, as Cloud Run has to be, VOD reaches nothing.
    when: (answers) => !byCloudRun(answers),
    mustApply: true,
    optional: () => true,
    fallback: ({ SERVICE_URL }) => (SERVICE_URL?.startsWith('https://') ? `${SERVICE_URL}${EVENTS_PATH}` : undefined),
  },
]

/** Those of its choices that there are with these answers. */
export function choicesOf({ choices }: Question, answers: Answers): readonly Choice[] | undefined {
  return choices?.filter(([, , when]) => !when || when(answers))
}

/** Settings that are to go with these answers: those that were left empty, and those that must not stay. */
export function leftOut(answers: Answers): string[] {
  const out = QUESTIONS.filter(({ setting, when, mustApply }) => {
    return answers[setting] === undefined && (mustApply || !when || when(answers))
  }).map(({ setting }) => setting)
  // Without the URL its keys are a mistake.
  return out.includes('VOD_CALLBACK_URL') ? [...out, 'VOD_CALLBACK_KEY', 'VOD_CALLBACK_KEY_PREVIOUS'] : out
}
