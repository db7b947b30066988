import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import { UploadError } from '../../uploader/index'
import type { ListedVideo } from '../../videos/listed-video'
import type { VideoKind } from '../../videos/video-kind'

/** What the model says; the page is told by `tell`. */
const model = vi.hoisted(() => ({
  list: [] as ListedVideo[],
  asOf: 1,
  failure: undefined as unknown,
  more: 'none',
  watchers: 0,
  offline: false,
  needed: [] as number[],
  refreshed: 0,
  tell: (_progressOnly?: boolean) => undefined as unknown,
}))

vi.mock('../../services', async () => {
  const { en: t } = await import('../../i18n/en')
  const setTimer = (callback: () => void, ms: number) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const client = { language: 'en', textSize: 17, library: '3.8.12', platform: 'ios', desktop: false, weCom: false }
  const uploader = {
    userIsHere: () => undefined,
    get offline() {
      return model.offline
    },
  }
  const myVideos = {
    get list() {
      return model.list
    },
    get asOf() {
      return model.asOf
    },
    get failure() {
      return model.failure
    },
    get more() {
      return model.more
    },
    subscribe(listener: () => void) {
      model.tell = listener
      return () => undefined
    },
    watch() {
      model.watchers++
      return () => void model.watchers--
    },
    need: async (count: number) => void model.needed.push(count),
    refresh: async () => void model.refreshed++,
  }
  return { t, client, setTimer, uploader, myVideos }
})

const listed = (videoId: string, kind: VideoKind = 'ready', more: Partial<ListedVideo['video']> = {}): ListedVideo => ({
  ...{ id: videoId, videoId, title: `Title ${videoId}`, kind, upload: undefined, record: undefined },
  video: {
    ...{ videoId, title: `Title ${videoId}`, description: '', tags: [], categoryId: '', size: 2048, reason: '' },
    ...{ status: 'Normal', coverUrl: `https://c/${videoId}.jpg`, duration: 62 },
    createdAt: new Date(2026, 0, 2, 3, 4).getTime(),
    ...more,
  },
})
const NAME = 'Title a, Ready to play, 2026-01-02 03:04\u00a0· 2.0\u00a0KB, 1:02, 1 minute 2 seconds'
const many = (count: number) => Array.from({ length: count }, (_, i) => listed(`v${i}`))

function fakeWx() {
  return {
    setNavigationBarTitle: vi.fn(),
    setTabBarItem: vi.fn(),
    switchTab: vi.fn(),
    navigateTo: vi.fn(),
    stopPullDownRefresh: vi.fn(),
    getWindowInfo: () => ({ windowHeight: 800 }),
    createSelectorQuery: () => {
      const query = { selectAll: () => query, boundingClientRect: () => query, exec: () => undefined }
      return query
    },
  } as unknown as WechatMiniprogram.Wx
}

const open = (wx = fakeWx()) => mount('pages/videos/videos', { wx })

beforeEach(() => {
  Object.assign(model, { list: [], asOf: 1, failure: undefined, more: 'none', watchers: 0, offline: false, needed: [] })
})

