import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServiceError } from '../service/service-error'
import type { CloudVideo } from '../service/videos'
import { type UploadChange, UploadError, type UploadSnapshot } from '../uploader/index'
import { Deletions } from './deletions'
import { MyVideos } from './my-videos'
import type { PickedVideo } from './picked-video'
import { UserSpace } from './user-space'
import type { VideoRecord } from './video-history'

type Snapshot = UploadSnapshot<PickedVideo>

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)
const NOW = Date.UTC(2026, 0, 10)

const video = (videoId: string, status = 'Normal', more: Partial<CloudVideo> = {}): CloudVideo => ({
  ...{ videoId, title: `Title ${videoId}`, description: '', tags: [], categoryId: '', size: 5, status, reason: '' },
  ...{ coverUrl: '', duration: 0, createdAt: NOW - 60_000, ...more },
})

const record = (videoId: string, uploadedAt: number): VideoRecord => ({
  ...{ videoId, title: `Local ${videoId}`, size: 1, duration: 2, path: 'p', thumbPath: 't', uploadedAt },
})

const upload = (id: string, state: Snapshot['state'], videoId?: string): Snapshot => ({
  ...{ id, state, videoId, started: true, pausedBy: undefined, progress: undefined, error: undefined },
  ...{ retrying: undefined, notice: undefined },
  file: { path: `tmp/${id}`, title: `Upload ${id}`, thumbPath: '', size: 9, duration: 0 },
})

const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

/** A phone, and a service whose list is `cloud`, in pages of `page`. */
function app(kept = new Map<string, unknown>()) {
  const world = {
    cloud: [] as CloudVideo[],
    page: 20,
    failure: undefined as Error | undefined,
    uploads: [] as Snapshot[],
    records: [] as VideoRecord[],
    asked: [] as string[],
    deleted: [] as string[],
    titles: new Map<string, string>(),
  }
  const wx = {
    getStorageSync: (key: string) => structuredClone(kept.get(key)) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  } as unknown as ConstructorParameters<typeof UserSpace>[0]
  const space = new UserSpace(wx, { loginFirst: false })
  const ask = (what: string) => {
    world.asked.push(what)
    if (world.failure) throw world.failure
  }
  const service = {
    async listVideos(cursor = '0') {
      ask(`list ${cursor}`)
      const from = Number(cursor)
      const videos = world.cloud.slice(from, from + world.page)
      const next = from + world.page
      return { videos, nextCursor: next < world.cloud.length ? String(next) : undefined }
    },
    async getVideo(videoId: string) {
      ask(`get ${videoId}`)
      const found = world.cloud.find((one) => one.videoId === videoId)
      if (!found) throw new ServiceError('video_not_found', 'x', { status: 404 })
      return found
    },
    async deleteVideo(videoId: string) {
      world.deleted.push(videoId)
    },
  }
  let changeNetwork: (() => void) | undefined
  const isListening = () => changeNetwork !== undefined
  let tell: (snapshot: Snapshot, change: UploadChange) => void = () => undefined
  const uploader = {
    get tasks() {
      return world.uploads.map((snapshot) => ({ snapshot }))
    },
    subscribe(listener: typeof tell) {
      tell = listener
      return () => undefined
    },
    offline: false,
    onConditions(listener: () => void) {
      changeNetwork = listener
      return () => {
        changeNetwork = undefined
      }
    },
  }
  const setOffline = (offline: boolean) => {
    uploader.offline = offline
    changeNetwork?.()
  }
  const deletions = new Deletions({ service, space, setTimer })
  const details = {
    of: (videoId: string) => (world.titles.has(videoId) ? { title: world.titles.get(videoId) as string } : undefined),
    subscribe: () => () => undefined,
  }
  const launch = () =>
    new MyVideos({
      ...{ service, space, deletions, details, setTimer, now: () => Date.now() },
      uploader: uploader as never,
      history: { list: () => world.records },
    })
  const videos = launch()
  const rows = (of = videos) => of.list.map(({ id, kind }) => `${id} ${kind}`)
  return {
    world,
    videos,
    launch,
    rows,
    space,
    deletions,
    ...{ setOffline, isListening },
    tell: (...change: Parameters<typeof tell>) => tell(...change),
  }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers({ now: NOW }))
afterEach(() => void vi.useRealTimers())

