type Listener = (...args: unknown[]) => void

/** What wx.navigateTo gives to a page and to the one that has opened it, to speak by. */
export class EventChannel {
  readonly #listeners = new Map<string, Set<Listener>>()

  on(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
  }

  once(name: string, listener: Listener): void {
    const once: Listener = (...args) => {
      this.off(name, once)
      listener(...args)
    }
    this.on(name, once)
  }

  off(name: string, listener?: Listener): void {
    if (listener) this.#listeners.get(name)?.delete(listener)
    else this.#listeners.delete(name)
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(...args)
  }
}
