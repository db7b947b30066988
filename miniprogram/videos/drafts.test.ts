import { beforeEach, describe, expect, it } from 'vitest'
import { createUploader, UploadError } from '../uploader/index'
import { Drafts } from './drafts'
import type { PickedVideo } from './picked-video'

const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const video = (name: string): PickedVideo => ({ path: name, title: name, thumbPath: '', size: 5, duration: 1 })

/** What outlives the app. */
const stored = new Map<string, string>()
const there = new Set<string>()

/** A life of the app, with the space of its user. */
function launch() {
  const files = {
    open: async (path: string) => {
      if (!there.has(path)) throw new UploadError('file_missing', 'gone')
      return {
        size: 5,
        read: async (_: number, length: number) => new ArrayBuffer(length),
        close: async () => undefined,
      }
    },
  }
  const uploader = createUploader<PickedVideo>({
    ports: {
      now: () => 1,
      random: Math.random,
      setTimer,
      files,
      http: { send: () => ({ response: new Promise(() => undefined), abort: () => undefined }) },
    },
    getAuth: () => new Promise(() => undefined),
  })
  const leaving: (() => void)[] = []
  let user = 'first'
  const space = {
    open: true,
    get: (key: string) => JSON.parse(stored.get(user + key) ?? 'null') ?? undefined,
    set: (key: string, value: unknown) => stored.set(user + key, JSON.stringify(value)),
    onLeave: (listener: () => void) => leaving.push(listener),
  }
  const drafts = new Drafts({ uploader, space, files, setTimer })
  drafts.restore()
  const become = (other: string) => {
    for (const leave of leaving) leave()
    uploader.release()
    user = other
    drafts.restore()
  }
  return { uploader, become, titles: () => uploader.tasks.map(({ snapshot }) => snapshot.file.title) }
}

beforeEach(() => {
  stored.clear()
  there.clear()
  for (const name of ['a', 'b', 'c']) there.add(name)
})

describe('what was picked and not started', () => {
  it('is there again after the app was closed, in its order, with what was said of it, and does not start', async () => {
    const { uploader } = launch()
    for (const name of ['a', 'b', 'c']) uploader.add(video(name))
    uploader.tasks[1]?.rename('海边')
    uploader.tasks[1]?.edit({ tags: ['夏天'] })
    uploader.move(uploader.tasks[2]?.id ?? '', 0)
    const next = launch()
    await settled()
    expect(next.titles()).toEqual(['c', 'a', '海边'])
    expect(next.uploader.tasks[2]?.snapshot).toMatchObject({ started: false, file: { tags: ['夏天'], path: 'b' } })
  })

  it('is kept no more once it is started or removed', () => {
    const { uploader } = launch()
    for (const name of ['a', 'b', 'c']) uploader.add(video(name))
    uploader.tasks[0]?.start()
    uploader.remove(uploader.tasks[1]?.id ?? '')
    expect(launch().titles()).toEqual(['c'])
  })

  it('says so where its file is gone', async () => {
    launch().uploader.add(video('a'))
    there.delete('a')
    const { uploader } = launch()
    await settled()
    expect(uploader.tasks[0]?.snapshot.file.lost).toBe(true)
    there.add('a')
    const next = launch()
    await settled()
    expect(next.uploader.tasks[0]?.snapshot.file.lost).toBe(false)
  })

  it('is not shown to another user, and is there when its own comes back', () => {
    const app = launch()
    app.uploader.add(video('a'))
    app.become('second')
    expect(app.titles()).toEqual([])
    app.uploader.add(video('b'))
    app.become('first')
    expect(app.titles()).toEqual(['a'])
    app.become('second')
    expect(app.titles()).toEqual(['b'])
  })

  it.each(['null', '7', '{"drafts":7}', '{"drafts":[null,7,{},{"path":""}]}'])(
    'is nothing where what is stored is damaged: %s',
    (text) => {
      stored.set('firstdrafts', text)
      expect(launch().titles()).toEqual([])
    },
  )
})
