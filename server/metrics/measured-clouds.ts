import type { Sts } from '../cloud/sts'
import type { VodCall } from '../cloud/vod-call'
import type { WeChat } from '../login/wechat'
import type { SubscribeMessages } from '../wechat/subscribe-message'
import type { TextCheck } from '../wechat/text-check'
import { type Metrics, measured } from './metrics'

// The clients of the clouds, counted call by call.

type Now = () => number

export function measuredSts(sts: Sts, metrics: Metrics, now: Now): Sts {
  const ask = measured(metrics, 'sts', now)
  return { assumeRole: (openid) => ask('AssumeRole', () => sts.assumeRole(openid)) }
}

export function measuredVod(call: VodCall, metrics: Metrics, now: Now): VodCall {
  const ask = measured(metrics, 'vod', now)
  return (action, parameters, answer) => ask(action, () => call(action, parameters, answer))
}

export function measuredWeChat(metrics: Metrics, now: Now) {
  const ask = measured(metrics, 'wechat', now)
  return {
    login: ({ code2Session }: WeChat): WeChat => ({
      code2Session: (code) => ask('code2Session', () => code2Session(code)),
    }),
    messages: ({ send }: SubscribeMessages): SubscribeMessages => ({
      send: (message) => ask('subscribeMessage.send', () => send(message)),
    }),
    texts: ({ check }: TextCheck): TextCheck => ({
      check: (openid, text) => ask('msgSecCheck', () => check(openid, text)),
    }),
  }
}
