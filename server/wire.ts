import { type App, createApp, createMisconfiguredApp } from './app'
import { stsClient } from './cloud/sts'
import { weChatClient } from './cloud/wechat'
import type { Log } from './log'
import { type Environment, readSettings } from './settings'

/** The service as its environment describes it, or one that tells everybody what is wrong with that environment. */
export function wire(env: Environment, log: Log): App {
  const result = readSettings(env)
  if ('mistakes' in result) {
    for (const mistake of result.mistakes) log({ level: 'error', event: 'setting', mistake })
    return createMisconfiguredApp(result.mistakes, log)
  }
  const { settings } = result
  const timeoutMs = settings.upstreamTimeoutMs
  return createApp({
    settings,
    wechat: weChatClient({ ...settings.wechat, timeoutMs, fetch: (...args) => fetch(...args) }),
    sts: stsClient({ ...settings.sts, durationSeconds: settings.credentialSeconds, timeoutMs }),
    log,
    now: Date.now,
  })
}
