import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'
import { Deletions, UNDO_MS } from './deletions'
import { UserSpace } from './user-space'

function app() {
  const kept = new Map<string, unknown>()
  const sent: string[] = []
  const failures: Error[] = []
  const wx = {
    getStorageSync: (key: string) => structuredClone(kept.get(key)) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  } as unknown as ConstructorParameters<typeof UserSpace>[0]
  const space = new UserSpace(wx, { loginFirst: false })
  const service = {
    async deleteVideo(videoId: string) {
      sent.push(videoId)
      const failure = failures.shift()
      if (failure) throw failure
    },
  }
  const launch = () => {
    const deletions = new Deletions({
      ...{ service, space },
      setTimer(callback, ms) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
    })
    const heard: string[] = []
    deletions.subscribe((videoId, change) => heard.push(`${videoId} ${change}`))
    return Object.assign(deletions, { heard })
  }
  return { sent, failures, space, launch, deletions: launch(), kept }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a deletion', () => {
  it('is sent when the time to take it back is over', async () => {
    const { deletions, sent } = app()
    deletions.ask('v')
    expect(deletions.has('v')).toBe(true)
    await settle(UNDO_MS - 1)
    expect(sent).toEqual([])
    await settle(1)
    expect([sent, deletions.has('v'), deletions.heard]).toEqual([['v'], false, ['v asked', 'v deleted']])
  })

  it('is never sent when it is taken back', async () => {
    const { deletions, sent } = app()
    deletions.ask('v')
    await settle(UNDO_MS - 1)
    expect(deletions.undo('v')).toBe(true)
    await settle(60_000)
    expect([sent, deletions.has('v'), deletions.heard]).toEqual([[], false, ['v asked', 'v kept']])
    expect(deletions.undo('v')).toBe(false)
  })

  it('is sent at once when its user leaves, and cannot be taken back then', async () => {
    const { deletions, sent } = app()
    deletions.ask('v')
    deletions.commit()
    expect(deletions.undo('v')).toBe(false)
    await settle()
    expect(sent).toEqual(['v'])
  })

  it('survives the app, and is done at its next launch', async () => {
    const { deletions, launch, sent, space, kept } = app()
    deletions.ask('v')
    // The app is killed: its timer never comes.
    vi.clearAllTimers()
    const next = launch()
    expect(next.has('v')).toBe(true)
    next.start()
    await settle()
    expect([sent, next.has('v'), space.get('deletions')]).toEqual([['v'], false, kept.get('deletions')])
  })

  it('is tried again until it has arrived', async () => {
    const { deletions, sent, failures } = app()
    failures.push(new UploadError('network_failed', 'x'), new ServiceError('vod_throttled', 'x', { status: 503 }))
    deletions.ask('v')
    deletions.commit()
    await settle()
    expect([sent.length, deletions.has('v')]).toEqual([1, true])
    await settle(2000)
    await settle(5000)
    expect([sent.length, deletions.has('v'), deletions.heard.at(-1)]).toEqual([3, false, 'v deleted'])
  })

  it('is done where the video is gone already, and undone where the service refuses it', async () => {
    const { deletions, failures } = app()
    failures.push(new ServiceError('video_not_found', 'x', { status: 404 }))
    deletions.ask('v')
    deletions.commit()
    await settle()
    failures.push(new ServiceError('invalid_request', 'x', { status: 400 }))
    deletions.ask('w')
    deletions.commit()
    await settle()
    expect(deletions.heard).toEqual(['v asked', 'v deleted', 'w asked', 'w kept'])
    expect(deletions.has('w')).toBe(false)
  })

  it('of one makes that of the one before final', async () => {
    const { deletions, sent } = app()
    deletions.ask('v')
    deletions.ask('w')
    await settle()
    expect(sent).toEqual(['v'])
    await settle(UNDO_MS)
    expect(sent).toEqual(['v', 'w'])
  })

  it('of one user is not done by another, but when that user is back', async () => {
    const { deletions, sent, space } = app()
    space.enter('a'.repeat(16))
    deletions.ask('of-a')
    space.enter('b'.repeat(16))
    await settle(60_000)
    expect([sent, deletions.has('of-a')]).toEqual([[], false])
    space.enter('a'.repeat(16))
    await settle()
    expect(sent).toEqual(['of-a'])
  })
})
