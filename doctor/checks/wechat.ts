import { randomUUID } from 'node:crypto'
import type { Check, Verdict } from '../check'
import { askWeChat, weChatRefusal } from '../clouds/wechat'
import type { Context } from '../context'
import type { Explanation } from '../finding'

/** Of a login code that nobody has got; a used one shows as well that AppID and AppSecret are right. */
const INVALID_CODE = [40029, 40163]

/** AppID and AppSecret: with both right, code2Session refuses a code that was made up with 40029. */
export const weChat: Check = {
  id: 'wechat',
  needs: ['settings'],
  uses: ['wechat'],
  async run(context, { skewMs }) {
    const { wechat, login } = context.settings
    if (!wechat) return { status: 'skipped', cause: context.texts.wechat.notUsed(login.kind) }
    const query = new URLSearchParams({
      appid: wechat.appId,
      secret: wechat.appSecret,
      js_code: `wevod-doctor-${randomUUID()}`,
      grant_type: 'authorization_code',
    })
    const asked = await askWeChat(context.send, `${wechat.url}/sns/jscode2session?${query}`)
    const { date } = asked.answer
    const found = skewMs === undefined && date !== undefined ? { skewMs: date - context.now() } : {}
    if (asked.errcode !== undefined && INVALID_CODE.includes(asked.errcode)) {
      return { status: 'ok', detail: context.texts.wechat.right(wechat.appId, asked.errcode), found }
    }
    return { ...refused('code2Session', asked, context), found }
  },
}

/** What needs an access token: only that call looks at the IP allow list. */
export const weChatToken: Check = {
  id: 'wechat-token',
  needs: ['wechat'],
  uses: ['wechat'],
  async run(context) {
    const { wechat, messages, checkTitles, login } = context.settings
    const isUsed = messages !== undefined || (checkTitles !== 'off' && login.kind !== 'jwt')
    if (!wechat || !isUsed) return { status: 'skipped', cause: context.texts.wechat.noToken }
    // Without force: everybody gets the same token, and nobody's ends.
    const asked = await askWeChat(context.send, `${wechat.url}/cgi-bin/stable_token`, {
      grant_type: 'client_credential',
      appid: wechat.appId,
      secret: wechat.appSecret,
      force_refresh: false,
    })
    if (asked.has('access_token')) return { status: 'ok', detail: context.texts.wechat.tokenGiven }
    return refused('stable_token', asked, context)
  },
}

function refused(action: string, asked: Awaited<ReturnType<typeof askWeChat>>, { texts }: Context): Verdict {
  const { code, requestId, said, status } = weChatRefusal(action, asked)
  const evidence = { ...(code !== undefined && { code }), ...(requestId !== undefined && { requestId }) }
  const explain = (): Explanation => {
    switch (asked.errcode) {
      case undefined:
      case 0:
        return texts.clouds.stranger('WeChat', action, status)
      case 40013:
      case 41002:
        return texts.wechat.wrongAppId
      case 40125:
      case 41004:
      case 40001:
        return texts.wechat.wrongSecret
      case 40164:
      case 61004:
        return texts.wechat.notOnIpList(addressIn(said))
      case 45009:
      case 45011:
        return texts.clouds.throttled('WeChat', action)
      case -1:
        return texts.clouds.passing('WeChat', action)
      default:
        return texts.wechat.unknown(String(asked.errcode), said)
    }
  }
  return { status: 'failed', ...explain(), ...evidence }
}

/** WeChat names the address it has seen: `invalid ip 203.0.113.7 ipv6 …, not in whitelist`. */
function addressIn(said: string): string | undefined {
  return /\b\d{1,3}(\.\d{1,3}){3}\b/.exec(said)?.[0]
}
