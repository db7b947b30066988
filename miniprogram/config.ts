import type { CloudRun } from './service/cloud-run-http'
import type { AuthMethod } from './service/service-auth'
import type { OwnToken } from './service/session-client'

/**
 * Where this mini program finds its cloud: the one file to change. As it stands it works with `npm start` on the same
 * machine, in the preview and in WeChat DevTools.
 */
export interface Config {
  /** The token service, without a slash at the end. On a phone it must be https and a registered request domain. */
  serviceUrl: string
  /**
   * VOD's API: the emulator's address, or undefined for the real one of the region that the token service names
   * (`https://vod.<region>.aliyuncs.com`, also a request domain to register).
   */
  vodUrl: string | undefined
  /**
   * With `LOGIN=jwt` of the token service: a token of your own backend for the user who is logged in there, and whose it
   * is. Asked at the first call, and again when the service says that a token is over. Without it wx.login vouches for
   * the user.
   */
  getToken?: () => Promise<OwnToken>
  /** With `LOGIN=cloudrun`: calls go by wx.cloud.callContainer, and `serviceUrl` counts for nothing. */
  cloudRun?: CloudRun
  /**
   * `sts`: the phone gets a token that may create videos, and creates them itself. `credential`: the token service creates
   * each video, so that it decides on titles, categories and limits.
   */
  authMethod: AuthMethod
  /**
   * `multipart`: our own engine, which resumes. `vendor`: Alibaba's upload SDK, which cannot; it has to be placed first,
   * by `npm run vendor-sdk -- PATH`.
   */
  engine: 'multipart' | 'vendor'
}

export const config: Config = {
  serviceUrl: 'http://127.0.0.1:8787',
  vodUrl: 'http://127.0.0.1:8788',
  authMethod: 'sts',
  engine: 'multipart',
}
