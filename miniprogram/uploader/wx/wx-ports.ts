import type { Lifecycle, Network, NetworkKind, Ports, Storage } from '../ports'
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
    storage: wxStorage(wx),
    network: wxNetwork(wx),
    lifecycle: wxLifecycle(wx),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    // It fails where the app is not in front, and then there is nothing to keep on.
    keepScreenOn: (keepScreenOn) => void wx.setKeepScreenOn({ keepScreenOn, fail: () => undefined }),
  }
}

function wxStorage(wx: Pick<Wx, 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'>): Storage {
  return {
    // WeChat gives an empty text for what is not there.
    get: (key) => {
      const value: unknown = wx.getStorageSync(key)
      return typeof value === 'string' && value !== '' ? value : undefined
    },
    set: (key, value) => wx.setStorageSync(key, value),
    remove: (key) => wx.removeStorageSync(key),
  }
}

function wxNetwork(wx: Wx): Network {
  return {
    current: () =>
      new Promise((resolve) => {
        wx.getNetworkType({
          success: (result?: { networkType?: string }) => resolve(kindOf(result?.networkType)),
          // What is not known must not keep anybody from uploading.
          fail: () => resolve('other'),
        })
      }),
    onChange: (listener) =>
      listen(wx, 'NetworkStatusChange', (result?: { isConnected?: boolean; networkType?: string }) =>
        listener(result?.isConnected === false ? 'none' : kindOf(result?.networkType)),
      ),
  }
}

function kindOf(networkType: unknown): NetworkKind {
  if (networkType === 'none') return 'none'
  return /^[2-9]g$/.test(String(networkType)) ? 'mobile' : 'other'
}

function wxLifecycle(wx: Wx): Lifecycle {
  return {
    onHide: (listener) => listen(wx, 'AppHide', () => listener()),
    onShow: (listener) => listen(wx, 'AppShow', () => listener()),
  }
}

/** Begins to listen, and returns what ends it: WeChat knows a listener by its function, so that each needs one of its own. */
function listen(wx: Wx, event: 'NetworkStatusChange' | 'AppHide' | 'AppShow', listener: () => void): () => void {
  wx[`on${event}`](listener)
  return () => wx[`off${event}`](listener)
}
