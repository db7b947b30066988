import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import { ServiceError } from '../../service/service-error'
import { readSettings } from '../../service/settings'
import type { CloudVideo } from '../../service/videos'
import type { ListedVideo } from '../../videos/listed-video'
import { kindOf } from '../../videos/video-kind'

/** What service and phone know. */
const world = vi.hoisted(() => ({
  video: undefined as CloudVideo | undefined,
  failure: undefined as Error | undefined,
  path: '',
  settings: {} as object,
  asked: [] as string[],
  told: [] as unknown[],
  deleting: '',
  committed: 0,
  tellList: (_progressOnly: boolean) => undefined as unknown,
  tellDeletion: (_videoId: string, _change: string) => undefined as unknown,
  tellDetails: (_videoId: string, _outcome: object) => undefined as unknown,
}))

vi.mock('../../services', async () => {
  const { en: t } = await import('../../i18n/en')
  const { readSettings: read } = await import('../../service/settings')
  const setTimer = (callback: () => void, ms: number) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const ask = <T>(what: string, answer: () => T): Promise<T> => {
    world.asked.push(what)
    return world.failure ? Promise.reject(world.failure) : Promise.resolve().then(answer)
  }
  const service = {
    getVideo: (id: string) => ask(`get ${id}`, () => world.video as CloudVideo),
    playVideo: (id: string) =>
      ask(`play ${id}`, () => ({
        streams: [{ url: 'https://p/1.mp4', format: 'mp4', definition: 'HD', height: 720 }],
        validMs: 60_000_000,
      })),
    shareVideo: (id: string) => ask(`share ${id}`, () => ({ token: 'tok/1', validMs: 1 })),
    changeVideo: (id: string, changes: object) =>
      ask(`change ${id}`, () => {
        world.told.push(changes)
        return { ...(world.video as CloudVideo), ...changes }
      }),
  }
  const myVideos = {
    about: (_id: string, video = world.video): ListedVideo | undefined =>
      video && {
        ...{ id: video.videoId, videoId: video.videoId, title: video.title, video, upload: undefined },
        kind: kindOf(video.status, undefined, 0),
        record:
          world.path === ''
            ? undefined
            : {
                videoId: video.videoId,
                path: world.path,
                thumbPath: '',
                title: '',
                size: 0,
                duration: 0,
                uploadedAt: 0,
              },
      },
    take: (video: CloudVideo) => {
      world.video = video
    },
    drop: () => {
      world.video = undefined
    },
    subscribe: (listener: typeof world.tellList) => {
      world.tellList = listener
      return () => undefined
    },
  }
  const deletions = {
    has: (id: string) => world.deleting === id,
    ask: (id: string) => {
      world.deleting = id
    },
    undo: (id: string) => {
      world.deleting = ''
      world.tellDeletion(id, 'kept')
    },
    commit: () => void world.committed++,
    subscribe: (listener: typeof world.tellDeletion) => {
      world.tellDeletion = listener
      return () => undefined
    },
  }
  const details = {
    of: () => undefined,
    tell: (_id: string, changes: object) => void world.told.push(changes),
    subscribe: (listener: typeof world.tellDetails) => {
      world.tellDetails = listener
      return () => undefined
    },
  }
  const settings = {
    get current() {
      return read(world.settings)
    },
    subscribe: () => () => undefined,
  }
  const client = { language: 'en', textSize: 17, library: '3.8.12', platform: 'ios', desktop: false, weCom: false }
  return { t, client, setTimer, service, myVideos, deletions, details, settings }
})

const video = (status = 'Normal', more: Partial<CloudVideo> = {}): CloudVideo => ({
  ...{ videoId: 'v1', title: 'Sea', description: 'Waves', tags: ['a'], categoryId: '', size: 2048, status, reason: '' },
  ...{ coverUrl: 'https://c/1.jpg', duration: 62, createdAt: new Date(2026, 0, 2, 3, 4).getTime(), ...more },
})

