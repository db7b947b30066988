import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sign } from 'hono/jwt'
import { bundleForNode } from '../../scripts/stack/bundle-for-node'
import { type Child, startChild } from '../../scripts/stack/child'
import { demoSettings } from '../../scripts/stack/demo-settings'
import { projectRoot } from '../../scripts/test-support/run'
import { freePorts } from '../../scripts/test-support/stack'
import { startWorkerd } from './workerd'

/** The service, and the route that it is compared with: their ports, and their processes, which may be one. */
interface Subject {
  service: number
  jwt: number
  pid: number
  jwtPid: number
}

/** What is measured, each in a process of its own. */
export interface Subjects {
  worker: Subject
  node: Subject
  /** How often STS has been asked so far. */
  assumeRoleCalls(): Promise<number>
  /** The Authorization header of a user's session. */
  sessionOf(user: string): Promise<string>
  stop(): Promise<void>
}

export async function startSubjects(folder: string): Promise<Subjects> {
  const running: { stop(): Promise<unknown> }[] = []
  const stop = async () => {
    for (const part of running.reverse()) await part.stop()
  }
  try {
    const [upstreamPort = 0, nodePort = 0, jwtPort = 0] = await freePorts(3)
    const upstreamUrl = `http://127.0.0.1:${upstreamPort}`
    running.push(await node('bench/service/upstream.ts', { PORT: String(upstreamPort) }, /^ready/))
    const env: Record<string, string> = {
      ...demoSettings(upstreamUrl),
      // Only the speed is of interest, not the limits.
      CALLS_PER_MINUTE_USER: '1000000',
      CALLS_PER_MINUTE_ADDRESS: '1000000',
    }
    const workerd = await startWorkerd(folder, { env, upstreamPort })
    running.push(workerd)

    await bundleForNode(projectRoot, join(folder, 'node'))
    const service = await nodeService(folder, { ...env, PORT: String(nodePort), DATABASE: ':memory:' })
    running.push(service)
    const jwtEnv = { SESSION_KEY: env.SESSION_KEY ?? '', PORT: String(jwtPort) }
    const jwtOnly = await node('bench/service/jwt-only-node.ts', jwtEnv, /^ready/)
    running.push(jwtOnly)
    return {
      worker: { ...workerd.ports, pid: workerd.pid, jwtPid: workerd.pid },
      node: { service: nodePort, jwt: jwtPort, pid: service.pid, jwtPid: jwtOnly.pid },
      async assumeRoleCalls() {
        return ((await (await fetch(`${upstreamUrl}/calls`)).json()) as { assumeRoleCalls: number }).assumeRoleCalls
      },
      sessionOf(user) {
        return sessionOf(user, env.SESSION_KEY ?? '')
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The Authorization header of a user's session. */
export async function sessionOf(user: string, key: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  return `Bearer ${await sign({ iss: 'wevod', sub: user, iat, exp: iat + 7200 }, key, 'HS256')}`
}

export function node(file: string, env: Record<string, string>, ready: RegExp): Promise<Child> {
  return startChild({
    name: file,
    args: ['--import', 'tsx', file],
    cwd: projectRoot,
    env,
    ready,
    onLine: () => undefined,
  })
}

/** Its log goes into a file, as workerd's goes nowhere: reading it here would slow the load down. */
export async function nodeService(
  folder: string,
  env: Record<string, string>,
): Promise<{ pid: number; stop(): Promise<unknown> }> {
  const log = openSync(join(folder, 'node.log'), 'w')
  const child = spawn(process.execPath, ['--disable-warning=DEP0169', join(folder, 'node/server.mjs')], {
    stdio: ['ignore', log, 'inherit'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const isUp = async () => (await fetch(`http://127.0.0.1:${env.PORT}/healthz`).catch(() => undefined))?.ok ?? false
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`The token service on Node ended with ${child.exitCode}`)
    await sleep(50)
  }
  return {
    pid: child.pid as number,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Resident memory of a process, MB; Linux only. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}
