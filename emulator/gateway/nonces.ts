/** Bounds the memory of a long load test: the oldest are forgotten first. */
const MOST_NONCES = 100_000

/** The SignatureNonces that have been used, each for one access key. Times in milliseconds since 1970. */
export class Nonces {
  readonly #usedAt = new Map<string, number>()

  isUsed(accessKeyId: string, nonce: string, now: number, lifeMs: number): boolean {
    const usedAt = this.#usedAt.get(`${accessKeyId} ${nonce}`)
    return usedAt !== undefined && now - usedAt < lifeMs
  }

  remember(accessKeyId: string, nonce: string, now: number, lifeMs: number): void {
    for (const [key, usedAt] of this.#usedAt) {
      if (now - usedAt < lifeMs && this.#usedAt.size < MOST_NONCES) break
      this.#usedAt.delete(key)
    }
    this.#usedAt.set(`${accessKeyId} ${nonce}`, now)
  }

  reset(): void {
    this.#usedAt.clear()
  }
}
