import { describe, expect, it, vi } from 'vitest'
import type { UploadSnapshot, UploadTask } from '../uploader/index'
import type { PickedVideo } from './picked-video'
import { followDetails, notifyOf, sayOf } from './tell-details'

type Snapshot = UploadSnapshot<PickedVideo>
type Listener = (snapshot: Snapshot, change: 'added' | 'changed' | 'removed') => void

/** A queue of one upload, as far as it is needed here. */
function setup(file: Partial<PickedVideo> = {}) {
  const listeners: Listener[] = []
  let renames = true
  let snapshot = {
    id: '1',
    file: { path: 'p', title: 'Old', thumbPath: '', size: 5, duration: 1, ...file },
    videoId: undefined,
  } as unknown as Snapshot
  const change = (changes: Partial<Snapshot>) => {
    snapshot = { ...snapshot, ...changes }
    for (const listener of listeners) listener(snapshot, 'changed')
  }
  const task = {
    get snapshot() {
      return snapshot
    },
    rename(title: string) {
      if (renames) task.edit({ title })
      return renames
    },
    edit: (changes: Partial<PickedVideo>) => change({ file: { ...snapshot.file, ...changes } }),
  } as UploadTask<PickedVideo>
  const subscribe = (listener: Listener) => {
    listeners.push(listener)
    return () => undefined
  }
  const uploader = { subscribe, get: () => task }
  const outbox = { tell: vi.fn() }
  followDetails(uploader as never, outbox)
  return {
    task,
    outbox,
    change,
    begin: () => {
      renames = false
    },
  }
}

describe('what the user says of a video', () => {
  it('before it is made is told once, when it has been', () => {
    const { task, outbox, change, begin } = setup()
    sayOf(task, { title: 'New', description: 'D', tags: ['a'], categoryId: '7', coverPath: 'c.jpg' }, outbox)
    notifyOf(task, outbox)
    begin()
    change({ videoId: 'v' })
    change({ state: 'uploading' })
    // VOD has the title from the start.
    expect(outbox.tell.mock.calls).toEqual([
      ['v', { description: 'D', tags: ['a'], categoryId: '7', coverPath: 'c.jpg', notify: true }],
    ])
  })

  it('is nothing to be told of where nothing was said', () => {
    const { outbox, change } = setup()
    change({ videoId: 'v' })
    expect(outbox.tell).not.toHaveBeenCalled()
  })

  it('while it is made is told afterwards, its title too', () => {
    const { task, outbox, change, begin } = setup()
    begin()
    sayOf(task, { title: 'New' }, outbox)
    expect(outbox.tell).not.toHaveBeenCalled()
    change({ videoId: 'v' })
    expect(outbox.tell.mock.calls).toEqual([['v', { title: 'New' }]])
  })

  it('while it is uploaded is told at once, also that there is nothing any more', () => {
    const { task, outbox, change, begin } = setup({ description: 'D' })
    begin()
    change({ videoId: 'v' })
    sayOf(task, { title: 'New', description: '', categoryId: null }, outbox)
    notifyOf(task, outbox)
    expect(outbox.tell.mock.calls).toEqual([
      ['v', { description: 'D' }],
      ['v', { description: '', categoryId: null, title: 'New' }],
      ['v', { notify: true }],
    ])
    expect(task.snapshot.file).toMatchObject({ title: 'New', description: '' })
  })

  it('is told of the new video where the first is gone', () => {
    const { task, outbox, change } = setup({ description: 'D' })
    change({ videoId: 'v' })
    change({ videoId: undefined })
    change({ videoId: 'w' })
    expect(outbox.tell.mock.calls.map(([id]) => id)).toEqual(['v', 'w'])
    expect(task.snapshot.file.toldFor).toBe('w')
  })
})
