import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type Call = (...values: never[]) => unknown

/** A WeChat that answers nothing, and breaks nothing. */
function calmWx(): Record<string, Call> {
  const nothing = () => undefined
  return {
    ...{ getAppBaseInfo: () => ({ language: 'en', SDKVersion: '3.8.12' }), getDeviceInfo: () => ({ platform: 'ios' }) },
    ...{ getSystemInfoSync: () => ({}), getStorageSync: () => '', setStorageSync: nothing, removeStorageSync: nothing },
    ...{ request: nothing, login: nothing, getFileSystemManager: () => ({}), getNetworkType: nothing },
    ...{ onNetworkStatusChange: nothing, offNetworkStatusChange: nothing, setKeepScreenOn: nothing },
    ...{ onAppShow: nothing, offAppShow: nothing, onAppHide: nothing, offAppHide: nothing },
  }
}

const throwing = () => {
  throw new Error('system error')
}

async function launch(wx: Record<string, unknown>) {
  vi.resetModules()
  vi.stubGlobal('wx', wx)
  return import('./services')
}

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the app starts', () => {
  it.each([
    ...['getAppBaseInfo', 'getDeviceInfo', 'getSystemInfoSync', 'getStorageSync', 'setStorageSync'],
    ...['removeStorageSync', 'getFileSystemManager'],
  ])('although wx.%s throws', async (name) => {
    const { tooOld, uploader } = await launch({ ...calmWx(), [name]: throwing })
    expect(tooOld).toBe(false)
    expect(uploader.tasks).toEqual([])
  })

  it.each(['getAppBaseInfo', 'getDeviceInfo', 'getSystemInfoSync', 'onAppShow', 'onNetworkStatusChange'])(
    'although there is no wx.%s',
    async (name) => {
      expect((await launch({ ...calmWx(), [name]: undefined })).tooOld).toBe(false)
    },
  )

  it.each([undefined, null, 7, 'x', {}])('although wx gives %j for everything that it is asked', async (value) => {
    const wx = Object.fromEntries(Object.keys(calmWx()).map((name) => [name, () => value]))
    expect((await launch({ ...wx, getFileSystemManager: () => ({}) })).tooOld).toBe(false)
  })
})

it('a WeChat that is too old is known, and nothing is begun', async () => {
  const { tooOld, t, uploader } = await launch({
    ...calmWx(),
    getAppBaseInfo: undefined,
    getSystemInfoSync: () => ({ SDKVersion: '2.10.4', language: 'zh_CN' }),
    getStorageSync: (key: string) => (key === 'wevod.uploads' ? '["a"]' : ''),
  })
  expect(tooOld).toBe(true)
  expect(t.tooOldHeading).toBe('微信版本过低')
  expect(uploader.tasks).toEqual([])
})

describe('an upload that an earlier life of the app has left', () => {
  const checkpoint = (file: object) => ({
    ...{ version: 1, id: 'a', file: { path: 'wxfile://tmp/a.mp4', ...file } },
    ...{ paused: true, registered: false, parts: '', completing: false },
  })
  const launchWith = (file: object) =>
    launch({
      ...calmWx(),
      getStorageSync: (key: string) =>
        ({ 'wevod.uploads': '["a"]', 'wevod.upload.a': JSON.stringify(checkpoint(file)) })[key] ?? '',
    })

  it.each([
    ['numbers as text', { title: 'Sea', thumbPath: '', size: '5', duration: '3' }, { size: 5, duration: 3 }],
    ['no numbers', { title: 'Sea', thumbPath: '', size: Number.NaN, duration: Number.NaN }, { size: 0, duration: 0 }],
    ['nothing to show', {}, { title: 'a.mp4', thumbPath: '', size: 0, duration: 0 }],
  ])('is taken up with %s', async (_, file, expected) => {
    const { uploader } = await launchWith(file)
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file)).toMatchObject([expected])
  })
})
