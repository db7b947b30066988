import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { textsFor } from '../i18n/index'
import type { SetTimer } from '../wechat/calls'
import type { ChooserWx } from './choosers'
import { type PickOptions, pickVideos } from './pick-videos'

const NOW = new Date(2026, 0, 2, 3, 4).getTime()
const PHONE = { desktop: false, weCom: false }

const setTimer: SetTimer = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

type Answer = (option: Record<'success' | 'fail', (value?: unknown) => void>) => void

const succeed =
  (result?: unknown): Answer =>
  ({ success }) =>
    success(result)
const fail =
  (reason?: unknown): Answer =>
  ({ fail: failed }) =>
    failed(reason)
const broken = fail({ errMsg: 'chooseMedia:fail function cannot run on service' })

/** @param answers by the name of the call; a call without one is not there */
function pick(
  answers: Partial<Record<keyof ChooserWx, Answer>>,
  { language = 'en', ...options }: Partial<PickOptions> & { language?: string } = {},
) {
  const asked: { name: string; option: object }[] = []
  const wx = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (option: Parameters<Answer>[0]) => {
        asked.push({ name, option })
        answer(option)
      },
    ]),
  ) as ChooserWx
  return pickVideos(wx, textsFor(language), { client: PHONE, setTimer, now: NOW, ...options }).then((result) => ({
    result,
    asked,
  }))
}

const file = { tempFilePath: 'wxfile://tmp_1.mp4', size: 5, duration: 3.2, thumbTempFilePath: 'wxfile://t.jpg' }
const chosen = succeed({ tempFiles: [file] })
const canceled = fail({ errMsg: 'chooseMedia:fail cancel' })

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('choosing from album or camera', () => {
  it.each([
    ['a phone', {}, { count: 9, sourceType: ['album', 'camera'], maxDuration: 60 }],
    ['a phone, again', { again: true }, { count: 1, sourceType: ['album'] }],
    ['WeCom', { client: { desktop: false, weCom: true } }, { sourceType: ['album', 'camera'], maxDuration: 10 }],
  ])('asks for original videos on %s', async (_, options, expected) => {
    const { asked } = await pick({ chooseMedia: canceled }, options)
    expect(asked[0]?.option).toMatchObject({ mediaType: ['video'], sizeType: ['original'], ...expected })
  })

  it('asks on a computer for no camera and no length of recordings, which have kept the window from opening', async () => {
    const { asked } = await pick({ chooseMedia: canceled }, { client: { desktop: true, weCom: false } })
    expect(asked[0]?.option).toMatchObject({ count: 9, sourceType: ['album'] })
    expect(asked[0]?.option).not.toHaveProperty('maxDuration')
  })

  it.each([
    ['en', ['Video 01-02 03:04', 'Video 01-02 03:04 (2)']],
    ['zh_CN', ['视频 01-02 03:04', '视频 01-02 03:04（2）']],
  ])('titles them by the time, in %s', async (language, titles) => {
    const { result } = await pick({ chooseMedia: succeed({ tempFiles: [file, file] }) }, { language })
    expect(result).toEqual({
      others: 0,
      videos: titles.map((title) => ({
        path: 'wxfile://tmp_1.mp4',
        thumbPath: 'wxfile://t.jpg',
        size: 5,
        duration: 3.2,
        title,
      })),
    })
  })

  it('goes on with the numbers of those that are there', async () => {
    const taken = ['Video 01-02 03:04', 'Video 01-02 03:04 (2)', 'Video 01-02 03:04 (4)']
    const { result } = await pick({ chooseMedia: succeed({ tempFiles: [file, file] }) }, { taken })
    const titles = 'videos' in result ? result.videos.map(({ title }) => title) : []
    expect(titles).toEqual(['Video 01-02 03:04 (3)', 'Video 01-02 03:04 (5)'])
  })

  it('keeps the longer side of the picture, where it is told', async () => {
    const { result } = await pick({ chooseMedia: succeed({ tempFiles: [{ ...file, width: 1080, height: 1920 }] }) })
    expect(result).toMatchObject({ videos: [{ side: 1920 }] })
  })

  it.each([
    [
      { size: '5', duration: '3.2' },
      { size: 5, duration: 3.2 },
    ],
    [
      { size: Number.NaN, duration: Number.NaN },
      { size: 0, duration: 0 },
    ],
    [
      { size: undefined, duration: undefined, thumbTempFilePath: undefined },
      { size: 0, duration: 0, thumbPath: '' },
    ],
    [
      { size: 'large', duration: '', thumbTempFilePath: 7 },
      { size: 0, duration: 0, thumbPath: '' },
    ],
  ])('makes numbers and texts of what comes: %o', async (given, expected) => {
    const { result } = await pick({ chooseMedia: succeed({ tempFiles: [{ ...file, ...given }] }) })
    expect(result).toMatchObject({ videos: [{ path: 'wxfile://tmp_1.mp4', ...expected }] })
  })

  it.each([undefined, {}, { tempFiles: 'x' }, { tempFiles: [] }, { tempFiles: [null, {}, { tempFilePath: '' }] }])(
    'says that it failed where it gives nothing: %j',
    async (given) => {
      expect((await pick({ chooseMedia: succeed(given) })).result).toEqual({ reason: 'failed' })
    },
  )

  it.each([
    [{ errMsg: 'chooseMedia:fail cancel' }, 'canceled'],
    [{ errMsg: 'chooseMedia:fail 取消' }, 'canceled'],
    [{ errMsg: 'chooseMedia:fail api scope is not declared in the privacy agreement', errno: 112 }, 'undeclared'],
    [{ errMsg: 'chooseMedia:fail api scope is not declared in the privacy agreement' }, 'undeclared'],
    [{ errno: 112 }, 'undeclared'],
    [{ errMsg: 'chooseMedia:fail privacy permission is not authorized', errno: 104 }, 'refused'],
    [{ errMsg: 'chooseMedia:fail auth deny' }, 'refused'],
    [{ errMsg: 'chooseMedia:fail 用户拒绝授权' }, 'refused'],
  ])('tells %j as %s, and asks no other way', async (failure, reason) => {
    const { result, asked } = await pick({ chooseMedia: fail(failure), chooseVideo: chosen, chooseMessageFile: chosen })
    expect(result).toEqual({ reason })
    expect(asked).toHaveLength(1)
  })
})

