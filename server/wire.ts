import { createApp, createMisconfiguredApp } from './app'
import { type AccessKey, type AccessKeySource, always } from './cloud/access-key'
import { stsClient } from './cloud/sts'
import { vodClient } from './cloud/vod'
import { vodCaller } from './cloud/vod-call'
import { everyMinute, type JobLimits } from './every-minute'
import type { App } from './http/call'
import { minuteLimiter } from './limits/minute-limiter'
import type { Limiters } from './limits/rate'
import { sharedLimiter } from './limits/shared-limiter'
import type { Log } from './log'
import { identifyBy } from './login/identify-by'
import { weChatClient } from './login/wechat'
import { measuredSts, measuredVod, measuredWeChat } from './metrics/measured-clouds'
import { type Metrics, noMetrics } from './metrics/metrics'
import type { Service } from './service'
import { type Environment, readSettings, type SettingPlace, type Settings } from './settings/settings'
import { blockedUsersIn } from './store/blocked-users'
import { boundedDatabase } from './store/bounded-database'
import { callCountsIn } from './store/call-counts'
import { checksIn } from './store/checks'
import type { Database } from './store/database'
import { eventsIn } from './store/events'
import { leasesIn } from './store/lease'
import { madeUploadsIn } from './store/made-uploads'
import { messagesIn } from './store/messages'
import { operatorViewOf } from './store/operator-view'
import { orphansIn } from './store/orphans'
import { type QueueState, queueStateIn } from './store/queue-state'
import { retentionIn } from './store/retention'
import { reviewsIn } from './store/reviews'
import { tokenCountsIn } from './store/token-counts'
import { videosIn } from './store/videos'
import { BlockedUsers } from './users/blocked-users'
import { credentialIssuer } from './users/issue-credentials'
import { sealFor } from './users/seal'
import { sessionsSignedWith } from './users/session'
import { uploadMarks } from './users/upload-mark'
import { CredentialCache } from './users/user-credentials'
import { accessToken } from './wechat/access-token'
import type { WeChatOptions } from './wechat/ask'
import { subscribeMessages } from './wechat/subscribe-message'
import { textCheck } from './wechat/text-check'

/** What a runtime brings along. */
export interface Runtime {
  /** Undefined where the runtime was not given one: the service then says so. */
  database: Database | undefined
  /** What to do where `database` is undefined. */
  databaseMissing?: string
  log: Log
  /** Undefined where the runtime has none: the service then counts in its own memory. */
  limiters?: Limiters | undefined
  /** Where the runtime counts; undefined: it does not. */
  metrics?: Metrics & { contentType: string; text(queue: QueueState): Promise<string> }
  keepAlive: Service['keepAlive']
  addressOf: Service['addressOf']
  /** Where keys come from besides the settings; by default, from nowhere. `given`: what the settings have. */
  accessKey?: (given: AccessKey | undefined) => AccessKeySource
  /** Where a setting belongs; by default, where Workers have it. */
  settingPlace?: SettingPlace
  /** What the runtime lets one run of the job do; by default, as much as its time allows. */
  jobLimits?: JobLimits
}

const NO_LIMITS: JobLimits = {
  reviews: Number.MAX_SAFE_INTEGER,
  batches: Number.MAX_SAFE_INTEGER,
  videos: Number.MAX_SAFE_INTEGER,
  messages: Number.MAX_SAFE_INTEGER,
}

/** Calls a minute from one address while the settings are wrong. */
const MISCONFIGURED_LIMIT = 600

export interface Wired {
  app: App
  /** What has to be done once a minute; `signal` ends it early. */
  reconcile(signal?: AbortSignal): Promise<void>
}

