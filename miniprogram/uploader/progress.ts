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

/**
 * Turns acknowledged parts into progress, with the speed as an exponential moving average.
 * @param total bytes
 * @param now milliseconds; only differences count
 * @param uploaded bytes that were acknowledged before
 */
export function progressMeter(total: number, now: () => number, uploaded = 0) {
  /** The highest count so far: what has to be sent again does not turn the bar back. */
  let highest = 0
  let speed: number | undefined
  /** Bytes and time since the speed was last brought up to date. */
  let pending = 0
  let since = now()

  function beginStep(): void {
    pending = 0
    since = now()
  }

  function read(): UploadProgress {
    highest = Math.max(highest, uploaded)
    return {
      uploadedBytes: highest,
      totalBytes: total,
      percent: Math.min(99, Math.floor((highest / total) * 100)),
      bytesPerSecond: speed,
      secondsLeft: speed ? (total - uploaded) / speed : undefined,
    }
  }

  return {
    read,

    /** Bytes still to be acknowledged. */
    get left(): number {
      return total - uploaded
    },

    /** Begins to measure anew, with this much uploaded: after a pause, or when parts turn out to be there or gone. */
    start(bytes: number): UploadProgress {
      uploaded = bytes
      speed = undefined
      beginStep()
      return read()
    },

    /** Counts bytes as acknowledged. */
    add(bytes: number): UploadProgress {
      uploaded += bytes
      pending += bytes
      const seconds = (now() - since) / 1000
      // A clock that was set back measures nothing.
      if (seconds < 0) since = now()
      if (seconds >= STEP_S) {
        const current = pending / seconds
        speed ??= current
        speed += (1 - Math.exp(-seconds / SMOOTHING_S)) * (current - speed)
        beginStep()
      }
      return read()
    },

    /** The last progress: everything is there and stays. */
    done: (): UploadProgress => ({ ...read(), uploadedBytes: total, percent: 100, secondsLeft: 0 }),
  }
}

export type ProgressMeter = ReturnType<typeof progressMeter>
