import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Emulator, startEmulator } from '../../emulator/server'
import { bundleForNode } from '../../scripts/stack/bundle-for-node'
import { type Child, startChild } from '../../scripts/stack/child'
import { demoSettings } from '../../scripts/stack/demo-settings'
import { startDevServer } from './dev-server'

const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

export interface WebStack {
  /** Of the page. */
  url: string
  emulator: Emulator
  stop(): Promise<void>
}

/** The page with its dev server, the token service with LOGIN=jwt and ALLOWED_ORIGINS, and the emulated cloud. */
export async function startWebStack(ports: { web: number; service: number; emulator: number }): Promise<WebStack> {
  const directory = await mkdtemp(join(tmpdir(), 'wevod-web-'))
  const running: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })]
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end()
  }
  try {
    const url = `http://127.0.0.1:${ports.web}`
    const team = { issuer: url, audience: 'wevod', key: randomBytes(32).toString('base64url') }
    const emulator = await startEmulator({ directory: join(directory, 'objects'), port: ports.emulator })
    running.push(() => emulator.close())
    const service = await startService(directory, ports.service, {
      // Nobody asks WeChat for anything here.
      ...demoSettings(emulator.url),
      LOGIN: 'jwt',
      JWT_ISSUER: team.issuer,
      JWT_AUDIENCE: team.audience,
      JWT_KEY: team.key,
      ALLOWED_ORIGINS: url,
    })
    running.push(() => service.stop())
    const serviceUrl = `http://127.0.0.1:${ports.service}`
    const server = await startDevServer({ port: ports.web, serviceUrl, vodUrl: emulator.url, team })
    running.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve)
          server.closeAllConnections()
        }),
    )
    return { url, emulator, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startService(directory: string, port: number, settings: Record<string, string>): Promise<Child> {
  const { file } = await bundleForNode(projectRoot, join(directory, 'service'))
  return startChild({
    name: 'The token service',
    args: [file],
    cwd: directory,
    env: { ...settings, PORT: String(port), DATABASE: ':memory:' },
    ready: /"event":"ready"/,
    onLine: (line) => /"level":"error"/.test(line) && console.error(line),
  })
}
