import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where Debian has the binaries, which are not in PATH; elsewhere POSTGRES_BIN names their folder. */
const DEBIAN = '/usr/lib/postgresql'

/** The folder of initdb and postgres; undefined where there is none. */
export function postgresBinaries(): string | undefined {
  const { POSTGRES_BIN } = process.env
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...(POSTGRES_BIN ? [POSTGRES_BIN] : []), ...versions.map((version) => join(DEBIAN, version, 'bin'))]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

export interface PostgresServer {
  /** Of the database `postgres`, without a password. */
  url: string
  port: number
  /** Ends it as an operator does who does not wait for the clients, and keeps what it has. */
  stop(): Promise<void>
  /** Starts it again, on the same port. */
  start(): Promise<void>
  /** Ends it, and removes all that it has. */
  remove(): Promise<void>
}

/** A PostgreSQL of its own, in a folder for temporary files, on a free port of this machine. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'wevod-postgres-'))
  const isRoot = process.getuid?.() === 0
  // PostgreSQL refuses to be run by root.
  const asUser = (file: string, args: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', join(binaries, file), ...args]] : [join(binaries, file), args]
  if (isRoot) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    )
    await chown(directory, uid as number, gid as number)
  }
  await run(...asUser('initdb', ['-D', directory, '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '-U', 'postgres']))
  const port = await freePort()
  const options = ['-D', directory, '-h', '127.0.0.1', '-p', String(port), '-k', directory, '-c', 'fsync=off']
  let end: (() => Promise<void>) | undefined

  const server = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,

    async start() {
      const child = spawn(...asUser('postgres', options), { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
      const exited = once(child, 'exit')
      end = async () => {
        // SIGINT is PostgreSQL's fast shutdown. runuser hands it on to nobody, so it goes to the whole group.
        process.kill(-(child.pid as number), 'SIGINT')
        await exited
      }
      let said = ''
      const ready = Promise.withResolvers<void>()
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('ready to accept connections')) ready.resolve()
      })
      void exited.then(() => ready.reject(new Error(`PostgreSQL has ended: ${said}`)))
      await ready.promise
    },

    async stop() {
      await end?.()
      end = undefined
    },

    async remove() {
      await server.stop()
      await rm(directory, { recursive: true })
    },
  }
  await server.start()
  return server
}

/** A port that nothing listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