describe('what My videos lists', () => {
  it.each([
    ['Uploading', 'elsewhere'],
    ['UploadFail', 'failed'],
    ['UploadSucc', 'processing'],
    ['Transcoding', 'processing'],
    ['TranscodeFail', 'failed'],
    ['Checking', 'review'],
    ['Blocked', 'blocked'],
    ['Normal', 'ready'],
    ['ProduceFail', 'failed'],
    ['Deleted', 'deleted'],
    ['SomethingNew', 'processing'],
  ])('is %s: %s', async (status, kind) => {
    const { world, videos, rows } = app()
    world.cloud = [video('v', status)]
    await videos.refresh()
    expect(rows()).toEqual([`v ${kind}`])
  })

  it('is an upload that has begun a day ago, and was never finished', async () => {
    const { world, videos, rows } = app()
    world.cloud = [video('v', 'Uploading', { createdAt: NOW - 25 * 3_600_000 })]
    await videos.refresh()
    expect(rows()).toEqual(['v unfinished'])
  })

  it('is what this phone is uploading, each once, before what the service lists', async () => {
    const { world, videos, rows } = app()
    world.cloud = [video('v2', 'Uploading'), video('v1')]
    world.uploads = [
      upload('a', 'uploading', 'v2'),
      upload('b', 'checking'),
      upload('c', 'error'),
      { ...upload('d', 'waiting'), started: false },
      upload('e', 'canceled', 'v9'),
    ]
    await videos.refresh()
    expect(rows()).toEqual(['c failed', 'b uploading', 'v2 uploading', 'v1 ready'])
    expect(videos.list[2]?.upload?.id).toBe('a')
  })

  it('is what this phone has just uploaded, until the service lists it', async () => {
    const { world, videos, rows } = app()
    await videos.refresh()
    world.records = [record('v', NOW + 1)]
    expect(rows()).toEqual(['v processing'])
    world.cloud = [video('v', 'UploadSucc')]
    await settle(10)
    await videos.refresh()
    expect(rows()).toEqual(['v processing'])
    expect(videos.list[0]?.record?.path).toBe('p')
  })

  it('is not what this phone remembers and the service has deleted', async () => {
    const { world, videos, rows } = app()
    world.records = [record('gone', NOW - 1000), record('v', NOW - 2000)]
    world.cloud = [video('v')]
    expect(rows()).toEqual(['gone local', 'v local'])
    await videos.refresh()
    expect(rows()).toEqual(['v ready'])
  })

  it('has the title that its user has given since', async () => {
    const { world, videos } = app()
    world.cloud = [video('v')]
    world.titles.set('v', 'Sea')
    await videos.refresh()
    expect(videos.list[0]?.title).toBe('Sea')
  })

  it('is not an upload that its user has stopped, also after a launch; but what has arrived all the same is', async () => {
    const { world, videos, rows, tell, launch } = app()
    world.cloud = [video('v', 'Uploading')]
    await videos.refresh()
    tell(upload('a', 'canceled', 'v'), 'changed')
    expect(rows()).toEqual([])
    const later = launch()
    await later.refresh()
    expect(rows(later)).toEqual([])
    world.cloud = [video('v', 'Normal')]
    await later.refresh()
    expect(rows(later)).toEqual(['v ready'])
  })

  it('is not what its user is deleting, and is it again where that is taken back', async () => {
    const { world, videos, rows, deletions } = app()
    world.cloud = [video('v'), video('w')]
    await videos.refresh()
    deletions.ask('v')
    expect(rows()).toEqual(['w ready'])
    deletions.undo('v')
    expect(rows()).toEqual(['v ready', 'w ready'])
    deletions.ask('v')
    await settle(5000)
    expect([rows(), world.deleted]).toEqual([['w ready'], ['v']])
  })
})

