import { Problem } from '../problem'

/** Longest text of a database that gets into the log, characters. */
const MESSAGE_MAX = 200

/** The refusal of a call whose database fails or does not answer. */
export function storeUnavailable(error: unknown): Problem {
  const message = error instanceof Error ? error.message.slice(0, MESSAGE_MAX) : 'unknown'
  return new Problem('store_unavailable', 'Try again in a moment.', {
    retryAfter: 1,
    hint: /no such table|no such column/.test(message)
      ? `${message}: apply the migrations with "npx wrangler d1 migrations apply wevod"`
      : message,
  })
}
