import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { type PoolOptions, poolOptions } from '../postgres/pool-options'
import { runOn } from '../postgres/run-on'
import type { Database } from '../store/database'
import { DatabaseError } from '../store/database-error'

export interface HyperdriveDatabase extends Database {
  /** Does the work of one invocation, and closes its connection afterwards. */
  during<T>(context: Pick<ExecutionContext, 'waitUntil'>, work: () => Promise<T>): Promise<T>
  /** What goes on after this invocation's answer, and may need its connection. */
  keepOpenFor(work: Promise<unknown>): void
}

/** One invocation of the Worker. */
interface Invocation {
  /** Undefined until a statement is run: many calls need none. */
  pool: pg.Pool | undefined
  goingOn: Promise<unknown>[]
}

/** Of the six that an invocation may have open at a time: the clouds that it calls need the others. */
const CONNECTIONS = 1

/**
 * PostgreSQL through Hyperdrive, which keeps the connections to the server. Those from here to Hyperdrive belong to the
 * invocation that made them (workerd lets no other one use them), and cost no round trip to the server: nothing is kept.
 *
 * The tables are made from elsewhere: `npm run migrate`.
 */
export function hyperdriveDatabase(options: Omit<PoolOptions, 'connections'>): HyperdriveDatabase {
  const config = poolOptions({ ...options, connections: CONNECTIONS })
  const invocations = new AsyncLocalStorage<Invocation>()

  return {
    async run(...statements) {
      const invocation = invocations.getStore()
      if (!invocation)
        throw new DatabaseError('lasting', new Error('The database was called outside of an invocation.'))
      invocation.pool ??= poolOf(config)
      return runOn(invocation.pool, statements)
    },

    during(context, work) {
      const invocation: Invocation = { pool: undefined, goingOn: [] }
      const done = invocations.run(invocation, work)
      invocation.goingOn.push(done)
      context.waitUntil(close(invocation))
      return done
    },

    keepOpenFor(work) {
      invocations.getStore()?.goingOn.push(work)
    },
  }
}

function poolOf(config: pg.PoolConfig): pg.Pool {
  // It lives as long as the invocation: a timer for connections that nobody uses would outlive it.
  const pool = new pg.Pool({ ...config, idleTimeoutMillis: 0 })
  // Whoever wants the connection next gets a new one.
  pool.on('error', () => undefined)
  return pool
}

async function close(invocation: Invocation): Promise<void> {
  // An array's own loop goes on to what is added in it.
  for (const work of invocation.goingOn) await Promise.allSettled([work])
  await invocation.pool?.end()
}
