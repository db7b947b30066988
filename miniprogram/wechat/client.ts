import { attempt, type Untrusted } from './calls'
import { numberOf, objectOf, textOf } from './values'

type Wx = Pick<WechatMiniprogram.Wx, 'getAppBaseInfo' | 'getDeviceInfo' | 'getSystemInfoSync'>
type Info = Untrusted<WechatMiniprogram.SystemInfo & { environment: string }>

/** The WeChat that the app runs in. */
export interface Client {
  /** As WeChat names it, such as `zh_CN`; empty where it is not known. */
  language: string
  /** Size of text set in WeChat, px; 0 where it is not known. */
  textSize: number
  /** Version of the base library, such as `3.8.12`; empty where it is not known. */
  library: string
  /** As WeChat names it: `ios`, `android`, `devtools`, …; empty where it is not known. */
  platform: string
  /** WeChat for Windows, macOS or HarmonyOS computers. */
  desktop: boolean
  /** WeCom (企业微信). */
  weCom: boolean
}

/**
 * Reads what the app has to know of WeChat. getAppBaseInfo and getDeviceInfo are there from base library 2.20.1 on;
 * before, and where they fail, getSystemInfoSync tells the same. WeCom is told by the latter alone, in `environment`.
 */
export function readClient(wx: Wx): Client {
  let system: Info | undefined
  const systemInfo = () => {
    system ??= objectOf(attempt<unknown>('getSystemInfoSync', () => wx.getSystemInfoSync(), undefined))
    return system
  }
  const first = (given: unknown): Info => (typeof given === 'object' && given !== null ? given : systemInfo())
  const base = first(attempt<unknown>('getAppBaseInfo', () => wx.getAppBaseInfo(), undefined))
  const device = first(attempt<unknown>('getDeviceInfo', () => wx.getDeviceInfo(), undefined))
  return {
    language: textOf(base.language),
    textSize: numberOf(base.fontSizeSetting),
    library: textOf(base.SDKVersion),
    platform: textOf(device.platform),
    desktop: /^(windows|mac|ohos_pc)$/.test(textOf(device.platform)),
    weCom: systemInfo().environment === 'wxwork',
  }
}
