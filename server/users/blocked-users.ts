import { Problem } from '../problem'
import type { BlockedUserStore } from '../store/blocked-users'

/** How long a machine goes by what it has read, milliseconds: so soon a block holds on all of them. */
const FRESH_MS = 2000

/**
 * Whom the operator has shut out, as every machine knows it: read anew every two seconds in which there are calls. A call
 * that needs nothing else of the database, such as one for cached credentials, waits for it at most that often.
 */
export class BlockedUsers {
  readonly #store: BlockedUserStore
  readonly #now: () => number
  #known: ReadonlySet<string> | undefined
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined

  constructor(store: BlockedUserStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /**
   * @throws {Problem} user_blocked; store_unavailable where the list has never been read. Where it cannot be read again,
   * what was known counts.
   */
  expectNotBlocked(owner: string): void | Promise<void> {
    const age = this.#now() - this.#readAt
    // A clock that was put back says nothing.
    if (this.#known && age >= 0 && age < FRESH_MS) return refuse(this.#known, owner)
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading.then(
      () => refuse(this.#known, owner),
      (error: unknown) => {
        if (!this.#known) throw error
        refuse(this.#known, owner)
      },
    )
  }

  async block(owner: string): Promise<void> {
    await this.#store.block(owner, this.#now())
    this.#readAt = Number.NEGATIVE_INFINITY
  }

  async unblock(owner: string): Promise<void> {
    await this.#store.unblock(owner)
    this.#readAt = Number.NEGATIVE_INFINITY
  }

  async #read(): Promise<void> {
    const startedAt = this.#now()
    this.#known = new Set(await this.#store.list())
    this.#readAt = startedAt
  }
}

function refuse(known: ReadonlySet<string> | undefined, owner: string): void {
  if (known?.has(owner)) throw new Problem('user_blocked', 'Ask whoever runs this mini program.')
}