describe('the page of videos', () => {
  it('leads to the upload while there is nothing', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    expect(page.text()).toContain(en.noVideosHeading)
    page.tap(en.goUpload)
    expect(wx.switchTab).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/upload/upload' }))
  })

  it('says of each video what it is at, and when, how large and how long it is', async () => {
    model.list = [
      listed('a'),
      listed('b', 'blocked', { reason: 'music' }),
      listed('c', 'failed', { status: 'TranscodeFail' }),
    ]
    const page = await open()
    expect(page.text()).toContain('Title a Ready to play 2026-01-02 03:04 · 2.0 KB')
    expect(page.text()).toContain('Refused in review: music')
    expect(page.text()).toContain(en.kindTranscodeFailed)
    expect(page.text('.length')).toBe('1:02')
    expect(page.all('[role=button]')[0]?.getAttribute('aria-label')).toBe(NAME)
  })

  it('leads from a row to its video, and to the upload from one that VOD does not know yet', async () => {
    model.list = [{ ...listed('', 'uploading'), id: 'task', video: undefined, title: 'New' }, listed('a')]
    const wx = fakeWx()
    const page = await open(wx)
    page.tap(NAME)
    expect(wx.navigateTo).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/video/video?id=a' }))
    page.tap('New, Uploading')
    expect(wx.switchTab).toHaveBeenCalledTimes(1)
  })

  it('says so where it could not be loaded, and how old it is where that was some time ago', async () => {
    Object.assign(model, { asOf: 0, failure: new UploadError('network_failed', 'x') })
    const page = await open()
    expect(page.text()).toContain(en.videosFailed)
    page.tap(en.tryAgain)
    expect(model.refreshed).toBe(1)
    Object.assign(model, { asOf: new Date().setHours(12, 3), list: [listed('a')] })
    model.tell()
    expect(page.text('.age')).toBe(en.asOfFailed('12:03'))
    model.offline = true
    model.tell()
    expect(page.text('.age')).toBe(en.asOfOffline('12:03'))
    Object.assign(model, { failure: undefined, offline: false })
    model.tell()
    expect(page.all('.age')).toHaveLength(0)
  })

  it('asks for nothing while it is hidden, and shows what has come meanwhile when it is shown', async () => {
    const page = await open()
    expect(model.watchers).toBe(1)
    page.hide()
    expect(model.watchers).toBe(0)
    model.list = [listed('a')]
    model.tell()
    expect(page.text()).toContain(en.noVideosHeading)
    page.show()
    expect([model.watchers, page.text('.title')]).toEqual([1, 'Title a'])
    page.unmount()
    expect(model.watchers).toBe(0)
  })

  it('says a changed state to those who do not see it, and nothing else', async () => {
    model.list = [listed('a', 'processing'), listed('b', 'processing')]
    const page = await open()
    expect(page.text('.news')).toBe('')
    model.list = [listed('new', 'uploading'), listed('a', 'ready'), listed('b', 'processing')]
    model.tell()
    expect(page.text('.news')).toBe(en.announceState('Title a', en.kindReady))
  })

  it('changes a state by its path alone', async () => {
    model.list = many(40)
    const page = await open()
    const before = page.setDataCalls.length
    model.list = model.list.map((one, i) => (i === 3 ? listed(one.videoId, 'blocked') : one))
    model.tell()
    const calls = page.setDataCalls.slice(before)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.bytes).toBeLessThan(250)
  })

  it('sends at most 10 KB for a page of the list, also with long titles', async () => {
    const title = '海边的一个很长很长的下午，和所有的朋友们一起，第 '
    model.list = many(20).map((one, i) => ({ ...one, title: title + i }))
    const cover = `https://vod.example/${'x'.repeat(120)}.jpg?auth_key=${'0'.repeat(60)}`
    for (const { video } of model.list) if (video) video.coverUrl = cover
    const page = await open()
    expect(Math.max(...page.setDataCalls.map((call) => call.bytes))).toBeLessThan(10 * 1024)
    model.list = [...model.list, ...many(20).map((one) => ({ ...one, id: `x${one.id}` }))]
    const before = page.setDataCalls.length
    model.tell()
    const sent = page.setDataCalls.slice(before).reduce((sum, call) => sum + call.bytes, 0)
    expect(sent).toBeLessThan(10 * 1024)
  })

  it('scrolls through 500 videos without its nodes growing, and asks for more in time', async () => {
    model.list = many(500)
    const page = await open()
    const counts: number[] = []
    const seen = new Set<string>()
    for (let scrollTop = 0; scrollTop < 65_000; scrollTop += 400) {
      page.call('onPageScroll', { scrollTop })
      counts.push(page.element.querySelectorAll('*').length)
      for (const row of page.all('.title')) seen.add(row.textContent ?? '')
    }
    expect(seen.size).toBe(500)
    expect(Math.max(...counts)).toBeLessThan(700)
    // Once the list is long, its length does not matter.
    expect(Math.max(...counts.slice(60))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 60)))
    expect(Math.max(...page.setDataCalls.map((call) => call.bytes))).toBeLessThan(10 * 1024)
    expect(Math.max(...model.needed)).toBe(500)
    page.call('onPageScroll', { scrollTop: 0 })
    expect(page.text('.title')).toBe('Title v0')
  })

  it('says that more is coming, or could not be had', async () => {
    Object.assign(model, { list: many(20), more: 'there' })
    const page = await open()
    expect(page.text('.more')).toBe(en.loadingMore)
    model.more = 'failed'
    model.tell()
    expect(page.text('.more')).toContain(en.moreFailed)
    page.tap(en.tryAgain)
    expect(model.needed.at(-1)).toBe(21)
  })

  it('refreshes when it is pulled down, and lets go when that has come to an end', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    await page.call('onPullDownRefresh')
    expect(wx.stopPullDownRefresh).toHaveBeenCalledOnce()
  })

  it('shows a video without a picture where that cannot be loaded', async () => {
    model.list = [listed('a')]
    const page = await open()
    page.triggerEvent('.cover', 'error')
    expect(page.all('.cover')).toHaveLength(0)
  })

  it('is there although no call of wx works', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    model.list = [listed('a')]
    const page = await mount('pages/videos/videos', { wx: {} })
    expect(page.text('.title')).toBe('Title a')
    page.tap(NAME)
    vi.restoreAllMocks()
  })
})
