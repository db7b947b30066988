import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { PARTS } from '../stack/addresses'
import { printed, spawnCommand, spawnScript } from './run'

export interface Stack {
  /** The environment variables by which other scripts find it. */
  env: Record<string, string>
  serviceUrl: string
  emulatorUrl: string
  previewUrl: string
  pid: number
  /** One control call of the emulator. */
  control(method: string, path: string, body?: unknown): Promise<unknown>
  /** Ends it as Ctrl-C does; resolves with what it printed. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Runs `npm start`, with or without npm itself, on free ports and waits until it is ready. */
export async function startStack({ throughNpm = false, args = [] as string[] } = {}): Promise<Stack> {
  const ports = await freePorts(Object.keys(PARTS).length)
  const env = Object.fromEntries(Object.values(PARTS).map(({ variable }, i) => [variable, String(ports[i])]))
  const running = throughNpm ? spawnCommand('npm', ['start', '--', ...args], env) : spawnScript('start', args, env)
  const [, serviceUrl = '', emulatorUrl = '', previewUrl = ''] = await printed(
    running,
    /^ready {2}service (\S+) {2}emulator (\S+) {2}preview (\S+)$/m,
  )
  return {
    env,
    serviceUrl,
    emulatorUrl,
    previewUrl,
    pid: running.child.pid as number,
    async control(method, path, body) {
      const response = await fetch(`${emulatorUrl}/_emulator${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return response.json()
    },
    stop(signal = 'SIGINT') {
      running.child.kill(signal)
      return running.ended
    },
  }
}

/** Ports that nothing listened on a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
