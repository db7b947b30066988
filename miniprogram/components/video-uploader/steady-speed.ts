import type { UploadProgress } from '../../uploader/index'

/** Milliseconds for which a speed stands: a number that changes with each part cannot be read. */
const STANDS_MS = 2_000
/** Of the speed that is shown; what differs by less changes nothing. */
const DIFFERS = 0.1

interface Shown {
  at: number
  bytesPerSecond: number
}

/** Lets the speeds of uploads settle: what is shown of one stands for a while, and small differences do not show. */
export class SteadySpeed {
  readonly #shown = new Map<string, Shown>()

  /** Progress with the speed, and so the time left, that is to be shown now. */
  settle(id: string, progress: UploadProgress | undefined, now: number): UploadProgress | undefined {
    const { bytesPerSecond, totalBytes = 0, uploadedBytes = 0 } = progress ?? {}
    if (!progress || !bytesPerSecond) {
      this.#shown.delete(id)
      return progress
    }
    let shown = this.#shown.get(id)
    const stands = shown !== undefined && now >= shown.at && now - shown.at < STANDS_MS
    if (!shown || (!stands && Math.abs(bytesPerSecond / shown.bytesPerSecond - 1) > DIFFERS)) {
      shown = { at: now, bytesPerSecond }
      this.#shown.set(id, shown)
    }
    const speed = shown.bytesPerSecond
    return { ...progress, bytesPerSecond: speed, secondsLeft: (totalBytes - uploadedBytes) / speed }
  }

  forget(id: string): void {
    this.#shown.delete(id)
  }
}
