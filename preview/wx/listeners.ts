/** Listeners of an `onX`/`offX` pair; `off` without a listener removes all. */
export class Listeners<Value = void> {
  readonly #listeners = new Set<(value: Value) => void>()

  readonly on = (listener: (value: Value) => void): void => {
    this.#listeners.add(listener)
  }

  readonly off = (listener?: (value: Value) => void): void => {
    if (listener) this.#listeners.delete(listener)
    else this.#listeners.clear()
  }

  get size(): number {
    return this.#listeners.size
  }

  emit(value: Value): void {
    for (const listener of [...this.#listeners]) listener(value)
  }
}
