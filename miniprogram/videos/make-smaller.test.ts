import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadError } from '../uploader/index'
import { makeSmaller, smallerBytes } from './make-smaller'

const MB = 1024 * 1024
const video = { path: 'a.mov', fileName: '海边.mov', title: '海边', thumbPath: 't', size: 100 * MB, duration: 60 }
const sizes: Record<string, number> = {}
const files = {
  open: async (path: string) => {
    const size = sizes[path]
    if (size === undefined) throw new UploadError('file_missing', 'gone')
    return { size, read: async (_: number, length: number) => new ArrayBuffer(length), close: async () => undefined }
  },
}
const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
type Option = WechatMiniprogram.CompressVideoOption & { success(result?: object): void; fail(reason?: object): void }
const smaller = (compressVideo: (option: Option) => void, given: object = video) =>
  makeSmaller({ compressVideo } as never, given as typeof video, { files, setTimer })

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  for (const path of Object.keys(sizes)) delete sizes[path]
  sizes['small.mp4'] = 20 * MB
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the estimate', () => {
  it('is made of the length', () => {
    expect(smallerBytes(video)).toBe((2_628_000 * 60) / 8)
  })

  it.each([
    ['small already', { size: 10 * MB, duration: 60 }],
    ['of unknown length', { size: 100 * MB, duration: 0 }],
    ['hardly larger than that', { size: 25 * MB, duration: 60 }],
  ])('is none where the video is %s', (_, given) => {
    expect(smallerBytes(given)).toBeUndefined()
  })
})

describe('a smaller video', () => {
  it('takes the place of the original, under its title', async () => {
    const asked = vi.fn((option: Option) => option.success({ tempFilePath: 'small.mp4', size: 1 }))
    expect(await smaller(asked)).toEqual({ ...video, path: 'small.mp4', fileName: '海边.mp4', size: 20 * MB })
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ src: 'a.mov', bitrate: 2500, fps: 30, resolution: 1 })
  })

  it('has its longer side shortened where that is known', async () => {
    const asked = vi.fn((option: Option) => option.fail())
    await smaller(asked, { ...video, side: 3840 })
    expect(asked.mock.calls[0]?.[0].resolution).toBeCloseTo(1 / 3)
  })

  it.each<[string, (option: Option) => void]>([
    ['fails', (option) => option.fail({ errMsg: 'compressVideo:fail' })],
    ['gives nothing', (option) => option.success()],
    ['gives no file', (option) => option.success({ tempFilePath: 'nowhere.mp4' })],
    [
      'throws',
      () => {
        throw new TypeError('not there')
      },
    ],
    [
      'makes it larger',
      (option) => {
        sizes['large.mp4'] = 200 * MB
        option.success({ tempFilePath: 'large.mp4' })
      },
    ],
  ])('is the original where WeChat %s', async (_, compressVideo) => {
    expect(await smaller(compressVideo)).toBe(video)
  })

  it('is the original where WeChat never answers', async () => {
    const waiting = smaller(() => undefined)
    await vi.advanceTimersByTimeAsync(30 * 60_000)
    expect(await waiting).toBe(video)
  })
})
