import { join } from 'node:path'
import { consoleLog } from '../log'
import { startNodeService } from './start-node-service'

// The token service as a process of Node: the entry of the bundle that `npm run serve` makes.

const { PORT, HOST, DATABASE, DATABASE_CONNECTIONS, TRUSTED_PROXIES } = process.env

/** Function Compute's custom runtimes are asked on this port. */
const DEFAULT_PORT = 9000
/** Function Compute and Kubernetes wait longer than this. */
const GRACE_MS = 8000

/** @throws {Error} where the variable is no such number */
function number(name: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new Error(`${name} must be a number from ${min} to ${max}, not "${text}".`)
}

try {
  const service = await startNodeService({
    env: process.env,
    port: number('PORT', PORT, DEFAULT_PORT, 0, 65_535),
    hostname: HOST ?? '127.0.0.1',
    databasePath: DATABASE ?? 'wevod.sqlite',
    databaseConnections: number('DATABASE_CONNECTIONS', DATABASE_CONNECTIONS, 5, 1, 1000),
    migrationsDirectory: join(import.meta.dirname, 'migrations'),
    trustedProxies: number('TRUSTED_PROXIES', TRUSTED_PROXIES, 0, 0, 10),
    log: consoleLog,
  })
  consoleLog({ level: 'info', event: 'ready', port: service.port })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void service.stop(GRACE_MS).then(() => process.exit(0)))
  }
} catch (error) {
  consoleLog({ level: 'error', event: 'start', hint: (error as Error).message })
  process.exitCode = 1
}
