interface Entry<V> {
  readonly key: string
  value: V
  older: Entry<V> | undefined
  newer: Entry<V> | undefined
}

/**
 * A map that holds the entries used most recently, so that the memory it takes is bounded. The order is a list beside
 * the map: to keep it in the map itself, by deleting and inserting at each use, makes V8 copy the whole map again and
 * again, which halves the speed of the service.
 */
export class RecentlyUsed<V> {
  readonly #entries = new Map<string, Entry<V>>()
  readonly #capacity: number
  #oldest: Entry<V> | undefined
  #newest: Entry<V> | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#use(entry)
    return entry.value
  }

  set(key: string, value: V): void {
    const known = this.#entries.get(key)
    if (known) {
      known.value = value
      this.#use(known)
      return
    }
    const entry: Entry<V> = { key, value, older: undefined, newer: undefined }
    this.#entries.set(key, entry)
    this.#append(entry)
    if (this.#entries.size > this.#capacity && this.#oldest) this.delete(this.#oldest.key)
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    this.#unlink(entry)
  }

  get size(): number {
    return this.#entries.size
  }

  #use(entry: Entry<V>): void {
    if (entry === this.#newest) return
    this.#unlink(entry)
    this.#append(entry)
  }

  #append(entry: Entry<V>): void {
    entry.older = this.#newest
    entry.newer = undefined
    if (this.#newest) this.#newest.newer = entry
    this.#newest = entry
    this.#oldest ??= entry
  }

  #unlink(entry: Entry<V>): void {
    if (entry.older) entry.older.newer = entry.newer
    else this.#oldest = entry.newer
    if (entry.newer) entry.newer.older = entry.older
    else this.#newest = entry.older
  }
}
