import type { Ports } from '../uploader/index'

/** How far an attempt is. */
export type Stage =
  /** The file is not being sent. */
  | 'before'
  /** It is being sent, and no progress events have come. */
  | 'sending'
  /** Progress events come. */
  | 'reporting'

/** Calls back once the SDK has shown no sign of life for too long. */
export class SilenceWatch {
  readonly #setTimer: Ports['setTimer']
  readonly #silenceMs: (stage: Stage) => number
  readonly #onSilence: () => void
  #stage: Stage = 'before'
  #endTimer: () => void = () => undefined

  /** @param silenceMs milliseconds that it may be silent for in a stage */
  constructor(setTimer: Ports['setTimer'], silenceMs: (stage: Stage) => number, onSilence: () => void) {
    this.#setTimer = setTimer
    this.#silenceMs = silenceMs
    this.#onSilence = onSilence
  }

  /** There was a sign of life; the attempt may be at another stage by it. */
  alive(stage: Stage = this.#stage): void {
    this.#stage = stage
    this.stop()
    this.#endTimer = this.#setTimer(this.#onSilence, this.#silenceMs(stage))
  }

  stop(): void {
    this.#endTimer()
  }
}
