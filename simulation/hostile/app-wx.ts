import type { Phone } from '../phone'
import { phoneWx } from '../phone-wx'
import { hostile, type Misbehaviour } from './hostile-wx'
import type { Picker } from './picker'
import { type CALLS, type CallName, FILE_CALLS, WX_CALLS } from './wx-calls'

type Callbacks = { success?: (result: unknown) => void; fail?: (reason: unknown) => void }

/** Milliseconds that a person takes to choose, or to answer. */
const PERSON_MS = 400
/** Milliseconds that WeChat takes for what needs nobody. */
const WECHAT_MS = 5

/** What the phone's user says and has, for all lives of the app. */
export interface Person {
  picker: Picker
  language: string
  platform: string
  /** Answers to questions with two buttons. */
  agrees: boolean
  /** Storage that holds more than text. */
  values: Map<string, unknown>
  /** Login codes handed out. */
  codes: string[]
}

/** The whole `wx` of the app, for one life of it, by which the phone misbehaves. */
export function appWx(phone: Phone, person: Person, misbehaviour: Misbehaviour): WechatMiniprogram.Wx {
  const engineWx = phoneWx(phone)
  const faithful = { ...engineWx, ...moreWx(phone, person) } as unknown as Record<CallName, unknown>
  const fileSystem = {
    ...(engineWx.getFileSystemManager() as unknown as Record<CallName, unknown>),
    access: ({ path, ...callbacks }: { path: string } & Callbacks) =>
      later(phone, WECHAT_MS, () => {
        if (phone.files.has(path)) callbacks.success?.({})
        else callbacks.fail?.({ errMsg: `access:fail no such file or directory ${path}` })
      }),
  }
  const files = hostile(fileSystem, namesOf(FILE_CALLS), misbehaviour, phone)
  faithful.getFileSystemManager = () => files
  return hostile(faithful, namesOf(WX_CALLS), misbehaviour, phone) as unknown as WechatMiniprogram.Wx
}

function namesOf(calls: Partial<typeof CALLS>): CallName[] {
  return Object.keys(calls) as CallName[]
}

function later(phone: Phone, ms: number, callback: () => void): void {
  phone.setTimer(callback, ms)
}

/** What phoneWx lacks: all but the engine's part. */
function moreWx(phone: Phone, { picker, language, platform, agrees, values, codes }: Person) {
  const succeed =
    (ms: number, answer: () => object = () => ({})) =>
    (option?: Callbacks) =>
      later(phone, ms, () => option?.success?.(answer()))
  const choose = (answer: () => object | undefined) => (option: Callbacks) =>
    later(phone, PERSON_MS, () => {
      const result = answer()
      if (result) option.success?.(result)
      else option.fail?.({ errMsg: 'fail cancel' })
    })
  // There is no view to be measured.
  const query = { selectAll: () => query, boundingClientRect: () => query, exec: () => undefined }
  const info = { language, SDKVersion: '3.8.12', fontSizeSetting: 17, platform }
  const stored = (key: string) => structuredClone(phone.storage.get(key) ?? values.get(key) ?? '')
  return {
    login: succeed(WECHAT_MS, () => {
      const code = `code-${codes.length}`
      codes.push(code)
      return { code }
    }),
    chooseMedia: choose(() => picker.media()),
    chooseVideo: choose(() => picker.video()),
    chooseMessageFile: choose(() => picker.messageFiles()),
    showModal: succeed(PERSON_MS, () => ({ confirm: agrees, cancel: !agrees })),
    showToast: succeed(WECHAT_MS),
    setNavigationBarTitle: succeed(WECHAT_MS),
    setTabBarItem: succeed(WECHAT_MS),
    switchTab: succeed(WECHAT_MS),
    updateWeChatApp: succeed(WECHAT_MS),
    showActionSheet: succeed(PERSON_MS, () => ({ tapIndex: agrees ? 0 : 1 })),
    // No phone of these makes videos smaller.
    compressVideo: (option?: Callbacks) =>
      later(phone, WECHAT_MS, () => option?.fail?.({ errMsg: 'compressVideo:fail' })),
    requestSubscribeMessage: succeed(PERSON_MS),
    setClipboardData: succeed(WECHAT_MS),
    vibrateShort: succeed(WECHAT_MS),
    pageScrollTo: succeed(WECHAT_MS),
    navigateTo: succeed(WECHAT_MS),
    navigateBack: succeed(WECHAT_MS),
    showShareMenu: succeed(WECHAT_MS),
    hideShareMenu: succeed(WECHAT_MS),
    stopPullDownRefresh: succeed(WECHAT_MS),
    createSelectorQuery: () => query,
    getWindowInfo: () => ({ windowHeight: 700 }),
    getRealtimeLogManager: () => ({ info: () => undefined, warn: () => undefined, error: () => undefined }),
    getAccountInfoSync: () => ({ miniProgram: { version: '1.2.3' } }),
    getAppBaseInfo: () => info,
    getDeviceInfo: () => info,
    getSystemInfoSync: () => info,
    getStorageSync: stored,
    setStorageSync(key: string, value: unknown) {
      phone.storage.delete(key)
      if (typeof value === 'string') phone.storage.set(key, value)
      else values.set(key, structuredClone(value))
    },
    removeStorageSync(key: string) {
      phone.storage.delete(key)
      values.delete(key)
    },
  }
}
