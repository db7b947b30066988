/** What a field is, by WeChat's typings. */
export type FieldType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'bytes' | 'function'

/**
 * - `callbacks`: takes an object with `success` and `fail`.
 * - `sync`: returns its answer.
 * - `listener`: calls what it is given at each event; `end` takes that away again.
 */
type Kind = 'callbacks' | 'sync' | 'listener' | 'end'

export interface WxCall {
  kind: Kind
  /**
   * Of the answer or event, by path: `a.b`, and `a[].b` for b of each member of a list. An empty path is the answer
   * itself. What is not said to be there is not looked at by the app.
   */
  fields: Readonly<Record<string, FieldType>>
  /** Uploads have to succeed though it misbehaves always: it only shows something, or makes something better. */
  spareable: boolean
}

type Fields = WxCall['fields']

const call = (kind: Kind, fields: Fields = {}): WxCall => ({ kind, fields, spareable: false })
const spareable = (kind: Kind, fields: Fields = {}): WxCall => ({ kind, fields, spareable: true })

const picked: Fields = {
  tempFiles: 'list',
  'tempFiles[]': 'object',
  'tempFiles[].size': 'number',
}
const info: Fields = { '': 'object', SDKVersion: 'text', language: 'text', fontSizeSetting: 'number' }

/** Every call of `wx` that the app and its engine make. A test compares it with their sources. */
export const WX_CALLS = {
  request: call('callbacks', { statusCode: 'number', data: 'text', header: 'object' }),
  login: call('callbacks', { code: 'text' }),
  chooseMedia: call('callbacks', {
    ...picked,
    'tempFiles[].tempFilePath': 'text',
    'tempFiles[].thumbTempFilePath': 'text',
    'tempFiles[].duration': 'number',
  }),
  chooseVideo: call('callbacks', {
    tempFilePath: 'text',
    thumbTempFilePath: 'text',
    size: 'number',
    duration: 'number',
  }),
  chooseMessageFile: call('callbacks', {
    ...picked,
    'tempFiles[].path': 'text',
    'tempFiles[].name': 'text',
    'tempFiles[].type': 'text',
  }),
  getFileSystemManager: call('sync', { '': 'object' }),

  getStorageSync: spareable('sync', { '': 'text' }),
  setStorageSync: spareable('sync'),
  removeStorageSync: spareable('sync'),
  getNetworkType: spareable('callbacks', { networkType: 'text' }),
  onNetworkStatusChange: spareable('listener', { isConnected: 'boolean', networkType: 'text' }),
  offNetworkStatusChange: spareable('end'),
  onAppHide: spareable('listener'),
  offAppHide: spareable('end'),
  onAppShow: spareable('listener'),
  offAppShow: spareable('end'),
  setKeepScreenOn: spareable('callbacks'),
  getAppBaseInfo: spareable('sync', info),
  getDeviceInfo: spareable('sync', { '': 'object', platform: 'text' }),
  getSystemInfoSync: spareable('sync', { ...info, platform: 'text', environment: 'text' }),
  showModal: spareable('callbacks', { confirm: 'boolean' }),
  showToast: spareable('callbacks'),
  setNavigationBarTitle: spareable('callbacks'),
  setTabBarItem: spareable('callbacks'),
  switchTab: spareable('callbacks'),
  updateWeChatApp: spareable('callbacks'),
  showActionSheet: spareable('callbacks', { tapIndex: 'number' }),
  compressVideo: spareable('callbacks', { tempFilePath: 'text' }),
  requestSubscribeMessage: spareable('callbacks'),
  setClipboardData: spareable('callbacks'),
  vibrateShort: spareable('callbacks'),
  pageScrollTo: spareable('callbacks'),
  navigateTo: spareable('callbacks'),
  navigateBack: spareable('callbacks'),
  showShareMenu: spareable('callbacks'),
  hideShareMenu: spareable('callbacks'),
  stopPullDownRefresh: spareable('callbacks'),
  createSelectorQuery: spareable('sync', { '': 'object' }),
  getWindowInfo: spareable('sync', { '': 'object', windowHeight: 'number' }),
  getRealtimeLogManager: spareable('sync', { '': 'object' }),
  getAccountInfoSync: spareable('sync', { '': 'object', miniProgram: 'object', 'miniProgram.version': 'text' }),
} satisfies Record<string, WxCall>

/** Those of the FileSystemManager. */
export const FILE_CALLS = {
  stat: call('callbacks', {
    stats: 'object',
    'stats.size': 'number',
    'stats.lastModifiedTime': 'number',
    'stats.isDirectory': 'function',
  }),
  readFile: call('callbacks', { data: 'bytes' }),
  open: call('callbacks', { fd: 'text' }),
  read: call('callbacks', { bytesRead: 'number', arrayBuffer: 'bytes' }),
  close: spareable('callbacks'),
  access: spareable('callbacks'),
} satisfies Record<string, WxCall>

export type CallName = keyof typeof WX_CALLS | keyof typeof FILE_CALLS

export const CALLS: Readonly<Record<CallName, WxCall>> = { ...WX_CALLS, ...FILE_CALLS }
