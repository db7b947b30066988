import { join } from 'node:path'
import { consoleLog } from '../log'
import { readNodeEnvironment } from './environment'
import { startNodeService } from './start-node-service'

// The token service as a process of Node: the entry of the bundle that `npm run serve` makes.

/** How long calls under way may take to end, besides DRAIN_SECONDS. Function Compute and Kubernetes wait longer. */
const GRACE_MS = 8000

const result = readNodeEnvironment(process.env)
if ('mistakes' in result) fail(result.mistakes.join(' '))
else {
  const { environment } = result
  try {
    const service = await startNodeService({
      ...environment,
      env: process.env,
      migrationsDirectory: join(import.meta.dirname, 'migrations'),
      log: consoleLog,
    })
    consoleLog({ level: 'info', event: 'ready', port: service.port })
    const end = (drainMs: number) => void service.stop(GRACE_MS, drainMs).then(() => process.exit(0))
    process.once('SIGTERM', () => end(environment.drainSeconds * 1000))
    // Whoever sits at the terminal waits for nobody.
    process.once('SIGINT', () => end(0))
  } catch (error) {
    fail((error as Error).message)
  }
}

function fail(hint: string): void {
  consoleLog({ level: 'error', event: 'start', hint })
  process.exitCode = 1
}
