import { Problem } from '../problem'

/** What SQLite says names tables and rules, never values: those are bound, not part of the text. */
export function storeUnavailable(error: unknown): Problem {
  const message = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
  return new Problem('store_unavailable', 'Try again in a moment.', {
    retryAfter: 1,
    hint: /no such table/.test(message)
      ? `${message}: apply the migrations with "npx wrangler d1 migrations apply wevod"`
      : message,
  })
}
