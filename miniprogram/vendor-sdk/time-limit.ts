import { DOCUMENTED_LIFE_MS } from '../uploader/transfer-kit'
import type { Stage } from './silence-watch'

/** Bytes a second that are counted on before anything was measured: a poor mobile link. */
const SPEED_UNKNOWN = 100 * 1024
/** Bytes a second of the MD5 of the whole file that the SDK has WeChat make first. */
const DIGEST_SPEED = 10 * 1024 * 1024
/** An upload may take this many times as long as the speed lets expect. */
const PATIENCE = 3
/** For which an upload that reports its progress may report none, and which every answer may take. */
const SILENCE_MS = 60_000
/** After it OSS takes nothing any more: the key that signs the form has ended. */
export const LONGEST_MS = DOCUMENTED_LIFE_MS

/** How fast the last uploads were. Shared by those that follow. */
export class LinkSpeed {
  #bytesPerSecond: number | undefined

  measured(bytesPerSecond: number | undefined): void {
    if (bytesPerSecond) this.#bytesPerSecond = bytesPerSecond
  }

  /** Milliseconds that so many bytes are expected to take. */
  expectedMs(bytes: number): number {
    return (bytes / (this.#bytesPerSecond ?? SPEED_UNKNOWN)) * 1000
  }

  /**
   * Milliseconds without a sign of life after which an upload is taken for dead: many of the SDK's failures are silent.
   * Not every phone reports how far an upload is; then only the end of it can be waited for.
   * @param size of the file, bytes
   */
  silenceMs(stage: Stage, size: number): number {
    if (stage === 'reporting') return SILENCE_MS
    if (stage === 'before') return SILENCE_MS + (size / DIGEST_SPEED) * 1000
    return Math.min(LONGEST_MS, SILENCE_MS + PATIENCE * this.expectedMs(size))
  }
}
