import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServiceError } from '../service/service-error'
import type { VideoChanges } from '../service/videos'
import { UploadError } from '../uploader/index'
import { UserSpace } from './user-space'
import { VideoDetails } from './video-details'

const refusal = (code: string, status: number) => new ServiceError(code, 'words', { status })
const offline = () => new UploadError('network_failed', 'x')

/** An app with a service that answers with these in turn: an error, or a success. */
function app(kept = new Map<string, unknown>()) {
  const sent: [string, VideoChanges][] = []
  const answers: (Error | undefined)[] = []
  const covers: (Error | undefined)[] = []
  const wx = {
    getStorageSync: (key: string) => structuredClone(kept.get(key)) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  } as unknown as ConstructorParameters<typeof UserSpace>[0]
  const space = new UserSpace(wx, { loginFirst: false })
  const launch = () =>
    new VideoDetails({
      service: {
        async changeVideo(videoId, changes) {
          sent.push([videoId, changes])
          const failure = answers.shift()
          if (failure) throw failure
          return { videoId, ...changes } as never
        },
      },
      async putCover(_, path) {
        const failure = covers.shift()
        if (failure) throw failure
        return `token of ${path}`
      },
      space,
      setTimer(callback, ms) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
    })
  return { kept, sent, answers, covers, space, details: launch(), launch }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what the user says of a video', () => {
  it('reaches the service at once, the words before the picture, and is forgotten then', async () => {
    const { details, sent, kept } = app()
    details.tell('v1', { title: 'Sea', tags: ['a'], notify: true, coverPath: 'tmp/1.jpg' })
    expect(details.of('v1')).toMatchObject({ title: 'Sea' })
    await settle()
    expect(sent).toEqual([
      ['v1', { title: 'Sea', tags: ['a'], notify: true }],
      ['v1', { cover: 'token of tmp/1.jpg' }],
    ])
    expect(details.of('v1')).toBeUndefined()
    expect(kept.get('details')).toMatchObject({ told: [] })
    await settle(3_600_000)
    expect(sent).toHaveLength(2)
  })

  it('is tried again, less and less often, until the network is back', async () => {
    const { details, sent, answers } = app()
    answers.push(offline(), refusal('vod_throttled', 503))
    details.tell('v1', { title: 'Sea' })
    await settle()
    expect(sent).toHaveLength(1)
    await settle(2000)
    await settle(4000)
    expect(sent).toHaveLength(2)
    await settle(1000)
    expect(sent).toHaveLength(3)
    expect(details.of('v1')).toBeUndefined()
  })

  it('survives the app', async () => {
    const { details, launch, sent, answers } = app()
    answers.push(offline())
    details.tell('v1', {
      title: 'Sea',
      description: 'two',
      categoryId: null,
      tags: ['a'],
      coverPath: 'p',
      notify: true,
    })
    await settle()
    const next = launch()
    next.start()
    await settle()
    expect(sent.slice(-2)).toEqual([
      ['v1', { title: 'Sea', description: 'two', categoryId: null, tags: ['a'], notify: true }],
      ['v1', { cover: 'token of p' }],
    ])
  })

  it('is given up where the service has refused it, and that is told', async () => {
    const { details, answers, sent } = app()
    const heard = vi.fn()
    details.subscribe(heard)
    answers.push(refusal('title_refused', 400))
    details.tell('v1', { title: '🏖', coverPath: 'p' })
    await settle()
    expect(heard.mock.calls).toEqual([
      ['v1', { refused: expect.objectContaining({ code: 'title_refused' }), of: { title: '🏖' } }],
      ['v1', { video: { videoId: 'v1', cover: 'token of p' } }],
    ])
    expect(sent).toHaveLength(2)
    expect(details.of('v1')).toBeUndefined()
  })

  it.each([
    ['is gone', new UploadError('file_missing', 'x')],
    ['VOD does not take', refusal('cover_unusable', 0)],
  ])('has no picture where that %s', async (_, failure) => {
    const { details, covers, sent } = app()
    covers.push(failure)
    details.tell('v1', { coverPath: 'p' })
    await settle(3_600_000)
    expect(sent).toEqual([])
    expect(details.of('v1')).toBeUndefined()
  })

  it('waits for a service that does not know the video yet, and not for ever', async () => {
    const { details, answers, sent } = app()
    answers.push(...Array.from({ length: 20 }, () => refusal('video_not_found', 404)))
    details.tell('v1', { title: 'Sea' })
    await settle(10_000)
    expect(details.of('v1')).toBeDefined()
    await settle(3_600_000)
    details.start()
    await settle(3_600_000)
    expect(details.of('v1')).toBeUndefined()
    expect(sent).toHaveLength(10)
  })

  it('counts as said last, also while it is being sent', async () => {
    const { details, sent } = app()
    details.tell('v1', { title: 'one', description: 'x' })
    details.tell('v1', { title: 'two' })
    await settle()
    await settle()
    expect(sent.at(-1)?.[1]).toMatchObject({ title: 'two' })
    expect(details.of('v1')).toBeUndefined()
  })

  it('is never sent for another user', async () => {
    const { details, sent, answers, space } = app()
    space.enter('a'.repeat(16))
    answers.push(offline())
    details.tell('of-a', { title: 'Sea' })
    await settle()
    space.enter('b'.repeat(16))
    await settle(3_600_000)
    expect(details.of('of-a')).toBeUndefined()
    expect(sent).toHaveLength(1)
    space.enter('a'.repeat(16))
    await settle()
    expect(sent).toHaveLength(2)
  })

  it.each([['junk'], [{ told: 'x' }], [{ told: [null, 7, { videoId: 'v' }, { details: { title: 'x' } }] }]])(
    'is nothing where the storage holds %j',
    async (value) => {
      const { details, sent } = app(new Map([['details', value]]))
      details.start()
      await settle(1000)
      expect(sent).toEqual([])
    },
  )
})
