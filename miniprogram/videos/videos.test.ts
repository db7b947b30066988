import { describe, expect, it } from 'vitest'
import { textsFor } from '../i18n/index'
import { pickVideos } from './pick-videos'
import { VideoHistory, type VideoRecord } from './video-history'

type ChooseOption = WechatMiniprogram.ChooseMediaOption

const NOW = new Date(2026, 0, 2, 3, 4).getTime()

function pick(answer: (option: ChooseOption) => void, { language = 'en', again = false } = {}) {
  let asked: ChooseOption | undefined
  const wx = {
    chooseMedia: (option: ChooseOption) => {
      asked = option
      answer(option)
    },
  } as unknown as Pick<WechatMiniprogram.Wx, 'chooseMedia'>
  return pickVideos(wx, textsFor(language), { now: NOW, again }).then((result) => ({ result, asked }))
}

const fail = (errMsg: string, errno?: number) => (option: ChooseOption) =>
  option.fail?.({ errMsg, errno } as unknown as Parameters<NonNullable<ChooseOption['fail']>>[0])

describe('pickVideos', () => {
  it('asks for up to nine original videos, from album or camera', async () => {
    const { asked } = await pick(fail('chooseMedia:fail cancel'))
    expect(asked).toMatchObject({
      count: 9,
      mediaType: ['video'],
      sourceType: ['album', 'camera'],
      sizeType: ['original'],
    })
  })

  it('asks for a single one of the album where a lost file is looked for', async () => {
    const { asked } = await pick(fail('chooseMedia:fail cancel'), { again: true })
    expect(asked).toMatchObject({ count: 1, sourceType: ['album'], sizeType: ['original'] })
  })

  it.each([
    ['en', ['Video 01-02 03:04', 'Video 01-02 03:04 (2)']],
    ['zh_CN', ['视频 01-02 03:04', '视频 01-02 03:04（2）']],
  ])('titles them by the time, in %s', async (language, titles) => {
    const file = { tempFilePath: 'wxfile://tmp_1.mp4', size: 5, duration: 3.2, thumbTempFilePath: 'wxfile://t.jpg' }
    const { result } = await pick((option) => option.success?.({ tempFiles: [file, file] } as never), { language })
    expect(result).toEqual({
      videos: titles.map((title) => ({
        path: 'wxfile://tmp_1.mp4',
        thumbPath: 'wxfile://t.jpg',
        size: 5,
        duration: 3.2,
        title,
      })),
    })
  })

  it.each([
    ['chooseMedia:fail cancel', undefined, 'canceled'],
    ['chooseMedia:fail api scope is not declared in the privacy agreement', 112, 'undeclared'],
    ['chooseMedia:fail api scope is not declared in the privacy agreement', undefined, 'undeclared'],
    ['chooseMedia:fail privacy permission is not authorized', 104, 'refused'],
    ['chooseMedia:fail auth deny', undefined, 'refused'],
    ['chooseMedia:fail system error', undefined, 'failed'],
  ])('tells "%s" (errno %s) as %s', async (errMsg, errno, reason) => {
    expect((await pick(fail(errMsg, errno))).result).toEqual({ reason })
  })
})

describe('VideoHistory', () => {
  const record = (videoId: string): VideoRecord => ({
    videoId,
    title: `Title ${videoId}`,
    size: 1,
    duration: 2,
    path: 'p',
    thumbPath: 't',
    uploadedAt: 3,
  })
  const storage = (initial: Record<string, unknown> = {}) => {
    const values = new Map(Object.entries(initial))
    return {
      getStorageSync: (key: string) => values.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => void values.set(key, structuredClone(value)),
    }
  }

  it('lists the newest first, each video once', () => {
    const history = new VideoHistory(storage())
    for (const id of ['a', 'b', 'a']) history.add(record(id))
    expect(history.list()).toEqual([record('a'), record('b')])
  })

  it('outlives the app', () => {
    const kept = storage()
    new VideoHistory(kept).add(record('a'))
    expect(new VideoHistory(kept).list()).toEqual([record('a')])
  })

  it('forgets the oldest beyond a hundred', () => {
    const history = new VideoHistory(storage())
    for (let i = 0; i < 105; i++) history.add(record(String(i)))
    expect(history.list()).toHaveLength(100)
    expect(history.list()[0]?.videoId).toBe('104')
    expect(history.list().at(-1)?.videoId).toBe('5')
  })

  it.each([
    ['nothing', undefined],
    ['another version', { version: 2, videos: [record('a')] }],
    ['junk', 7],
  ])('is empty where the storage holds %s', (_, value) => {
    expect(new VideoHistory(storage({ videos: value })).list()).toEqual([])
  })
})
