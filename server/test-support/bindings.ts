/** The bindings that the tests in workerd have, from wrangler.toml. */
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database
    }
  }
}

export type {}
