import { type App, createApp, createMisconfiguredApp } from './app'
import { stsClient } from './cloud/sts'
import { weChatClient } from './cloud/wechat'
import { consoleLog } from './log'
import { type Environment, readSettings } from './settings'

/** The Worker: wires the app once an isolate, with the settings of its environment. */
let app: App | undefined

export default {
  fetch(request: Request, env: Environment, context: ExecutionContext): Response | Promise<Response> {
    app ??= build(env)
    return app.fetch(request, env, context)
  },
}

function build(env: Environment): App {
  const result = readSettings(env)
  if ('mistakes' in result) {
    for (const mistake of result.mistakes) consoleLog({ level: 'error', event: 'setting', mistake })
    return createMisconfiguredApp(result.mistakes, consoleLog)
  }
  const { settings } = result
  return createApp({
    settings,
    wechat: weChatClient({
      ...settings.wechat,
      timeoutMs: settings.upstreamTimeoutMs,
      fetch: (...args) => fetch(...args),
    }),
    sts: stsClient({
      ...settings.sts,
      durationSeconds: settings.credentialSeconds,
      timeoutMs: settings.upstreamTimeoutMs,
    }),
    log: consoleLog,
    now: Date.now,
  })
}
