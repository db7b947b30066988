import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadError } from '../uploader/index'
import { KeptSettings } from './kept-settings'
import { ServiceError } from './service-error'
import { readSettings } from './settings'

const settings = (uploads: number) => readSettings({ left: { uploads }, shares: true })

function app(kept = new Map<string, unknown>()) {
  const answers: (Error | number)[] = []
  let asked = 0
  let enter: () => void = () => undefined
  const space = {
    get: (key: string) => kept.get(key),
    // As WeChat: what is kept comes back as JSON.
    set: (key: string, value: unknown) => Boolean(kept.set(key, JSON.parse(JSON.stringify(value)))),
    onEnter: (listener: () => void) => {
      enter = listener
    },
  }
  const launch = () =>
    new KeptSettings({
      service: {
        async getSettings() {
          asked++
          const answer = answers.shift() ?? asked
          if (answer instanceof Error) throw answer
          return settings(answer)
        },
      },
      space,
      setTimer(callback, ms) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
    })
  return { answers, launch, kept, asked: () => asked, enter: () => enter() }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('KeptSettings', () => {
  it('are not known before the service has told them, and are kept for the next launch', async () => {
    const { launch } = app()
    const first = launch()
    expect(first.current).toBeUndefined()
    expect(await first.refresh()).toEqual(settings(1))
    expect(launch().current).toEqual(settings(1))
  })

  it('are asked for at the launch until the service can be reached', async () => {
    const { launch, answers, asked } = app()
    answers.push(new UploadError('network_failed', 'x'), new ServiceError('vod_failed', 'x', { status: 502 }))
    const kept = launch()
    const heard = vi.fn()
    kept.subscribe(heard)
    kept.start()
    await settle(4000)
    expect([asked(), kept.current, heard.mock.calls.length]).toEqual([3, settings(3), 1])
    await settle(600_000)
    expect(asked()).toBe(3)
  })

  it('are not asked for again where the service has none', async () => {
    const { launch, answers, asked } = app()
    answers.push(new ServiceError('not_found', 'x', { status: 404 }))
    const kept = launch()
    kept.start()
    await settle(600_000)
    expect([asked(), kept.current]).toEqual([1, undefined])
  })

  it('are asked for once by those who ask together', async () => {
    const { launch, asked } = app()
    const kept = launch()
    expect(await Promise.all([kept.refresh(), kept.refresh()])).toEqual([settings(1), settings(1)])
    expect(asked()).toBe(1)
  })

  it('are those of the user whose turn it is', async () => {
    const { launch, kept: storage, enter, answers } = app()
    const kept = launch()
    await kept.refresh()
    storage.clear()
    answers.push(new ServiceError('user_changed', 'x'), 7)
    enter()
    expect(kept.current).toBeUndefined()
    await settle()
    expect(kept.current).toEqual(settings(7))
  })
})
