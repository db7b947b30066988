import type { ExecutionContext } from 'hono'

/** What a call on Node is given in the place of a Worker's context. */
export function nodeContext(): ExecutionContext {
  return {
    waitUntil: (work) => {
      void work
    },
    passThroughOnException() {
      throw new Error('Node has nothing to pass through to.')
    },
    props: {},
  }
}
