export interface UploadProgress {
  /** Bytes that OSS has acknowledged. Never falls. */
  uploadedBytes: number
  totalBytes: number
  /** 0–100, whole. 100 only once the upload is complete, not when the last byte has left. */
  percent: number
  /** Of the last seconds; undefined until it has been measured. */
  bytesPerSecond: number | undefined
  /** At the present speed; undefined like it. */
  secondsLeft: number | undefined
}

/** Seconds over which the speed is smoothed: a part more or less must not make it jump. */
const SMOOTHING_S = 8
/** Parts that end within the same moment count as one step. */
const STEP_S = 0.2

/** Turns acknowledged parts into progress, with the speed as an exponential moving average. */
export class ProgressMeter {
  readonly #total: number
  readonly #now: () => number
  #uploaded = 0
  /** The highest count so far: what has to be sent again does not turn the bar back. */
  #highest = 0
  #speed: number | undefined
  /** Bytes and time since the speed was last brought up to date. */
  #pending = 0
  #since: number

  /** @param now milliseconds; only differences count */
  constructor(total: number, now: () => number) {
    this.#total = total
    this.#now = now
    this.#since = now()
  }

  /** Bytes still to be acknowledged. */
  get left(): number {
    return this.#total - this.#uploaded
  }

  /** Begins to measure anew, with this much uploaded: after a pause, or when parts turn out to be there or gone. */
  start(uploaded: number): UploadProgress {
    this.#uploaded = uploaded
    this.#speed = undefined
    this.#beginStep()
    return this.read()
  }

  #beginStep(): void {
    this.#pending = 0
    this.#since = this.#now()
  }

  /** Counts bytes as acknowledged. */
  add(bytes: number): UploadProgress {
    this.#uploaded += bytes
    this.#pending += bytes
    const seconds = (this.#now() - this.#since) / 1000
    // A clock that was set back measures nothing.
    if (seconds < 0) this.#since = this.#now()
    if (seconds >= STEP_S) {
      const current = this.#pending / seconds
      this.#speed ??= current
      this.#speed += (1 - Math.exp(-seconds / SMOOTHING_S)) * (current - this.#speed)
      this.#beginStep()
    }
    return this.read()
  }

  read(): UploadProgress {
    this.#highest = Math.max(this.#highest, this.#uploaded)
    return {
      uploadedBytes: this.#highest,
      totalBytes: this.#total,
      percent: Math.min(99, Math.floor((this.#highest / this.#total) * 100)),
      bytesPerSecond: this.#speed,
      secondsLeft: this.#speed ? (this.#total - this.#uploaded) / this.#speed : undefined,
    }
  }

  /** The last progress: everything is there and stays. */
  done(): UploadProgress {
    return { ...this.read(), uploadedBytes: this.#total, percent: 100, secondsLeft: 0 }
  }
}
