import type { SetTimer } from '../wechat/calls'

/** Seconds between looks at what is in motion: soon at first, then less and less often while nothing changes. */
const WAITS_S = [2, 3, 5, 8, 13, 20, 30, 60]

/** Calls `look` again and again while it is to beat. One look at a time. */
export class Pulse {
  readonly #look: () => Promise<boolean>
  readonly #setTimer: SetTimer
  #beating = false
  #quiet = 0
  #endTimer: (() => void) | undefined
  #looking = false

  /** @param look resolves with whether anything has changed; must not reject */
  constructor(look: () => Promise<boolean>, setTimer: SetTimer) {
    this.#look = look
    this.#setTimer = setTimer
  }

  beat(on: boolean): void {
    if (on === this.#beating) return
    this.#beating = on
    this.#stop()
    if (on) this.#next()
  }

  /** Something has happened by which there may be news. */
  quicken(): void {
    this.#quiet = 0
    if (!this.#beating) return
    this.#stop()
    this.#next()
  }

  #next(): void {
    if (this.#looking || !this.#beating) return
    const wait = WAITS_S[Math.min(this.#quiet, WAITS_S.length - 1)] as number
    this.#endTimer = this.#setTimer(() => void this.#beat(), wait * 1000)
  }

  async #beat(): Promise<void> {
    this.#looking = true
    const changed = await this.#look()
    this.#looking = false
    this.#quiet = changed ? 0 : this.#quiet + 1
    this.#stop()
    this.#next()
  }

  #stop(): void {
    this.#endTimer?.()
    this.#endTimer = undefined
  }
}
