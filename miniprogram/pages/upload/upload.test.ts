import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/testing/mount'
import { en } from '../../i18n/en'
import type { UploadProgress } from '../../uploader/progress'
import type { UploadQueue } from '../../uploader/upload-queue'
import type { UploadEvents, UploadFile, UploadTask } from '../../uploader/upload-task'
import type { PickedVideo } from '../../videos/picked-video'

const MB = 1024 * 1024

/** The uploads under way, each moved on by the test. */
const uploads: { file: UploadFile; events: UploadEvents; succeed(): void }[] = []

vi.mock('../../services', async () => {
  const { UploadQueue: Queue } = await import('../../uploader/upload-queue')
  const { en: t } = await import('../../i18n/en')
  const upload = (file: UploadFile, events: UploadEvents = {}) => {
    let succeed = () => undefined as undefined
    const result = new Promise<{ videoId: string; size: number }>((resolve) => {
      succeed = () => void resolve({ videoId: `v-${file.path}`, size: 1 }) as undefined
    })
    uploads.push({ file, events, succeed })
    return { result, state: 'uploading', cancel: () => undefined } as unknown as UploadTask
  }
  return { t, queue: new Queue<PickedVideo>({ upload }) }
})
const { queue } = (await import('../../services')) as unknown as { queue: UploadQueue<PickedVideo> }

const video = (id: number) => ({
  tempFilePath: `http://tmp/${id}.mp4`,
  thumbTempFilePath: '',
  size: 10 * MB,
  duration: 34,
  width: 320,
  height: 240,
  fileType: 'video' as const,
})

function fakeWx(picked: ReturnType<typeof video>[] = []) {
  return {
    getAppBaseInfo: () => ({ fontSizeSetting: 17, language: 'en' }) as WechatMiniprogram.AppBaseInfo,
    setNavigationBarTitle: vi.fn(),
    setTabBarItem: vi.fn(),
    onNetworkStatusChange: vi.fn(),
    offNetworkStatusChange: vi.fn(),
    getNetworkType: (option?: WechatMiniprogram.GetNetworkTypeOption) =>
      option?.success?.({ networkType: 'wifi' } as WechatMiniprogram.GetNetworkTypeSuccessCallbackResult),
    chooseMedia: vi.fn((option: WechatMiniprogram.ChooseMediaOption) =>
      option.success?.({ tempFiles: picked, type: 'video', errMsg: 'chooseMedia:ok' } as never),
    ),
    showModal: vi.fn(),
    showToast: vi.fn(),
  } as unknown as WechatMiniprogram.Wx & { showModal: ReturnType<typeof vi.fn> }
}

/** Lets promises and rendering go on. */
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  for (const { id } of queue.items) queue.remove(id)
  uploads.length = 0
  vi.useRealTimers()
})

describe('the upload page', () => {
  it('begins with an invitation, and lists what is chosen', async () => {
    const wx = fakeWx([video(1), video(2)])
    const page = await mount('pages/upload/upload', { wx })
    expect(page.element.textContent).toContain(en.emptyHeading)
    page.tap(`[aria-label="${en.choose}"]`)
    await settled()
    expect(page.element.textContent).not.toContain(en.emptyHeading)
    expect(page.element.textContent).toContain('10.0 MB · 0:34')
    expect(page.element.textContent).toContain('Upload 2 videos')
    expect(uploads).toHaveLength(0)
  })

  it('starts all that wait, two at a time, and asks before it stops one', async () => {
    const wx = fakeWx([video(1), video(2), video(3)])
    const page = await mount('pages/upload/upload', { wx })
    page.tap(`[aria-label="${en.choose}"]`)
    await settled()
    page.tap('[aria-label="Upload 3 videos"]')
    await settled()
    expect(uploads.map(({ file }) => file.path)).toEqual(['http://tmp/1.mp4', 'http://tmp/2.mp4'])
    uploads[0]?.events.onState?.('uploading')
    await settled()
    page.tap('[aria-label^="Stop uploading"]')
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ title: en.stopQuestion }))
    expect(queue.items).toHaveLength(3)
    wx.showModal.mock.calls[0]?.[0].success({ confirm: true })
    expect(queue.items).toHaveLength(2)
  })

  it('hands less than 1 KB to setData a tick, four times a second, with twenty rows', async () => {
    const page = await mount('pages/upload/upload', { wx: fakeWx() })
    for (let i = 0; i < 20; i++) {
      queue.add({
        path: `p${i}.mp4`,
        title: `A title of usual length ${i}`,
        thumbPath: '',
        size: 100 * MB,
        duration: 60,
      })
    }
    for (const { id } of queue.items) queue.start(id)
    for (const { events } of uploads) events.onState?.('uploading')
    await vi.advanceTimersByTimeAsync(300)

    const before = page.setDataCalls.length
    const seconds = 5
    for (let step = 1; step <= seconds * 20; step++) {
      for (const [i, { events }] of uploads.entries()) {
        const uploadedBytes = step * 0.9 * MB
        events.onProgress?.(progress(uploadedBytes, 100 * MB, (11.37 + i + step / 7) * MB))
      }
      await vi.advanceTimersByTimeAsync(50)
    }
    const ticks = page.setDataCalls.slice(before).filter(({ path }) => path === 'pages/upload/upload')
    expect(ticks.length).toBeGreaterThan(seconds * 3)
    expect(ticks.length).toBeLessThanOrEqual(seconds * 4 + 1)
    for (const { bytes } of ticks) expect(bytes).toBeLessThan(1024)
  })
})

function progress(uploadedBytes: number, totalBytes: number, bytesPerSecond: number): UploadProgress {
  const percent = Math.floor((uploadedBytes / totalBytes) * 100)
  return {
    uploadedBytes,
    totalBytes,
    percent,
    bytesPerSecond,
    secondsLeft: (totalBytes - uploadedBytes) / bytesPerSecond,
  }
}
