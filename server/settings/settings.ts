import * as v from 'valibot'
import type { AccessKey } from '../cloud/access-key'
import type { ExtraAction } from '../cloud/session-policy'
import type { UploadDefaults } from '../cloud/vod'
import type { DailyLimits } from '../limits/daily'
import type { CallbackSettings } from '../vod-events/signature'
import { type AccessKeyPlace, missingOfAccessKey, readAccessKey } from './access-key'
import { isLoopback } from './fields'
import { type LoginSettings, missingForLogin, readLogin } from './login'
import { environmentSchema, type MESSAGE_FIELDS, SECRETS, type Values } from './schema'

export type MessageField = (typeof MESSAGE_FIELDS)[number]

/** What the Worker's environment holds: variables and secrets, all text, and bindings. */
export type Environment = Readonly<Record<string, unknown>>

/** Subscription messages (订阅消息): see MESSAGE_… in wrangler.toml. */
export interface MessageSettings {
  /** Ids of templates. */
  ready: string | undefined
  refused: string | undefined
  /** What each key of the templates tells. */
  data: Readonly<Record<string, MessageField>>
  /** Where a tap on the message leads, in the mini program. */
  page: string | undefined
}

export interface Settings {
  /** Who vouches for the user. */
  login: LoginSettings
  /** Origins of the web pages that may call the service; empty: browsers let none. */
  allowedOrigins: readonly string[]
  /** Undefined where the login needs nothing of WeChat, and no AppSecret is set. */
  wechat: { url: string; appId: string; appSecret: string } | undefined
  /** Undefined where the machine's role stands in for it. */
  accessKey: AccessKey | undefined
  sts: { endpoint: string; roleArn: string; extraActions: readonly ExtraAction[] }
  vod: { endpoint: string }
  region: string
  /** Life of the credentials handed out, seconds, 900–3,600. */
  credentialSeconds: number
  /** The first signs; sessions signed by a former one are good to their end. */
  sessionKeys: readonly [string, ...string[]]
  /** Longest wait for one call to WeChat, STS or VOD, milliseconds. */
  upstreamTimeoutMs: number
  /** Longest wait for one call to the database, milliseconds. */
  storeTimeoutMs: number
  /** Days for which notifications of VOD are kept; then only what they come to is. */
  eventDays: number
  /** Largest file that a user may upload, bytes. */
  maxBytes: number
  daily: DailyLimits
  /** STS tokens that a user gets in a day (UTC). */
  dailyTokens: number
  /** Calls a minute, where the runtime has no rate limiter of its own. */
  callsPerMinute: { user: number; address: number }
  /** Whether calls are counted by each machine for itself, or for all of them together. */
  countCalls: 'memory' | 'database'
  /** Longest video that a user may upload, seconds. */
  maxSeconds: number | undefined
  /** Which a user can choose from, by VOD's numbers. */
  categories: readonly { id: string; name: string }[]
  /** Whether the operator has VOD review videos before they are published (先审后发). */
  review: boolean
  /** Whether a user can choose a cover. */
  covers: boolean
  /** How long a shared video can be seen, days; 0: none can be shared. */
  shareDays: number
  /** Whether phones may report to the log what fails. */
  reports: boolean
  /** Undefined where no template is set. */
  messages: MessageSettings | undefined
  /** Life of URLs to play a video, seconds. */
  playSeconds: number
  /** Which every video has, besides those that its user gives it. */
  tags: readonly string[]
  /** Parameters of CreateUploadVideo where this service makes the video, by VOD's names. */
  uploadDefaults: UploadDefaults
  /** Whether WeChat looks at titles and descriptions, and from what suggestion on they are refused. */
  checkTitles: 'off' | 'risky' | 'review'
  /** Whether a claim needs this service's mark on the video. */
  claims: 'any' | 'marked'
  /** Whether a video that its owner deletes goes from VOD, too. */
  deleteAtVod: boolean
  /**
   * What becomes of a video that breaks a limit, or that nobody has registered: it is only reported; or blocked, or
   * deleted while it awaits its file, if it bears this service's mark; or whether it bears a mark or not.
   */
  enforceAtVod: 'report' | 'marked' | 'all'
  /** Opens the operator's view; undefined: there is none. */
  adminSecret: string | undefined
  /** Of a timer of Function Compute; undefined: there is none. */
  timerSecret: string | undefined
  /** Undefined where no notifications are wanted. */
  callback: CallbackSettings | undefined
}

/**
 * Reads and checks the environment. Every mistake is one line that names the setting, what is wrong with it and where
 * it belongs; a value is never part of it.
 */
