import { describe, expect, it } from 'vitest'
import { type QueueChange, UploadQueue } from './upload-queue'
import type { UploadEvents, UploadFile, UploadTask } from './upload-task'

/** An uploader whose tasks end when the test says so. */
function fakeUploader() {
  const tasks: {
    file: UploadFile
    events: UploadEvents
    canceled: boolean
    succeed(): void
    fail(error: Error): void
  }[] = []
  const upload = (file: UploadFile, events: UploadEvents = {}) => {
    let settle: { resolve(value: { videoId: string; size: number }): void; reject(error: Error): void }
    const result = new Promise<{ videoId: string; size: number }>((resolve, reject) => {
      settle = { resolve, reject }
    })
    const task = {
      result,
      state: 'uploading',
      cancel() {
        // Replaced below, where the entry is known.
      },
    }
    const entry = {
      file,
      events,
      canceled: false,
      succeed: () => settle.resolve({ videoId: `v-${file.path}`, size: 1 }),
      fail: (error: Error) => {
        task.state = 'error'
        settle.reject(error)
      },
    }
    task.cancel = () => {
      entry.canceled = true
      task.state = 'canceled'
      settle.reject(new Error('canceled'))
    }
    tasks.push(entry)
    return task as unknown as UploadTask
  }
  return { uploader: { upload }, tasks }
}

function setUp(files: string[]) {
  const { uploader, tasks } = fakeUploader()
  const queue = new UploadQueue(uploader)
  const ids = files.map((path) => queue.add({ path, title: path }).id)
  const states = () => queue.items.map(({ state }) => state)
  return { queue, tasks, ids, states }
}

/** Lets the queue see what its promises brought. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('UploadQueue', () => {
  it('starts nothing by itself', () => {
    const { tasks, states } = setUp(['a', 'b'])
    expect(tasks).toHaveLength(0)
    expect(states()).toEqual(['waiting', 'waiting'])
  })

  it('keeps two files under way, in the order of adding', async () => {
    const { queue, tasks, ids } = setUp(['a', 'b', 'c', 'd'])
    for (const id of ids) queue.start(id)
    expect(tasks.map(({ file }) => file.path)).toEqual(['a', 'b'])
    tasks[1]?.succeed()
    await settled()
    expect(tasks.map(({ file }) => file.path)).toEqual(['a', 'b', 'c'])
    expect(queue.items.map(({ state, videoId }) => [state, videoId])).toEqual([
      ['waiting', undefined],
      ['success', 'v-b'],
      ['waiting', undefined],
      ['waiting', undefined],
    ])
  })

  it('goes on after a failure, and lets the file be tried again', async () => {
    const { queue, tasks, ids, states } = setUp(['a', 'b', 'c'])
    for (const id of ids) queue.start(id)
    const error = new Error('no network')
    tasks[0]?.fail(error)
    await settled()
    expect(tasks.map(({ file }) => file.path)).toEqual(['a', 'b', 'c'])
    expect(queue.items[0]).toMatchObject({ state: 'error', error })
    queue.start(ids[0] as string)
    tasks[1]?.succeed()
    await settled()
    expect(tasks.map(({ file }) => file.path)).toEqual(['a', 'b', 'c', 'a'])
    tasks[2]?.succeed()
    tasks[3]?.succeed()
    await settled()
    expect(states()).toEqual(['success', 'success', 'success'])
  })

  it('starts a file once, however often it is told to', async () => {
    const { queue, tasks, ids } = setUp(['a'])
    for (let i = 0; i < 3; i++) queue.start(ids[0] as string)
    tasks[0]?.succeed()
    await settled()
    queue.start(ids[0] as string)
    expect(tasks).toHaveLength(1)
  })

  it('cancels what is removed, says so once, and gives its place to the next', async () => {
    const { queue, tasks, ids, states } = setUp(['a', 'b', 'c'])
    const changes: [string, QueueChange][] = []
    for (const id of ids) queue.start(id)
    queue.subscribe(({ file }, change) => changes.push([file.path, change]))
    queue.remove(ids[0] as string)
    await settled()
    expect(tasks[0]?.canceled).toBe(true)
    expect(tasks.map(({ file }) => file.path)).toEqual(['a', 'b', 'c'])
    expect(states()).toEqual(['waiting', 'waiting'])
    expect(changes).toEqual([['a', 'removed']])
  })

  it('passes on states and progress', () => {
    const { queue, tasks, ids, states } = setUp(['a'])
    queue.start(ids[0] as string)
    tasks[0]?.events.onState?.('checking')
    expect(states()).toEqual(['checking'])
    const progress = { uploadedBytes: 1, totalBytes: 2, percent: 50, bytesPerSecond: 1, secondsLeft: 1 }
    tasks[0]?.events.onState?.('uploading')
    tasks[0]?.events.onProgress?.(progress)
    expect(queue.items[0]).toMatchObject({ state: 'uploading', progress })
  })

  it('renames what is not under way', () => {
    const { queue, tasks, ids } = setUp(['a', 'b', 'c'])
    queue.rename(ids[0] as string, 'new')
    queue.start(ids[0] as string)
    queue.rename(ids[0] as string, 'too late')
    expect(tasks[0]?.file).toEqual({ path: 'a', title: 'new' })
    expect(queue.items[0]?.file.title).toBe('new')
  })

  it('tells nobody who has left', () => {
    const { queue } = setUp([])
    let told = 0
    queue.subscribe(() => told++)()
    queue.add({ path: 'a' })
    expect(told).toBe(0)
  })
})
