import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import { VideoHistory, type VideoRecord } from '../../videos/video-history'

const kept = new Map<string, unknown>()

vi.mock('../../services', async () => {
  const { VideoHistory: History } = await import('../../videos/video-history')
  const { en: t } = await import('../../i18n/en')
  const storage = { getStorageSync: (key: string) => kept.get(key) ?? '', setStorageSync: () => undefined }
  const setTimer = (callback: () => void, ms: number) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const client = { language: 'en', textSize: 17, library: '3.8.12', desktop: false, weCom: false }
  return { t, history: new History(storage), client, setTimer }
})

const record = (videoId: string): VideoRecord => ({
  videoId,
  title: `Title ${videoId}`,
  size: 2048,
  duration: 34,
  path: `http://tmp/${videoId}.mp4`,
  thumbPath: `http://tmp/${videoId}.jpg`,
  uploadedAt: new Date(2026, 0, 2, 3, 4).getTime(),
})

/** @param files temp files that are still there */
function fakeWx(files: string[] = []) {
  return {
    setNavigationBarTitle: vi.fn(),
    setTabBarItem: vi.fn(),
    showToast: vi.fn(),
    switchTab: vi.fn(),
    getFileSystemManager: () =>
      ({
        access: ({ path, success, fail }: WechatMiniprogram.AccessOption) =>
          files.includes(path)
            ? success?.({ errMsg: 'access:ok', errCode: 0 })
            : fail?.({ errMsg: 'access:fail', errCode: 1300002 }),
      }) as WechatMiniprogram.FileSystemManager,
  } as unknown as WechatMiniprogram.Wx
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => kept.clear())

describe('the page of videos', () => {
  it('leads to the upload while there is nothing', async () => {
    const wx = fakeWx()
    const page = await mount('pages/videos/videos', { wx })
    expect(page.text()).toContain(en.noVideosHeading)
    page.tap(en.goUpload)
    expect(wx.switchTab).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/upload/upload' }))
  })

  it('lists what the phone has uploaded, also what came after it was opened', async () => {
    const page = await mount('pages/videos/videos', { wx: fakeWx() })
    new VideoHistory({
      getStorageSync: (key) => kept.get(key) ?? '',
      setStorageSync: (key, value) => kept.set(key, value),
    }).add(record('a'))
    page.hide()
    page.show()
    await settled()
    expect(page.text()).toContain('Title a')
    expect(page.text()).toContain('2026-01-02 03:04 · 2.0 KB · 0:34')
  })

  it('shows what is known of a video that an earlier version has left', async () => {
    kept.set('videos', { version: 0, videos: [{ videoId: 'a', title: 7, size: '2048', duration: null }] })
    const page = await mount('pages/videos/videos', { wx: fakeWx() })
    expect(page.text('.title')).toBe('a')
    expect(page.text('.facts')).toBe('2.0 KB')
  })

  it('is there although no call of wx works, and says so of a file that WeChat cannot look for', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    kept.set('videos', { version: 1, videos: [record('a')] })
    const showToast = vi.fn()
    const page = await mount('pages/videos/videos', { wx: { showToast } as unknown as Partial<WechatMiniprogram.Wx> })
    page.tap('Play “Title a”')
    await settled()
    expect(showToast).toHaveBeenCalledWith(expect.objectContaining({ title: en.localGone }))
    vi.restoreAllMocks()
  })

  it('plays a temp file while it is there, and says so when it is gone', async () => {
    kept.set('videos', { version: 1, videos: [record('a'), record('b')] })
    const wx = fakeWx(['http://tmp/a.mp4'])
    const page = await mount('pages/videos/videos', { wx })
    page.tap('Play “Title b”')
    await settled()
    expect(page.all('.player')).toHaveLength(0)
    expect(wx.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: en.localGone }))

    page.tap('Play “Title a”')
    await settled()
    expect(page.text('.player-title')).toBe('Title a')
    page.tap(en.closePlayer)
    await settled()
    expect(page.all('.player')).toHaveLength(0)
  })
})
