import { type App, createApp, createMisconfiguredApp } from './app'
import { stsClient } from './cloud/sts'
import { vodClient } from './cloud/vod'
import { vodCaller } from './cloud/vod-call'
import { weChatClient } from './cloud/wechat'
import type { Log } from './log'
import { type Environment, readSettings } from './settings/settings'
import type { Database } from './store/database'
import { videosIn } from './store/videos'
import { uploadMarks } from './upload-mark'

/** What a runtime brings along. */
export interface Runtime {
  /** Undefined where the runtime was not given one: the service then says so. */
  database: Database | undefined
  log: Log
}

const DATABASE_MISSING =
  'DB is missing: create it with "npx wrangler d1 create wevod", put its id in wrangler.toml under [[d1_databases]]'

/** The service as its environment describes it, or one that tells everybody what is wrong with that environment. */
export function wire(env: Environment, { database, log }: Runtime): App {
  const result = readSettings(env)
  if ('mistakes' in result || !database) {
    const mistakes = [...('mistakes' in result ? result.mistakes : []), ...(database ? [] : [DATABASE_MISSING])]
    for (const mistake of mistakes) log({ level: 'error', event: 'setting', mistake })
    return createMisconfiguredApp(mistakes, log)
  }
  const { settings } = result
  const { accessKey, upstreamTimeoutMs: timeoutMs } = settings
  return createApp({
    settings,
    wechat: weChatClient({ ...settings.wechat, timeoutMs, fetch: (...args) => fetch(...args) }),
    sts: stsClient({ ...settings.sts, ...accessKey, durationSeconds: settings.credentialSeconds, timeoutMs }),
    vod: vodClient(vodCaller({ ...settings.vod, ...accessKey, timeoutMs })),
    videos: videosIn(database),
    marks: uploadMarks(settings.sessionKey),
    log,
    now: Date.now,
  })
}
