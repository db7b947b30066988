import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { en } from '../i18n/en'
import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'
import { Playback, type PlaybackState } from './playback'

/** A player, with a file of this phone's and addresses in the cloud. */
function player({ file, cloud = true }: { file?: string; cloud?: boolean } = {}) {
  const shown: PlaybackState[] = []
  const answers: (Error | string[])[] = []
  let asked = 0
  const playback = new Playback({
    t: en,
    local: async () => file,
    cloud: cloud
      ? async () => {
          asked++
          const answer = answers.shift() ?? [`https://p/${asked}`]
          if (answer instanceof Error) throw answer
          const streams = answer.map((url) => ({ url, format: 'mp4', definition: 'HD', height: 720 }))
          return { streams, validMs: 3_600_000 }
        }
      : undefined,
    show: (state) => void shown.push(state),
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    now: () => Date.now(),
  })
  return { playback, answers, asked: () => asked, now: () => shown.at(-1) as PlaybackState, shown }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('Playback', () => {
  it('plays the file of this phone while it is there, and asks nobody', async () => {
    const { playback, now, asked } = player({ file: 'tmp/a' })
    await playback.play()
    expect(now()).toMatchObject({ phase: 'playing', src: 'tmp/a', local: true })
    expect(asked()).toBe(0)
  })

  it('plays from the cloud else', async () => {
    const { playback, now, shown } = player()
    await playback.play()
    expect(now()).toMatchObject({ phase: 'playing', src: 'https://p/1', local: false })
    expect(shown[0]?.phase).toBe('opening')
  })

  it('goes on from where it was with the next source when one fails', async () => {
    const { playback, now, answers } = player({ file: 'tmp/a' })
    answers.push(['https://p/hd', 'https://p/sd'])
    await playback.play()
    playback.alive(12.7)
    await playback.failed()
    expect(now()).toMatchObject({ src: 'https://p/hd', from: 12, local: false })
    await playback.failed()
    expect(now()).toMatchObject({ src: 'https://p/sd', from: 12 })
  })

  it('has fresh addresses once when all have failed, and then says so', async () => {
    const { playback, now, asked } = player()
    await playback.play()
    await playback.failed()
    expect(now()).toMatchObject({ phase: 'playing', src: 'https://p/2' })
    await playback.failed()
    expect(now()).toMatchObject({ phase: 'failed', words: [en.playFailed, en.playFailedText] })
    expect(asked()).toBe(2)
  })

  it('has a fresh address whenever one ends that has played', async () => {
    const { playback, now } = player()
    await playback.play()
    for (const src of ['https://p/2', 'https://p/3', 'https://p/4']) {
      playback.alive(5)
      await playback.failed()
      expect(now()).toMatchObject({ phase: 'playing', src, from: 5 })
    }
  })

  it('uses an address again while it is good, and not when it is about to end', async () => {
    const { playback, now, asked } = player()
    await playback.play()
    playback.stop()
    expect(now().phase).toBe('stopped')
    await settle(3_000_000)
    await playback.play()
    expect(asked()).toBe(1)
    playback.stop()
    await settle(600_000)
    await playback.play()
    expect(now().src).toBe('https://p/2')
  })

  it('does not believe in a player that stays black', async () => {
    const { playback, now } = player({ file: 'tmp/a' })
    await playback.play()
    await settle(20_000)
    expect(now()).toMatchObject({ phase: 'playing', src: 'https://p/1' })
    playback.alive(0)
    await settle(60_000)
    expect(now()).toMatchObject({ phase: 'playing', src: 'https://p/1' })
  })

  it.each([
    [new UploadError('network_failed', 'x'), en.playOffline],
    [new ServiceError('video_not_playable', 'x', { status: 409 }), en.playNotYet],
    [new ServiceError('video_not_found', 'x', { status: 404 }), en.goneText],
    [new ServiceError('vod_failed', 'x', { status: 502 }), en.playService],
    [new TypeError('a bug'), en.playService],
  ])('says why there is no address: %s', async (failure, words) => {
    const { playback, now, answers } = player()
    answers.push(failure)
    await playback.play()
    expect(now()).toMatchObject({ phase: 'failed', words: [en.playFailed, words] })
    await playback.play()
    expect(now().phase).toBe('playing')
  })

  it('asks for no address of a video that cannot be played yet', async () => {
    const { playback, now, asked } = player({ file: 'tmp/broken', cloud: false })
    await playback.play()
    await playback.failed()
    expect(now()).toMatchObject({ phase: 'failed', words: [en.playFailed, en.playNotYet] })
    expect(asked()).toBe(0)
  })

  it('shows nothing that comes after it was stopped', async () => {
    const { playback, now } = player()
    const late = playback.play()
    playback.stop()
    await late
    await settle(60_000)
    expect(now().phase).toBe('stopped')
  })
})
