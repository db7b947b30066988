import { join } from 'node:path'
import { migratePostgres } from '../server/node/migrate-postgres'
import { projectRoot } from './project-root'

// `DATABASE=postgres://… npm run migrate`: makes or updates the tables of a PostgreSQL. The service on Node does so by
// itself; Workers, which reach theirs through Hyperdrive, have nothing to do it with.

const USAGE = `usage: DATABASE=postgres://user:password@host:5432/database?sslmode=verify-full npm run migrate

Makes the tables of the token service in a PostgreSQL, or brings them up to date: before the first deployment of a Worker
with Hyperdrive, and before each update. DATABASE is the server itself, not Hyperdrive. Run again, it changes nothing.
On Node the service does this when it starts; D1 has "npx wrangler d1 migrations apply wevod --remote".`

/** How long a server may take to answer at all, milliseconds. */
const CONNECTION_MS = 10_000

const [argument, ...more] = process.argv.slice(2)
const { DATABASE: url } = process.env
if (argument === '--help' && more.length === 0) {
  console.log(USAGE)
} else if (argument !== undefined || url === undefined) {
  console.error(url === undefined && argument === undefined ? `error: DATABASE is not set.\n\n${USAGE}` : USAGE)
  process.exitCode = 1
} else if (!/^postgres(ql)?:\/\//i.test(url)) {
  console.error(
    'error: DATABASE must begin with postgres:// (a file of SQLite is updated by the service that uses it).',
  )
  process.exitCode = 1
} else {
  try {
    const config = { connectionString: url, connectionTimeoutMillis: CONNECTION_MS }
    const applied = await migratePostgres(config, join(projectRoot, 'server/store/migrations'))
    console.log(applied.length === 0 ? 'The tables are up to date.' : `Applied: ${applied.join(', ')}`)
  } catch (error) {
    console.error(`error: the tables could not be made: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
