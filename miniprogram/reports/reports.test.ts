import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServiceError } from '../service/service-error'
import type { ServiceReport } from '../service/token-service'
import { UploadError, type UploadSnapshot } from '../uploader/index'
import type { PickedVideo } from '../videos/picked-video'
import { realtimeLog } from './realtime-log'
import { Reports } from './reports'

type Listener = (snapshot: UploadSnapshot<PickedVideo>, change: 'added' | 'changed' | 'removed') => void

function setup({ wanted = true } = {}) {
  const listeners: Listener[] = []
  const log = vi.fn()
  const send = vi.fn((_: readonly ServiceReport[]) => Promise.resolve())
  const reports = new Reports({
    log,
    wanted: () => wanted,
    send,
    phone: { engine: 'multipart', platform: 'ios', library: '3.8.12', app: '1.2.0' },
    network: () => 'mobile',
    setTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    now: () => Date.UTC(2026, 0, 2),
  })
  reports.follow({
    subscribe(listener) {
      listeners.push(listener)
      return () => undefined
    },
  })
  const see = (changes: object, change: Parameters<Listener>[1] = 'changed') => {
    const file = { path: 'http://tmp/secret.mp4', title: 'Secret', thumbPath: '', size: 5, duration: 1 }
    const snapshot = { id: '1', file, state: 'waiting', ...changes } as unknown as UploadSnapshot<PickedVideo>
    for (const listener of listeners) listener(snapshot, change)
  }
  return { log, send, see }
}

const refused = new UploadError('vod_refused', 'secret words', {
  cloudCode: 'Forbidden.RAM',
  requestId: 'R-1',
  status: 403,
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a failure', () => {
  it('is in the log at once, and with the service in a while: by codes and ids, and nothing that is anybody’s', async () => {
    const { log, send, see } = setup()
    see({ state: 'uploading' })
    see({ state: 'error', error: refused })
    expect(log).toHaveBeenLastCalledWith('error', 'upload failed', {
      code: 'vod_refused',
      cloudCode: 'Forbidden.RAM',
      requestId: 'R-1',
    })
    await vi.advanceTimersByTimeAsync(30_000)
    expect(send.mock.calls).toEqual([
      [
        [
          {
            ...{ code: 'vod_refused', cloudCode: 'Forbidden.RAM', requestId: 'R-1', at: '2026-01-02T00:00:00.000Z' },
            ...{ engine: 'multipart', platform: 'ios', library: '3.8.12', app: '1.2.0', network: 'mobile' },
          },
        ],
      ],
    ])
    expect(JSON.stringify([log.mock.calls, send.mock.calls])).not.toMatch(/secret/i)
  })

  it.each([
    [
      new UploadError('credentials_failed', 'x', {
        cause: new ServiceError('role_not_assumable', 'y', { status: 500 }),
      }),
      { code: 'role_not_assumable' },
    ],
    [new TypeError('a bug at /secret/path'), { code: 'bug' }],
    [new UploadError('oss_refused', 'x', { cloudCode: '<html>secret' }), { code: 'oss_refused' }],
  ])('is known by its cause: %s', (error, facts) => {
    const { log, see } = setup()
    see({ state: 'error', error })
    expect(log).toHaveBeenLastCalledWith('error', 'upload failed', facts)
  })

  it('of an earlier life of the app is not told again', async () => {
    const { log, send, see } = setup()
    see({ state: 'error', error: refused }, 'added')
    see({ state: 'error', error: refused })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).not.toHaveBeenCalled()
    expect(send).not.toHaveBeenCalled()
  })

  it('stays on the phone where the operator does not want it', async () => {
    const { log, send, see } = setup({ wanted: false })
    see({ state: 'error', error: refused })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toHaveBeenCalled()
    expect(send).not.toHaveBeenCalled()
  })

  it('is sent with the next where the service could not be reached, and dropped where it refuses', async () => {
    const { send, see } = setup()
    send.mockRejectedValueOnce(new UploadError('network_failed', 'x'))
    see({ state: 'error', error: refused })
    await vi.advanceTimersByTimeAsync(30_000)
    see({ state: 'uploading' })
    send.mockRejectedValueOnce(new ServiceError('not_found', 'x', { status: 404 }))
    see({ state: 'error', error: refused })
    await vi.advanceTimersByTimeAsync(30_000)
    see({ state: 'uploading' })
    see({ state: 'error', error: refused })
    await vi.advanceTimersByTimeAsync(30_000)
    expect(send.mock.calls.map(([reports]) => reports.length)).toEqual([1, 2, 1])
  })

  it('waits for no others where there are twenty', () => {
    const { send, see } = setup()
    for (let i = 0; i < 20; i++) {
      see({ state: 'uploading' })
      see({ state: 'error', error: refused })
    }
    expect(send.mock.calls.map(([reports]) => reports.length)).toEqual([20])
  })
})

it('progress is no event, and what goes on all the same is one', async () => {
  const { log, send, see } = setup()
  see({ state: 'uploading' })
  for (let percent = 0; percent < 100; percent++) see({ state: 'uploading', progress: { percent } })
  see({ state: 'uploading', notice: 'parts_gone' })
  see({ state: 'uploading', notice: 'parts_gone', retrying: new UploadError('timed_out', 'x') })
  see({ state: 'paused', notice: 'parts_gone', pausedBy: 'offline' })
  expect(log.mock.calls.map(([level, event]) => `${level} ${event}`)).toEqual([
    'info upload uploading',
    'info upload uploading',
    'warn upload notice',
    'warn upload tries again',
    'info upload paused by offline',
  ])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(send.mock.calls.map(([reports]) => reports.map(({ code }) => code))).toEqual([['parts_gone']])
})

describe("WeChat's log", () => {
  it('gets the lines', () => {
    const manager = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    realtimeLog({ getRealtimeLogManager: () => manager as never })('warn', 'event', { code: 'c' })
    expect(manager.warn).toHaveBeenCalledWith('event', { code: 'c' })
  })

  it.each([
    ['is not there', {}],
    ['gives nothing', { getRealtimeLogManager: () => undefined }],
    [
      'throws',
      {
        getRealtimeLogManager: () => {
          throw new TypeError('no')
        },
      },
    ],
  ])('costs nothing where it %s', (_, wx) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    realtimeLog(wx as never)('info', 'event', {})
    vi.restoreAllMocks()
  })
})