export function readSettings(
  env: Environment,
  placeOf: SettingPlace = placeOnWorkers,
  accessKeyPlace: AccessKeyPlace = 'settings',
): { settings: Settings } | { mistakes: string[] } {
  const describe = (name: string, mistake: string) => `${name} ${mistake}: ${placeOf(name)}`
  const result = v.safeParse(environmentSchema, env)
  const missing = [...missingForLogin(env), ...missingOfAccessKey(env, accessKeyPlace)]
  if (!result.success || missing.length > 0) {
    const mistakes = new Map(missing.map((name) => [name, describe(name, 'is missing')]))
    for (const issue of result.issues ?? []) {
      const name = (issue.path?.[0].key as string | undefined) ?? 'environment'
      if (!mistakes.has(name))
        mistakes.set(name, describe(name, env[name] === undefined ? 'is missing' : issue.message))
    }
    return { mistakes: [...mistakes.values()] }
  }
  const values = result.output
  const login = readLogin(values)
  if ('mistake' in login) return { mistakes: [describe(...login.mistake)] }
  const stsUrl = values.STS_URL ?? `https://sts.${values.VOD_REGION}.aliyuncs.com`
  const vodUrl = values.VOD_URL ?? `https://vod.${values.VOD_REGION}.aliyuncs.com`
  const key = readAccessKey(values)
  if ('mistake' in key) return { mistakes: [describe(...key.mistake)] }
  if (key.accessKey?.accessKeyId.startsWith('LTAIdemo') && !(isLoopback(stsUrl) && isLoopback(vodUrl))) {
    return { mistakes: [describe('ALIBABA_CLOUD_ACCESS_KEY_ID', "is the emulator's demo key")] }
  }
  const callback = values.VOD_CALLBACK_URL
  if ((callback === undefined) !== (values.VOD_CALLBACK_KEY === undefined)) {
    const name = callback === undefined ? 'VOD_CALLBACK_URL' : 'VOD_CALLBACK_KEY'
    return { mistakes: [describe(name, 'is missing: VOD_CALLBACK_URL and VOD_CALLBACK_KEY go together')] }
  }
  const hasTemplate = values.MESSAGE_TEMPLATE_READY !== undefined || values.MESSAGE_TEMPLATE_REFUSED !== undefined
  const openids = login.login.kind !== 'jwt' && wechatOf(values) !== undefined
  if (hasTemplate && !openids) {
    const name = values.MESSAGE_TEMPLATE_READY === undefined ? 'MESSAGE_TEMPLATE_REFUSED' : 'MESSAGE_TEMPLATE_READY'
    return { mistakes: [describe(name, "needs WECHAT_APP_SECRET and users' openids, which LOGIN=jwt does not give")] }
  }
  if (hasTemplate && values.MESSAGE_DATA === undefined) {
    return { mistakes: [describe('MESSAGE_DATA', 'is missing: it goes with MESSAGE_TEMPLATE_READY and _REFUSED')] }
  }
  return {
    settings: {
      login: login.login,
      allowedOrigins: values.ALLOWED_ORIGINS,
      wechat: wechatOf(values),
      accessKey: key.accessKey,
      sts: { endpoint: stsUrl, roleArn: values.ROLE_ARN, extraActions: values.TOKEN_EXTRA_ACTIONS },
      vod: { endpoint: vodUrl },
      region: values.VOD_REGION,
      credentialSeconds: values.CREDENTIAL_SECONDS,
      sessionKeys: [values.SESSION_KEY, ...(values.SESSION_KEY_PREVIOUS ? [values.SESSION_KEY_PREVIOUS] : [])],
      upstreamTimeoutMs: values.UPSTREAM_TIMEOUT_MS,
      storeTimeoutMs: values.STORE_TIMEOUT_MS,
      eventDays: values.EVENT_DAYS,
      maxBytes: values.UPLOAD_MAX_BYTES,
      daily: { uploads: values.DAILY_UPLOADS, bytes: values.DAILY_BYTES },
      dailyTokens: values.DAILY_TOKENS,
      countCalls: values.COUNT_CALLS,
      callsPerMinute: { user: values.CALLS_PER_MINUTE_USER, address: values.CALLS_PER_MINUTE_ADDRESS },
      maxSeconds: values.MAX_SECONDS,
      categories: values.CATEGORIES,
      review: values.REVIEW,
      covers: values.COVERS,
      shareDays: values.SHARE_DAYS,
      reports: values.REPORTS,
      messages: hasTemplate
        ? {
            ready: values.MESSAGE_TEMPLATE_READY,
            refused: values.MESSAGE_TEMPLATE_REFUSED,
            data: values.MESSAGE_DATA ?? {},
            page: values.MESSAGE_PAGE,
          }
        : undefined,
      playSeconds: values.PLAY_SECONDS,
      tags: values.VOD_TAGS?.split(',') ?? [],
      uploadDefaults: present({
        CateId: values.VOD_CATEGORY_ID,
        Tags: values.VOD_TAGS,
        TemplateGroupId: values.VOD_TEMPLATE_GROUP_ID,
        WorkflowId: values.VOD_WORKFLOW_ID,
        StorageLocation: values.VOD_STORAGE_LOCATION,
        AppId: values.VOD_APP_ID,
      }),
      checkTitles: values.CHECK_TITLES,
      claims: values.CLAIMS,
      deleteAtVod: values.DELETE_AT_VOD,
      enforceAtVod: values.ENFORCE_AT_VOD,
      adminSecret: values.ADMIN_SECRET,
      timerSecret: values.TIMER_SECRET,
      callback:
        callback === undefined
          ? undefined
          : {
              url: callback,
              keys: [values.VOD_CALLBACK_KEY, values.VOD_CALLBACK_KEY_PREVIOUS].filter((key) => key !== undefined),
            },
    },
  }
}

function wechatOf({ WECHAT_URL, WECHAT_APPID, WECHAT_APP_SECRET }: Values): Settings['wechat'] {
  if (WECHAT_APPID === undefined || WECHAT_APP_SECRET === undefined) return undefined
  return { url: WECHAT_URL, appId: WECHAT_APPID, appSecret: WECHAT_APP_SECRET }
}

/** Where a setting belongs, for people who have to put it there. */
export type SettingPlace = (name: string) => string

export const placeOnWorkers: SettingPlace = (name) =>
  SECRETS.has(name)
    ? `put it in .dev.vars, or for a deployed service run "npx wrangler secret put ${name}"`
    : 'set it in wrangler.toml under [vars]'

/** Without the fields that are undefined. */
function present(fields: { [K in keyof UploadDefaults]: string | undefined }): UploadDefaults {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