/** @param files temp files that are still there */
function fakeWx(files: string[] = []) {
  return {
    ...{ setNavigationBarTitle: vi.fn(), hideShareMenu: vi.fn(), showShareMenu: vi.fn(), showToast: vi.fn() },
    ...{ switchTab: vi.fn(), navigateBack: vi.fn(), setClipboardData: vi.fn() },
    getAppBaseInfo: () => ({ theme: 'light' }),
    showModal: vi.fn(({ success }) => success({ confirm: true })),
    chooseMedia: vi.fn(({ success }) => success({ tempFiles: [{ tempFilePath: 'tmp/cover.jpg' }] })),
    getFileSystemManager: () => ({
      access: ({ path, success, fail }: WechatMiniprogram.AccessOption) =>
        files.includes(path) ? success?.({ errMsg: 'ok', errCode: 0 }) : fail?.({ errMsg: 'fail', errCode: 1 }),
    }),
  } as unknown as WechatMiniprogram.Wx
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

async function open(wx = fakeWx()) {
  const page = await mount('pages/video/video', { wx, query: { id: 'v1' } })
  await settled()
  return page
}

beforeEach(() => {
  Object.assign(world, {
    video: video(),
    failure: undefined,
    path: '',
    deleting: '',
    committed: 0,
    asked: [],
    told: [],
  })
  world.settings = { shares: true, covers: true }
})

describe('the page of a video', () => {
  it('says what it is, and is called so', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    expect(page.text('.heading')).toBe('Sea')
    expect(page.text()).toContain(`${en.kindReady} `)
    expect(page.text()).toContain('Uploaded 2026-01-02 03:04 Size 2.0 KB Length 1:02 Video ID v1')
    expect(wx.setNavigationBarTitle).toHaveBeenCalledWith(expect.objectContaining({ title: en.videoTitle }))
  })

  it.each([
    ['UploadSucc', en.kindProcessing, en.aboutProcessing],
    ['Checking', en.kindReview, en.aboutReview],
    ['Blocked', en.kindBlockedBecause('music'), en.aboutBlocked],
    ['TranscodeFail', en.kindTranscodeFailed, en.aboutFailedTranscode],
    ['UploadFail', en.kindUploadFailed, en.aboutFailedUpload],
    ['Deleted', en.kindDeleted, en.aboutDeleted],
    ['SomethingNew', en.kindProcessing, en.aboutProcessing],
  ])('tells what %s means, and asks for no address and no share of it', async (status, words, meaning) => {
    world.video = video(status, { reason: 'music' })
    const page = await open()
    expect(page.text()).toContain(words)
    expect(page.text('.meaning')).toBe(meaning)
    expect(page.all(en.playNamed('Sea'))).toHaveLength(0)
    expect(page.all(en.share)).toHaveLength(0)
    expect(world.asked.filter((what) => !what.startsWith('get'))).toEqual([])
  })

  it('plays the file of this phone while it is there, also before the cloud can', async () => {
    Object.assign(world, { video: video('Transcoding'), path: 'http://tmp/a.mp4' })
    const page = await open(fakeWx(['http://tmp/a.mp4']))
    page.tap(en.playNamed('Sea'))
    await settled()
    expect(page.text()).toContain(en.playsLocal)
    page.triggerEvent('.video', 'error')
    await settled()
    expect(page.text()).toContain(`${en.playFailed} ${en.playNotYet}`)
    expect(world.asked).not.toContain('play v1')
  })

  it('plays from the cloud where the file is gone, and says so where that fails', async () => {
    world.path = 'http://tmp/gone.mp4'
    const page = await open()
    page.tap(en.playNamed('Sea'))
    await settled()
    expect(world.asked).toContain('play v1')
    expect(page.all('.video')).toHaveLength(1)
    for (let i = 0; i < 2; i++) {
      page.triggerEvent('.video', 'error')
      await settled()
    }
    expect(page.text()).toContain(`${en.playFailed} ${en.playFailedText}`)
    page.tap(en.tryAgain)
    await settled()
    expect(page.all('.video')).toHaveLength(1)
  })

  it('saves what was changed', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    expect(page.all(en.save)).toHaveLength(0)
    page.triggerEvent(en.fieldTitle, 'input', { value: 'Lake' })
    await settled()
    page.tap(en.save)
    await settled()
    expect(world.told).toEqual([{ title: 'Lake' }])
    expect(wx.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: en.saved }))
  })

  it('changes the cover by the outbox, and says where that was refused', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    page.tap(en.changeCover)
    await settled()
    expect(world.told).toEqual([{ coverPath: 'tmp/cover.jpg' }])
    world.tellDetails('v1', { refused: new Error('x'), of: { coverPath: 'tmp/cover.jpg' } })
    expect(wx.showToast).toHaveBeenLastCalledWith(expect.objectContaining({ title: en.coverRefused }))
  })

  it('says nothing where no picture is chosen, and so where none can be', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    for (const [errMsg, title] of [
      ['chooseMedia:fail cancel', undefined],
      ['chooseMedia:fail system error', en.coverFailed],
    ]) {
      vi.mocked(wx.showToast).mockClear()
      vi.mocked(wx.chooseMedia).mockImplementation((({ fail }: WechatMiniprogram.ChooseMediaOption) =>
        fail?.({ errMsg } as never)) as never)
      page.tap(en.changeCover)
      await settled()
      expect(vi.mocked(wx.showToast).mock.calls.map(([option]) => option.title)).toEqual(title ? [title] : [])
    }
    expect(world.told).toEqual([])
  })

  it('offers no cover and no share where the operator does not', async () => {
    world.settings = {}
    const page = await open()
    expect([page.all(en.changeCover), page.all(en.share)]).toEqual([[], []])
    expect(world.asked).not.toContain('share v1')
  })

  it('shares a ready video by a token that is there before the tap', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    expect(wx.hideShareMenu).toHaveBeenCalledOnce()
    expect(wx.showShareMenu).toHaveBeenCalledOnce()
    expect(page.all(en.share)).toHaveLength(1)
    expect(page.call('onShareAppMessage')).toEqual({
      title: 'Sea',
      path: '/pages/shared/shared?token=tok%2F1',
      imageUrl: 'https://c/1.jpg',
    })
    world.video = video('Blocked')
    world.tellList(false)
    await settled()
    expect(page.all(en.share)).toHaveLength(0)
    expect(page.call('onShareAppMessage')).toEqual({ path: '/pages/upload/upload' })
  })

  it('copies its id', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    page.tap(en.copyIdLabel)
    expect(wx.setClipboardData).toHaveBeenCalledWith(expect.objectContaining({ data: 'v1' }))
  })

  it('is deleted after a question, which is red, and can be taken back', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    page.tap(en.delete)
    expect(wx.showModal).toHaveBeenCalledWith(
      expect.objectContaining({ title: en.deleteQuestion, confirmColor: '#c8352b' }),
    )
    expect(world.deleting).toBe('v1')
    expect(page.text()).toContain(en.deletedHeading)
    page.tap(en.undo)
    expect(page.text('.heading')).toBe('Sea')
  })

  it('leaves when it is deleted for good, and makes that final when its user goes', async () => {
    const wx = fakeWx()
    const page = await open(wx)
    page.tap(en.delete)
    world.tellDeletion('v1', 'deleted')
    expect(wx.switchTab).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/videos/videos' }))
    page.hide()
    expect(world.committed).toBe(1)
  })

  it('says that it is gone where it was deleted elsewhere', async () => {
    const page = await open()
    world.failure = new ServiceError('video_not_found', 'x', { status: 404 })
    await page.call('look')
    expect(page.text()).toContain(en.goneHeading)
  })

  it('is of a video that is not in the list, too, and says so where it cannot be loaded', async () => {
    Object.assign(world, { video: undefined, failure: new ServiceError('vod_failed', 'x', { status: 502 }) })
    const page = await open()
    expect(page.text()).toContain(en.videoFailed)
    Object.assign(world, { video: video(), failure: undefined })
    page.tap(en.tryAgain)
    await settled()
    expect(page.text('.heading')).toBe('Sea')
  })

  it('says a changed state to those who do not see it', async () => {
    world.video = video('Checking')
    const page = await open()
    expect(page.text('.news')).toBe('')
    world.video = video('Blocked')
    world.tellList(false)
    expect(page.text('.news')).toBe(en.announceState('Sea', en.kindBlocked))
  })

  it('offers the operator’s categories', async () => {
    world.settings = { categories: [{ id: '7', name: 'Holidays' }] }
    const page = await open()
    expect(readSettings(world.settings).categories).toHaveLength(1)
    page.triggerEvent(`${en.fieldCategory}, ${en.noCategory}`, 'change', { value: '1' })
    await settled()
    page.tap(en.save)
    await settled()
    expect(world.told).toEqual([{ categoryId: '7' }])
  })
})
