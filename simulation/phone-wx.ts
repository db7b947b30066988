import { type Ports, wxPorts } from '../miniprogram/uploader/index'
import type { Phone } from './phone'

/** The engine's ports for one life of the app: the adapter of WeChat on a `wx` that the phone plays, and virtual time. */
export function phonePorts(phone: Phone, random: () => number): Ports & { openFiles(): number } {
  const { life } = phone
  const descriptors = new Set<string>()
  return {
    ...wxPorts(phoneWx(phone, descriptors)),
    now: () => phone.time.now() + phone.clockOff,
    random,
    setTimer: (callback, ms) => (phone.life === life ? phone.setTimer(callback, ms) : () => undefined),
    openFiles: () => descriptors.size,
  }
}

/** What the engine uses of `wx`, for one life of the app. `descriptors` holds the files that are open. */
export function phoneWx(phone: Phone, descriptors = new Set<string>()): Parameters<typeof wxPorts>[0] {
  const failStorage = (method: string) => {
    if (!phone.storageFails) return
    phone.storageHasFailed = true
    throw new Error(`${method}:fail data error`)
  }
  // WeChat has one for the whole app.
  const files = fileSystem(phone, descriptors)
  const wx = {
    request: (option: WechatMiniprogram.RequestOption<string>) => phone.requests.request(option),
    getFileSystemManager: () => files,
    getStorageSync: (key: string) => {
      failStorage('getStorageSync')
      return phone.storage.get(key) ?? ''
    },
    setStorageSync: (key: string, value: string) => {
      failStorage('setStorageSync')
      if (phone.storageFull) throw new Error('setStorageSync:fail exceed storage max size 10Mb')
      phone.storage.set(key, value)
    },
    removeStorageSync: (key: string) => {
      failStorage('removeStorageSync')
      phone.storage.delete(key)
    },
    getNetworkType: ({ success }: { success: (result: object) => void }) => {
      if (phone.lostNetworkCalls > 0) phone.lostNetworkCalls--
      else phone.setTimer(() => success(phone.networkStatus), 5)
    },
    onNetworkStatusChange: (listener: () => void) => phone.listeners.network.add(listener),
    offNetworkStatusChange: (listener: () => void) => phone.listeners.network.delete(listener),
    onAppHide: (listener: () => void) => phone.listeners.hide.add(listener),
    offAppHide: (listener: () => void) => phone.listeners.hide.delete(listener),
    onAppShow: (listener: () => void) => phone.listeners.show.add(listener),
    offAppShow: (listener: () => void) => phone.listeners.show.delete(listener),
    setKeepScreenOn: ({ keepScreenOn }: { keepScreenOn: boolean }) => {
      phone.screenKeptOn = keepScreenOn
    },
  }
  return wx as unknown as Parameters<typeof wxPorts>[0]
}

/** What the vendor's SDK uses of `wx`, besides. */
export function phoneWxForSdk(phone: Phone): WechatMiniprogram.Wx {
  const more = {
    uploadFile: (option: WechatMiniprogram.UploadFileOption) => phone.requests.uploadFile(option),
    canIUse: () => true,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx1111111111111111' } }),
    getSystemInfoSync: () => ({ platform: 'android', system: 'Android 14' }),
  }
  return { ...phoneWx(phone), ...more } as unknown as WechatMiniprogram.Wx
}

/** Small files by readFile; those of 512 KiB and more refuse it, as WeChat may those over 100 MB, and take descriptors. */
function fileSystem(phone: Phone, descriptors: Set<string>) {
  const { life } = phone
  let last = 0
  const answer = <T>(option: Callbacks<T>, run: () => T) => {
    if (phone.lostFileCalls > 0) {
      phone.lostFileCalls--
      return
    }
    // Callbacks of a life that is over reach nobody.
    queueMicrotask(() => {
      if (phone.life !== life) return
      try {
        option.success?.(run())
      } catch (error) {
        option.fail?.({ errMsg: (error as Error).message })
      }
    })
  }
  const content = (path: string) => {
    const bytes = phone.files.get(path)
    if (!bytes) throw new Error(`fail no such file or directory "${path}"`)
    return bytes
  }
  return {
    stat: (option: { path: string } & Callbacks<object>) =>
      answer(option, () => ({
        stats: {
          size: content(option.path).length,
          lastModifiedTime: phone.changedAt.get(option.path) ?? 0,
          isDirectory: () => false,
        },
      })),
    getFileInfo: (option: { filePath: string } & Callbacks<object>) =>
      answer(option, () => ({
        size: content(option.filePath).length,
        digest: 'd41d8cd98f00b204e9800998ecf8427e', // Nobody compares it.
      })),
    readFile: (option: { filePath: string; position: number; length: number } & Callbacks<object>) =>
      answer(option, () => {
        const { filePath, position, length } = option
        const bytes = content(filePath)
        if (bytes.length >= 512 * 1024)
          throw new Error('readFile:fail 1300202 the maximum size of the file is exceeded')
        return { data: bytes.slice(position, position + length).buffer }
      }),
    open: (option: { filePath: string } & Callbacks<object>) =>
      answer(option, () => {
        content(option.filePath)
        const fd = `${++last}:${option.filePath}`
        descriptors.add(fd)
        return { fd }
      }),
    read: (option: { fd: string; arrayBuffer: ArrayBuffer; position: number; length: number } & Callbacks<object>) =>
      answer(option, () => {
        const { fd, arrayBuffer, position, length } = option
        if (!descriptors.has(fd)) throw new Error('read:fail bad file descriptor')
        const bytes = content(fd.slice(fd.indexOf(':') + 1)).subarray(position, position + length)
        new Uint8Array(arrayBuffer).set(bytes)
        return { bytesRead: bytes.length, arrayBuffer }
      }),
    close: (option: { fd: string } & Callbacks<object>) => {
      // Closed also where the callback is lost.
      descriptors.delete(option.fd)
      answer(option, () => ({}))
    },
  }
}

interface Callbacks<T> {
  success?: (result: T) => void
  fail?: (error: { errMsg: string }) => void
}
