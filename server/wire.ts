import { type App, createApp, createMisconfiguredApp } from './app'
import { stsClient } from './cloud/sts'
import { vodClient } from './cloud/vod'
import { vodCaller } from './cloud/vod-call'
import { weChatClient } from './cloud/wechat'
import type { Log } from './log'
import { dailyLimitReached } from './routes/uploads/limits'
import type { Service } from './service'
import { sessionsSignedWith } from './session'
import { type Environment, readSettings } from './settings/settings'
import type { Database } from './store/database'
import { eventsIn } from './store/events'
import { videosIn } from './store/videos'
import { uploadMarks } from './upload-mark'
import { CredentialCache } from './user-credentials'
import { reconcile } from './vod-events/reconcile'

/** What a runtime brings along. */
export interface Runtime {
  /** Undefined where the runtime was not given one: the service then says so. */
  database: Database | undefined
  log: Log
  keepAlive: Service['keepAlive']
}

const DATABASE_MISSING =
  'DB is missing: create it with "npx wrangler d1 create wevod", put its id in wrangler.toml under [[d1_databases]]'

export interface Wired {
  app: App
  /** What has to be done once a minute. */
  reconcile(): Promise<void>
}

/** The service as its environment describes it, or one that tells everybody what is wrong with that environment. */
export function wire(env: Environment, { database, log, keepAlive }: Runtime): Wired {
  const result = readSettings(env)
  if ('mistakes' in result || !database) {
    const mistakes = [...('mistakes' in result ? result.mistakes : []), ...(database ? [] : [DATABASE_MISSING])]
    for (const mistake of mistakes) log({ level: 'error', event: 'setting', mistake })
    return { app: createMisconfiguredApp(mistakes, log), reconcile: () => Promise.resolve() }
  }
  const { settings } = result
  const { accessKey, sessionKeys, credentialSeconds, daily, upstreamTimeoutMs: timeoutMs } = settings
  const now = Date.now
  const videos = videosIn(database)
  const marks = uploadMarks(sessionKeys)
  const sts = stsClient({ ...settings.sts, ...accessKey, durationSeconds: credentialSeconds, timeoutMs })
  const service: Service = {
    settings,
    wechat: weChatClient({ ...settings.wechat, timeoutMs, fetch: (...args) => fetch(...args) }),
    sessions: sessionsSignedWith(sessionKeys, now),
    credentials: new CredentialCache({
      async issue(openid) {
        // A token makes any number of videos, so somebody who has used up the day gets none.
        if (await videos.isExhausted(openid, daily, now())) throw dailyLimitReached(settings, now())
        const [credentials, userData] = await Promise.all([sts.assumeRole(openid), marks.userDataFor(openid)])
        return { credentials, userData }
      },
      credentialSeconds,
      timeoutMs,
      now,
    }),
    vod: vodClient(vodCaller({ ...settings.vod, ...accessKey, timeoutMs })),
    videos,
    events: eventsIn(database),
    marks,
    log,
    keepAlive,
    now,
  }
  return { app: createApp(service), reconcile: () => reconcile(service) }
}
