import { Problem } from '../problem'
import type { BlockedUserStore } from '../store/blocked-users'

/**
 * How long a machine goes by what it has read before a call reads it anew, milliseconds. With one turn on top, within which
 * the others go by what is known, these are the two seconds within which a block holds on all machines.
 */
const FRESH_MS = 1500

/** For how long one call reads for all before the next tries: its client may leave, and on Workers it ends with that. */
const TURN_MS = 500

/**
 * Whom the operator has shut out, as every machine knows it: read anew every one and a half seconds in which there are
 * calls. A call that needs nothing else of the database, such as one for cached credentials, waits for it at most that
 * often.
 */
export class BlockedUsers {
  readonly #store: BlockedUserStore
  readonly #now: () => number
  #known: Set<string> | undefined
  #readAt = Number.NEGATIVE_INFINITY
  #turnAt = Number.NEGATIVE_INFINITY
  #changes = 0

  constructor(store: BlockedUserStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /**
   * @throws {Problem} user_blocked; store_unavailable where the list has never been read. Where it cannot be read again,
   * what was known counts.
   */
  expectNotBlocked(owner: string): void | Promise<void> {
    const now = this.#now()
    // A clock that was put back says nothing.
    const isWithin = (ms: number, since: number) => now >= since && now - since < ms
    if (this.#known && (isWithin(FRESH_MS, this.#readAt) || isWithin(TURN_MS, this.#turnAt))) {
      return refuse(this.#known, owner)
    }
    this.#turnAt = now
    return this.#read(now).then(
      () => refuse(this.#known, owner),
      (error: unknown) => {
        if (!this.#known) throw error
        refuse(this.#known, owner)
      },
    )
  }

  async block(owner: string): Promise<void> {
    await this.#store.block(owner, this.#now())
    this.#change((known) => known.add(owner))
  }

  async unblock(owner: string): Promise<void> {
    await this.#store.unblock(owner)
    this.#change((known) => known.delete(owner))
  }

  /** At once on this machine, whatever a call that reads just now has found. */
  #change(change: (known: Set<string>) => void): void {
    this.#changes++
    if (this.#known) change(this.#known)
  }

  async #read(startedAt: number): Promise<void> {
    const changes = this.#changes
    const known = new Set(await this.#store.list())
    if (this.#known && (changes !== this.#changes || startedAt < this.#readAt)) return
    this.#known = known
    if (changes === this.#changes) this.#readAt = startedAt
  }
}

function refuse(known: ReadonlySet<string> | undefined, owner: string): void {
  if (known?.has(owner)) throw new Problem('user_blocked', 'Ask whoever runs this mini program.')
}
