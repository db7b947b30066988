import type { NetworkKind, Ports } from '../ports'
import { wxFiles } from './wx-files'
import { wxHttp } from './wx-http'

type Wx = Pick<
  WechatMiniprogram.Wx,
  | 'request'
  | 'getFileSystemManager'
  | 'getStorageSync'
  | 'setStorageSync'
  | 'removeStorageSync'
  | 'getNetworkType'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange'
  | 'onAppHide'
  | 'offAppHide'
  | 'onAppShow'
  | 'offAppShow'
  | 'setKeepScreenOn'
>

/**
 * The engine's ports on WeChat.
 * @param wx the global `wx`, or what stands in for it in a test
 *
 * @example
 * const uploader = createUploader({ ports: wxPorts(wx), getAuth })
 */
export function wxPorts(wx: Wx): Ports {
  return {
    http: wxHttp(wx),
    files: {
      // For each file anew: a platform that fails here, or gives nothing, fails one file, which can be tried again.
      open: async (path) => wxFiles(wx.getFileSystemManager()).open(path),
    },
    storage: {
      // WeChat gives an empty text for what is not there.
      get: (key) => wx.getStorageSync(key) || undefined,
      set: (key, value) => wx.setStorageSync(key, value),
      remove: (key) => wx.removeStorageSync(key),
    },
    network: {
      current: () =>
        new Promise((resolve) => {
          wx.getNetworkType({
            success: (result?: NetworkNews) => resolve(kindOf(result)),
            // What is not known must not keep anybody from uploading.
            fail: () => resolve('other'),
          })
        }),
      onChange: (listener) => listen(wx, 'NetworkStatusChange', (result?: NetworkNews) => listener(kindOf(result))),
    },
    lifecycle: {
      onHide: (listener) => listen(wx, 'AppHide', () => listener()),
      onShow: (listener) => listen(wx, 'AppShow', () => listener()),
    },
    now: Date.now,
    random: Math.random,
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    // It fails where the app is not in front, and then there is nothing to keep on.
    keepScreenOn: (keepScreenOn) => void wx.setKeepScreenOn({ keepScreenOn, fail: () => undefined }),
  }
}

/** What `wx` says of the network: nothing of it may be there. */
interface NetworkNews {
  /** Of a change only. */
  isConnected?: boolean
  networkType?: string
}

function kindOf(news: NetworkNews | undefined): NetworkKind {
  const { isConnected, networkType } = news ?? {}
  if (isConnected === false || networkType === 'none') return 'none'
  return /^[2-9]g$/.test(`${networkType}`) ? 'mobile' : 'other'
}

/** Begins to listen, and returns what ends it: WeChat knows a listener by its function, so that each needs one of its own. */
function listen(wx: Wx, event: 'NetworkStatusChange' | 'AppHide' | 'AppShow', listener: () => void): () => void {
  wx[`on${event}`](listener)
  return () => wx[`off${event}`](listener)
}
