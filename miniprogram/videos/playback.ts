import { explainPlay } from '../i18n/explain-play'
import type { Texts } from '../i18n/index'
import type { Playable } from '../service/watching'
import type { SetTimer } from '../wechat/calls'

/** What the player shows. */
export interface PlaybackState {
  phase: 'stopped' | 'opening' | 'playing' | 'failed'
  /** An address, or a file of this phone's. */
  src: string
  local: boolean
  /** Seconds at which it begins: where another source has failed. */
  from: number
  /** What has gone wrong, and what that means. */
  words: readonly [string, string]
}

export const STOPPED: PlaybackState = { phase: 'stopped', src: '', local: false, from: 0, words: ['', ''] }

export interface PlaybackOptions {
  t: Texts
  /** A file of this phone's that is there; undefined where there is none. Must not reject. */
  local(): Promise<string | undefined>
  /** Addresses in the cloud. Undefined where there are none to be asked for yet. */
  cloud: (() => Promise<Playable>) | undefined
  show(state: PlaybackState): void
  setTimer: SetTimer
  now(): number
}

/** A player that has not even told the length by then will never: some stay black without an error. */
const PATIENCE_MS = 20_000
/** An address that ends within this time is not begun with. */
const MARGIN_MS = 30_000

/**
 * Plays from the file of this phone while it is there, and else from the cloud. A source that fails is followed by the next
 * one: the file by the cloud, and each address of the cloud by another, with fresh ones once.
 */
export class Playback {
  #options: PlaybackOptions
  #state = STOPPED
  /** What is still to be tried. */
  #left: string[] = []
  #addresses: { playable: Playable; endsAt: number } | undefined
  /** Fresh addresses were asked for since something has last played. */
  #renewed = false
  #endPatience: () => void = () => undefined
  /** Counts what was begun, so that what comes late changes nothing. */
  #turn = 0

  constructor(options: PlaybackOptions) {
    this.#options = options
  }

  /** What can be played has changed. */
  set cloud(cloud: PlaybackOptions['cloud']) {
    this.#options = { ...this.#options, cloud }
  }

  /** Addresses that have come by the way. */
  know(playable: Playable): void {
    const { now } = this.#options
    const endsAt = playable.validMs > 0 ? now() + playable.validMs : Number.POSITIVE_INFINITY
    this.#addresses = { playable, endsAt }
  }

  async play(): Promise<void> {
    const turn = this.#begin()
    const path = await this.#options.local()
    if (turn !== this.#turn) return
    if (path !== undefined) this.#start(path, true)
    else await this.#playCloud()
  }

  stop(): void {
    this.#begin()
    this.#show(STOPPED)
  }

  /** The player has told the length, or gets on. */
  alive(seconds: number): void {
    if (this.#state.phase !== 'playing') return
    this.#endPatience()
    if (seconds <= 0) return
    // It plays: whatever happens later, fresh addresses may help.
    this.#renewed = false
    this.#state = { ...this.#state, from: seconds }
  }

  /** The player cannot go on. */
  async failed(): Promise<void> {
    if (this.#state.phase !== 'playing') return
    this.#endPatience()
    const next = this.#left.shift()
    if (next !== undefined) return this.#start(next, false)
    if (this.#state.local) return this.#playCloud()
    // An address that was good at first may have ended.
    if (!this.#renewed) {
      this.#renewed = true
      this.#addresses = undefined
      return this.#playCloud()
    }
    const { t } = this.#options
    this.#fail([t.playFailed, t.playFailedText])
  }

  async #playCloud(): Promise<void> {
    const { cloud, t, now } = this.#options
    if (!cloud) return this.#fail([t.playFailed, t.playNotYet])
    const { from } = this.#state
    this.#show({ ...STOPPED, phase: 'opening', from })
    const turn = this.#turn
    try {
      if (!this.#addresses || this.#addresses.endsAt - now() < MARGIN_MS) {
        this.#addresses = undefined
        const playable = await cloud()
        if (turn !== this.#turn) return
        this.know(playable)
      }
      const [first = '', ...others] = (this.#addresses?.playable.streams ?? []).map(({ url }) => url)
      this.#left = others
      this.#start(first, false)
    } catch (error) {
      if (turn === this.#turn) this.#fail([t.playFailed, explainPlay(error, t)])
    }
  }

  #start(src: string, local: boolean): void {
    this.#show({ ...STOPPED, phase: 'playing', src, local, from: Math.floor(this.#state.from) })
    this.#endPatience = this.#options.setTimer(() => void this.failed(), PATIENCE_MS)
  }

  #begin(): number {
    this.#endPatience()
    this.#left = []
    this.#renewed = false
    this.#show({ ...STOPPED, phase: 'opening' })
    return ++this.#turn
  }

  #fail(words: readonly [string, string]): void {
    this.#show({ ...STOPPED, phase: 'failed', words })
  }

  #show(state: PlaybackState): void {
    this.#state = state
    this.#options.show(state)
  }
}
