import { Problem } from '../problem'
import type { LoginSettings } from '../settings/login'
import { OPENID } from '../users/openid'
import { pseudonym } from '../users/pseudonym'
import type { Identify } from './identify'

/**
 * WeChat Cloud Run (微信云托管): its gateway tells in headers who calls. With resources that are shared between
 * environments, X-WX-FROM-OPENID and X-WX-FROM-APPID stand in the place of X-WX-OPENID and X-WX-APPID. Source: WeChat Cloud
 * Run documentation, "development/weixin".
 *
 * Whoever reaches the container past that gateway can send such headers, too: no page says that the public domain takes
 * them away. What is demanded besides, the caller's source, environment and AppID, is no secret. So this is safe with
 * public access switched off, and only then.
 */
export function cloudRunIdentity({ appId, envId }: Extract<LoginSettings, { kind: 'cloudrun' }>): Identify {
  return async (header) => {
    const own = header('x-wx-openid')
    const shared = header('x-wx-from-openid')
    const openid = own ?? shared
    if (openid === undefined) throw new Problem('session_missing', 'Call by wx.cloud.callContainer.')
    const from = own === undefined ? header('x-wx-from-appid') : header('x-wx-appid')
    const isOfGateway = Boolean(header('x-wx-source')) && header('x-wx-env') === envId && from === appId
    if (!isOfGateway || !OPENID.test(openid)) {
      throw new Problem('session_invalid', 'This call does not come from the mini program of this service.')
    }
    return { openid, user: await pseudonym(openid) }
  }
}
