import { createHash } from 'node:crypto'
import type { Caller } from '../wx/proxy-client'

/** What stands for WeChat Cloud Run (微信云托管): one container, whatever service and environment are called. */
export interface CloudRun {
  /** Origin of the container. */
  url: string
  /** Of the mini program that runs in the preview. */
  appId: string
}

/**
 * Headers of a call as the gateway passes them on. Who calls is for the gateway to say: what the app has written under
 * X-WX-… itself is taken away, but for X-WX-SERVICE, by which the gateway finds the container. Source: WeChat Cloud Run
 * documentation, "development/weixin".
 */
export function gatewayHeaders(
  headers: Readonly<Record<string, string>>,
  { user, env, source }: Caller,
  appId: string,
) {
  const own = Object.entries(headers).filter(([name]) => !/^x-wx-(?!service$)/i.test(name))
  return {
    ...Object.fromEntries(own),
    'X-WX-OPENID': openidOf(appId, user),
    'X-WX-APPID': appId,
    'X-WX-ENV': env,
    'X-WX-SOURCE': source,
  }
}

/** The same that the emulator gives this user for a code of wx.login: both stand for one WeChat. */
function openidOf(appId: string, user: string): string {
  return `o${createHash('sha256').update(`${appId} ${user}`).digest('base64url').slice(0, 27)}`
}