describe('My videos', () => {
  it('is there offline as it was seen last, and says since when', async () => {
    const { world, videos, rows, launch } = app()
    world.cloud = [video('v')]
    await videos.refresh()
    world.failure = new UploadError('network_failed', 'x')
    await settle(60_000)
    const next = launch()
    expect(rows(next)).toEqual(['v ready'])
    await next.refresh()
    expect([rows(next), next.asOf]).toEqual([['v ready'], NOW])
    expect(next.failure).toMatchObject({ code: 'network_failed' })
    world.failure = undefined
    await next.refresh()
    expect([next.failure, next.asOf]).toEqual([undefined, NOW + 60_000])
  })

  it('keeps up by itself while it is looked at and something is in motion, and no longer', async () => {
    const { world, videos, rows } = app()
    world.cloud = [video('v', 'Transcoding')]
    const end = videos.watch()
    await settle(2000)
    world.cloud = [video('v', 'Checking')]
    await settle(3000)
    expect(rows()).toEqual(['v review'])
    world.cloud = [video('v', 'Blocked', { reason: 'x' })]
    await settle(3000)
    expect(rows()).toEqual(['v blocked'])
    const asked = world.asked.length
    await settle(600_000)
    expect(world.asked).toHaveLength(asked)
    end()
  })

  it('asks less and less often while nothing changes, and never behind anyone’s back', async () => {
    const { world, videos } = app()
    world.cloud = [video('v', 'Transcoding')]
    const end = videos.watch()
    await settle(600_000)
    const lists = world.asked.filter((what) => what === 'list 0').length
    expect(lists).toBeGreaterThan(10)
    expect(lists).toBeLessThan(20)
    end()
    const asked = world.asked.length
    await settle(600_000)
    expect(world.asked).toHaveLength(asked)
  })

  it('goes on asking while it is offline and looked at', async () => {
    const { world, videos, rows } = app()
    world.failure = new UploadError('network_failed', 'x')
    const end = videos.watch()
    await settle(1000)
    world.failure = undefined
    world.cloud = [video('v')]
    await settle(10_000)
    expect([rows(), videos.failure]).toEqual([['v ready'], undefined])
    end()
  })

  it('listens to the network while it is looked at alone, and asks at once when that is back', async () => {
    const { world, videos, setOffline, isListening } = app()
    await videos.refresh()
    expect(isListening()).toBe(false)
    const end = videos.watch()
    const heard = vi.fn()
    videos.subscribe(heard)
    setOffline(true)
    expect(heard).toHaveBeenCalledWith(false)
    const before = world.asked.length
    setOffline(false)
    await settle()
    expect(world.asked).toHaveLength(before + 1)
    end()
    expect(isListening()).toBe(false)
  })

  it('asks VOD, by the service, what has become of each that is in motion; three a round', async () => {
    const { world, videos } = app()
    world.cloud = ['1', '2', '3', '4'].map((id) => video(id, 'UploadSucc'))
    const end = videos.watch()
    await settle(2000)
    expect(world.asked.filter((what) => what.startsWith('get'))).toEqual(['get 1', 'get 2', 'get 3'])
    end()
  })

  it('has one more page when that is needed, and does not ask for it twice', async () => {
    const { world, videos, rows } = app()
    world.cloud = Array.from({ length: 45 }, (_, i) => video(`v${i}`, 'Normal', { createdAt: NOW - i }))
    await videos.refresh()
    expect([rows().length, videos.more]).toEqual([20, 'there'])
    await videos.need(20)
    await Promise.all([videos.need(21), videos.need(21)])
    expect(rows()).toHaveLength(40)
    await videos.need(41)
    expect([rows().length, videos.more]).toEqual([45, 'none'])
    await videos.need(1000)
    expect(world.asked).toEqual(['list 0', 'list 20', 'list 40'])
  })

  it('says that there is more where it cannot be had, and asks again when the user does', async () => {
    const { world, videos, rows } = app()
    world.cloud = Array.from({ length: 25 }, (_, i) => video(`v${i}`, 'Normal', { createdAt: NOW - i }))
    await videos.refresh()
    world.failure = new UploadError('network_failed', 'x')
    await videos.need(21)
    expect(videos.more).toBe('failed')
    await videos.need(21)
    expect(world.asked).toHaveLength(2)
    world.failure = undefined
    await videos.need(21, true)
    expect([rows().length, videos.more]).toEqual([25, 'none'])
  })

  it('is never that of another user', async () => {
    const { world, videos, rows, space, launch } = app()
    space.enter(A)
    world.cloud = [video('of-a')]
    await videos.refresh()
    expect(rows()).toEqual(['of-a ready'])
    world.cloud = [video('of-b')]
    space.enter(B)
    expect(rows()).toEqual([])
    await videos.refresh()
    expect(rows()).toEqual(['of-b ready'])
    expect(rows(launch())).toEqual(['of-b ready'])
    space.enter(A)
    expect(rows()).toEqual(['of-a ready'])
  })

  it('drops an answer for the former user that comes when another one has logged in', async () => {
    const { world, videos, rows, space } = app()
    space.enter(A)
    world.cloud = [video('of-a')]
    const end = videos.watch()
    const late = videos.refresh()
    world.cloud = [video('of-b')]
    space.enter(B)
    await late
    await settle()
    expect(rows()).toEqual(['of-b ready'])
    end()
  })
})
