import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { projectRoot } from '../../scripts/project-root'
import { bundleForNode } from '../../scripts/stack/bundle-for-node'
import { type NodeService, startNodeService } from '../../scripts/test-support/node-service'
import { jsonRequest } from './json-request'
import { type LOGIN_KINDS, loginOf } from './logins'
import { loginCode, type TestService, vouchedBy } from './service'

/** As many tests see a service: from outside. */
type RemoteService = Pick<TestService, 'call' | 'vouch'> & { stop(): Promise<void> }

/**
 * The service as it is deployed on Node, in so many processes on the tests' PostgreSQL. Calls go to them by turns, as a
 * proxy hands them out.
 */
export async function startProcesses(
  count: number,
  kind: (typeof LOGIN_KINDS)[number],
  changes: Record<string, string>,
): Promise<RemoteService> {
  const directory = await mkdtemp(join(tmpdir(), 'wevod-processes-'))
  const processes: NodeService[] = []
  const stop = async () => {
    for (const { child, ended } of processes) {
      child.kill('SIGKILL')
      await ended
    }
    await rm(directory, { recursive: true })
  }
  try {
    const { file } = await bundleForNode(projectRoot, join(directory, 'dist'))
    const { settings, vouch } = await loginOf(kind)
    const env = {
      ...inject('demoSettings'),
      CALLS_PER_MINUTE_USER: '1000000',
      CALLS_PER_MINUTE_ADDRESS: '1000000',
      PORT: '0',
      DATABASE: inject('postgresUrl') ?? '',
      ...changes,
      ...settings,
    }
    for (let i = 0; i < count; i++) processes.push(await startNodeService(file, { cwd: directory, env }))
    let turn = 0
    const call: RemoteService['call'] = async (method, path, { body, headers = {} } = {}) => {
      const { port } = processes[turn++ % count] as NodeService
      const response = await fetch(`http://127.0.0.1:${port}${path}`, jsonRequest(method, body, headers))
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, json: JSON.parse(text) }
    }
    const bySession = async (user: string) => {
      const { json } = await call('POST', '/session', { body: { code: loginCode(user) } })
      return vouchedBy(`Bearer ${json.token}`)
    }
    return { call, vouch: vouch ?? bySession, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
