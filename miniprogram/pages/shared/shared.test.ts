import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import { ServiceError } from '../../service/service-error'
import type { SharedVideo } from '../../service/watching'
import { UploadError } from '../../uploader/index'

const world = vi.hoisted(() => ({ failure: undefined as Error | undefined, asked: [] as string[] }))

vi.mock('../../services', async () => {
  const { en: t } = await import('../../i18n/en')
  const setTimer = (callback: () => void, ms: number) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const service = {
    async sharedVideo(token: string): Promise<SharedVideo> {
      world.asked.push(token)
      if (world.failure) throw world.failure
      return {
        ...{ title: 'Sea', description: 'Waves', coverUrl: 'https://c/1.jpg', duration: 62, size: 5 },
        createdAt: new Date(2026, 0, 2, 3, 4).getTime(),
        streams: [{ url: `https://p/${world.asked.length}.mp4`, format: 'mp4', definition: 'HD', height: 720 }],
        validMs: 3_600_000,
      }
    },
  }
  const client = { language: 'en', textSize: 17, library: '3.8.12', platform: 'ios', desktop: false, weCom: false }
  return { t, client, setTimer, service }
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

async function open(token = 'tok%2F1') {
  const wx = { setNavigationBarTitle: vi.fn(), switchTab: vi.fn() } as unknown as WechatMiniprogram.Wx
  const page = await mount('pages/shared/shared', { wx, query: { token } })
  await settled()
  return { page, wx }
}

beforeEach(() => Object.assign(world, { failure: undefined, asked: [] }))

describe('the page of a shared video', () => {
  it('shows it by its token alone, and plays it at the address that came along', async () => {
    const { page, wx } = await open()
    expect(world.asked).toEqual(['tok/1'])
    expect(page.text()).toContain('Sea 2026-01-02 03:04 · 1:02 Waves')
    expect(wx.setNavigationBarTitle).toHaveBeenCalledWith(expect.objectContaining({ title: en.sharedTitle }))
    page.tap(en.playNamed('Sea'))
    await settled()
    expect(world.asked).toHaveLength(1)
    expect(page.all('.video')).toHaveLength(1)
    page.triggerEvent('.video', 'error')
    await settled()
    expect(world.asked).toHaveLength(2)
  })

  it.each([
    [new ServiceError('share_invalid', 'x', { status: 404 }), en.sharedInvalid, false],
    [new ServiceError('not_found', 'x', { status: 404 }), en.sharedInvalid, false],
    [new ServiceError('share_expired', 'x', { status: 410 }), en.sharedExpired, false],
    [new ServiceError('video_not_found', 'x', { status: 404 }), en.sharedDeleted, false],
    [new ServiceError('video_not_playable', 'x', { status: 409 }), en.sharedBlocked, true],
    [new ServiceError('malformed_answer', 'x', { status: 200 }), en.sharedFailed, true],
    [new ServiceError('vod_failed', 'x', { status: 502 }), en.sharedFailed, true],
    [new UploadError('network_failed', 'x'), en.sharedFailed, true],
  ])('says why it cannot be watched: %s', async (failure, heading, again) => {
    world.failure = failure
    const { page } = await open()
    expect(page.text('.empty-heading')).toBe(heading)
    expect(page.all(en.tryAgain)).toHaveLength(again ? 1 : 0)
    world.failure = undefined
    if (!again) return
    page.tap(en.tryAgain)
    await settled()
    expect(page.text('.heading')).toBe('Sea')
  })

  it('can be passed on as it came', async () => {
    const { page } = await open()
    expect(page.call('onShareAppMessage')).toEqual({
      title: 'Sea',
      path: '/pages/shared/shared?token=tok%2F1',
      imageUrl: 'https://c/1.jpg',
    })
  })

  it('leads to the app', async () => {
    const { page, wx } = await open()
    page.tap(en.sharedOwn)
    expect(wx.switchTab).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/upload/upload' }))
  })
})
