/** The part of a file's form that is the file: WeChat counts the whole form. */
export function bytesOfFile(sent: number, ofForm: number, size: number): number {
  return Math.max(0, Math.min(size, sent - (ofForm - size)))
}

/** Reads what the SDK calls loadedPercent: 0–1 by its documentation, 0–100 of 1.0.1. */
export class LoadedPercent {
  #scale: number | undefined

  /** @returns 0–1; of a lone 1, which can be either, the lesser */
  read(loaded: number): number {
    if (loaded > 1) this.#scale = 100
    else if (loaded > 0 && loaded < 1) this.#scale ??= 1
    return Math.max(0, Math.min(1, loaded / (this.#scale ?? 100)))
  }
}