describe('where chooseMedia does not work', () => {
  const older = succeed({ ...file, thumbTempFilePath: undefined })

  it.each([
    ['fails', { chooseMedia: broken }],
    ['fails with nothing', { chooseMedia: fail() }],
    [
      'throws',
      {
        chooseMedia: () => {
          throw new TypeError('no')
        },
      },
    ],
    ['is not there', {}],
  ])('takes chooseVideo: it %s', async (_, answers) => {
    const { result, asked } = await pick({ ...answers, chooseVideo: older })
    expect(result).toMatchObject({ videos: [{ path: 'wxfile://tmp_1.mp4', thumbPath: '', size: 5 }] })
    expect(asked.at(-1)?.option).toMatchObject({ compressed: false, sourceType: ['album', 'camera'] })
  })

  it('takes a file of a chat, at last', async () => {
    const chat = succeed({ tempFiles: [{ path: 'wxfile://a.mp4', name: 'a.mp4', size: 5, type: 'video' }] })
    const { result } = await pick({ chooseMedia: broken, chooseVideo: broken, chooseMessageFile: chat })
    expect(result).toMatchObject({ videos: [{ path: 'wxfile://a.mp4', title: 'a' }] })
  })

  it('fails where nothing works', async () => {
    expect((await pick({})).result).toEqual({ reason: 'failed' })
    expect((await pick({ chooseMedia: broken, chooseVideo: fail(), chooseMessageFile: fail({}) })).result).toEqual({
      reason: 'failed',
    })
  })
})

describe('choosing from a chat', () => {
  const from = (...tempFiles: unknown[]) => pick({ chooseMessageFile: succeed({ tempFiles }) }, { source: 'chat' })

  it('takes videos, and files that are videos, under the names that they have there', async () => {
    const { result, asked } = await from(
      { path: 'wxfile://tmp_1', name: '', size: 5, type: 'video' },
      { path: 'wxfile://tmp_2.mp4', name: ' 会议录像 🏖.MP4', size: '6', type: 'file' },
      { path: 'wxfile://tmp_3.mov', name: 7, type: 'file' },
    )
    expect(asked[0]).toMatchObject({ name: 'chooseMessageFile', option: { count: 9, type: 'all' } })
    expect(result).toEqual({
      others: 0,
      videos: [
        { path: 'wxfile://tmp_1', title: 'Video 01-02 03:04', thumbPath: '', size: 5, duration: 0 },
        {
          path: 'wxfile://tmp_2.mp4',
          title: '会议录像',
          fileName: '会议录像 .MP4',
          thumbPath: '',
          size: 6,
          duration: 0,
        },
        { path: 'wxfile://tmp_3.mov', title: 'Video 01-02 03:04 (2)', thumbPath: '', size: 0, duration: 0 },
      ],
    })
  })

  it('counts what is no video', async () => {
    const mxf = { path: 'wxfile://tmp_3', name: 'a.mxf', type: 'file' }
    const { result } = await from({ path: 'a.pdf', name: 'a.pdf', type: 'file' }, { path: 'b.jpg', type: 'image' }, mxf)
    expect(result).toEqual({ videos: [], others: 3 })
  })

  it('makes a title that VOD takes of the longest name', async () => {
    const { result } = await from({ path: 'a.mp4', name: `${'长'.repeat(200)}.mp4`, type: 'file' })
    expect(result).toMatchObject({ videos: [{ title: '长'.repeat(128) }] })
  })
})

describe('a call that never calls back', () => {
  it('is told after a while, and what comes later still counts', async () => {
    const onSilence = vi.fn()
    let answer: (() => void) | undefined
    const picking = pick(
      {
        chooseMedia: (option) => {
          answer = () => chosen(option)
        },
      },
      { onSilence },
    )
    await vi.advanceTimersByTimeAsync(7_999)
    expect(onSilence).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(onSilence).toHaveBeenCalledOnce()
    answer?.()
    expect((await picking).result).toMatchObject({ videos: [{ size: 5 }] })
  })

  it('is not told where somebody has chosen', async () => {
    const onSilence = vi.fn()
    await pick({ chooseMedia: chosen }, { onSilence })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(onSilence).not.toHaveBeenCalled()
  })

  it('is given up in the end', async () => {
    const picking = pick({ chooseMedia: () => undefined, chooseVideo: chosen })
    await vi.advanceTimersByTimeAsync(30 * 60_000)
    expect((await picking).result).toEqual({ reason: 'canceled' })
  })
})
