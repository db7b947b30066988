import type { TestProject } from 'vitest/node'
import setUpService from './global-setup'
import { postgresBinaries, startPostgres } from './postgres-server'

/** As for the other runtimes, with a PostgreSQL besides. */
export default async function setup(project: TestProject) {
  const binaries = postgresBinaries()
  if (binaries === undefined)
    throw new Error('There is no PostgreSQL: install Debian’s postgresql, or set POSTGRES_BIN.')
  const postgres = await startPostgres(binaries)
  project.provide('postgresUrl', postgres.url)
  const tearDown = await setUpService(project)
  return async () => {
    await tearDown()
    await postgres.remove()
  }
}