/** The service as its environment describes it, or one whose every answer says what is wrong with that environment. */
export function wire(
  env: Environment,
  {
    database: given,
    databaseMissing = 'there is no database',
    limiters,
    log,
    metrics: counted,
    keepAlive,
    addressOf,
    accessKey: ownSource,
    settingPlace,
    jobLimits = NO_LIMITS,
  }: Runtime,
): Wired {
  const now = Date.now
  const result = readSettings(env, settingPlace, ownSource && 'elsewhere')
  if ('mistakes' in result || !given) {
    const mistakes = [...('mistakes' in result ? result.mistakes : []), ...(given ? [] : [databaseMissing])]
    for (const mistake of mistakes) log({ level: 'error', event: 'setting', mistake })
    // The number of calls a minute may be among the mistakes.
    const ownLimiters = {
      user: minuteLimiter(MISCONFIGURED_LIMIT, now),
      address: minuteLimiter(MISCONFIGURED_LIMIT, now),
    }
    const app = createMisconfiguredApp(mistakes, { log, now, addressOf, limiters: limiters ?? ownLimiters })
    return { app, reconcile: () => Promise.resolve() }
  }
  const { settings } = result
  const { sessionKeys, credentialSeconds, daily, upstreamTimeoutMs: timeoutMs } = settings
  const accessKey = (ownSource ?? always)(settings.accessKey)
  const database = boundedDatabase(given, { timeoutMs: settings.storeTimeoutMs })
  const videos = videosIn(database)
  const tokenCounts = tokenCountsIn(database)
  const sessions = sessionsSignedWith(sessionKeys, now)
  const marks = uploadMarks(sessionKeys)
  const metrics = counted ?? noMetrics
  const stsOptions = { ...settings.sts, accessKey, durationSeconds: credentialSeconds, timeoutMs, now }
  const sts = measuredSts(stsClient(stsOptions), metrics, now)
  const weChatCalls = measuredWeChat(metrics, now)
  const weChat: WeChatOptions | undefined = settings.wechat && {
    ...settings.wechat,
    timeoutMs,
    fetch: (...args) => fetch(...args),
  }
  const tokens = weChat && accessToken(weChat, now)
  const service: Service = {
    settings,
    identify: identifyBy(settings.login, sessions, timeoutMs, now),
    wechat: weChat && weChatCalls.login(weChatClient(weChat)),
    weChatMessages: weChat && tokens && weChatCalls.messages(subscribeMessages(weChat, tokens)),
    textCheck:
      weChat && tokens && settings.login.kind !== 'jwt' ? weChatCalls.texts(textCheck(weChat, tokens)) : undefined,
    messages: messagesIn(database),
    sessions,
    blockedUsers: new BlockedUsers(blockedUsersIn(database), now),
    credentials: new CredentialCache({
      issue: credentialIssuer({ sts, videos, tokenCounts, marks, daily, dailyTokens: settings.dailyTokens, now }),
      credentialSeconds,
      // It asks the database first.
      timeoutMs: settings.storeTimeoutMs + timeoutMs,
      now,
    }),
    vod: vodClient(measuredVod(vodCaller({ ...settings.vod, accessKey, timeoutMs }), metrics, now)),
    videos,
    events: eventsIn(database, settings.maxSeconds),
    madeUploads: madeUploadsIn(database),
    reviews: reviewsIn(database),
    orphans: orphansIn(database),
    tokenCounts,
    operatorView: operatorViewOf(database),
    checks: checksIn(database),
    retention: retentionIn(database, settings.maxSeconds),
    leases: leasesIn(database),
    marks,
    seals: { cover: sealFor('cover', sessionKeys), share: sealFor('share', sessionKeys) },
    limiters:
      settings.countCalls === 'database'
        ? sharedLimiters(settings, database, now)
        : (limiters ?? ownLimiters(settings, now)),
    addressOf,
    metrics,
    metricsPage: counted && {
      contentType: counted.contentType,
      text: async () => counted.text(await queueStateIn(database, now())),
    },
    log,
    keepAlive,
    now,
  }
  if (settings.checkTitles !== 'off' && !service.textCheck) {
    const hint = "CHECK_TITLES is off: it needs WECHAT_APP_SECRET and users' openids, which LOGIN=jwt does not give"
    log({ level: 'warn', event: 'setting', hint })
  }
  const reconcile = (signal?: AbortSignal) => everyMinute(service, jobLimits, signal)
  return { app: createApp(service, reconcile), reconcile }
}

/** Counted by this machine alone. */
function ownLimiters({ callsPerMinute }: Settings, now: () => number): Limiters {
  return { user: minuteLimiter(callsPerMinute.user, now), address: minuteLimiter(callsPerMinute.address, now) }
}

/** Counted for all machines. */
function sharedLimiters({ callsPerMinute }: Settings, database: Database, now: () => number): Limiters {
  const counts = callCountsIn(database)
  return {
    user: sharedLimiter('user', callsPerMinute.user, counts, now),
    address: sharedLimiter('address', callsPerMinute.address, counts, now),
  }
}
