import { describe, expect, it, vi } from 'vitest'
import { VideoHistory, type VideoRecord } from './video-history'

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

  it('reads what another version has left as far as it can, and repairs it', () => {
    const half = { videoId: 'b', size: '5', duration: Number.NaN, uploadedAt: null }
    const kept = storage({ videos: { version: 2, videos: [record('a'), half, { title: 'no id' }, 7, null] } })
    expect(new VideoHistory(kept).list()).toEqual([
      record('a'),
      { videoId: 'b', title: 'b', size: 5, duration: 0, path: '', thumbPath: '', uploadedAt: 0 },
    ])
  })

  it('lacks something where the storage throws, and no more', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const throwing = () => {
      throw new Error('setStorageSync:fail')
    }
    const history = new VideoHistory({ getStorageSync: throwing, setStorageSync: throwing })
    history.add(record('a'))
    expect(history.list()).toEqual([])
    vi.restoreAllMocks()
  })

  it.each([
    ['nothing', undefined],
    ['junk', 7],
    ['junk for videos', { version: 1, videos: 'x' }],
  ])('is empty where the storage holds %s', (_, value) => {
    expect(new VideoHistory(storage({ videos: value })).list()).toEqual([])
  })
})
