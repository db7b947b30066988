import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import type { LogLine } from '../log'
import { emulator } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { type MachineKey, machineKey } from '../test-support/machine-key'
import { loginCode } from '../test-support/service'
import { roleKeys } from './role-keys'
import { type NodeService, startNodeService } from './start-node-service'

// Where a machine of Alibaba Cloud finds the keys of its role, played by an HTTP server of this machine.

let directory: string
let standIn: { server: Server; url: string; answer: RequestListener; asked: string[] }
let services: NodeService[]
let lines: LogLine[]
const { fetch } = globalThis

beforeEach(async () => {
  await emulator('POST', '/reset')
  directory = await mkdtemp(join(tmpdir(), 'wevod-role-'))
  services = []
  lines = []
  const server = createServer((request, response) => {
    standIn.asked.push(`${request.method} ${request.url}`)
    standIn.answer(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  standIn = { server, url, asked: [], answer: (_, response) => response.writeHead(404).end() }
  // The library has these addresses of Alibaba Cloud in it.
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    fetch(String(input).replace(/^(http:\/\/100\.100\.100\.200|https:\/\/sts\.[\w-]+\.aliyuncs\.com)/, url), init),
  )
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  for (const service of services) await service.stop(0)
  standIn.server.closeAllConnections()
  await new Promise((resolve) => standIn.server.close(resolve))
  await rm(directory, { recursive: true })
})

/** The metadata service of an ECS instance, in its second mode, whose calls need a token of it. */
const metadata =
  (keyOf: () => MachineKey): RequestListener =>
  (request, response) => {
    if (request.method === 'PUT' && request.url === '/latest/api/token') response.end('metadata-token')
    else if (request.headers['x-aliyun-ecs-metadata-token'] !== 'metadata-token') response.writeHead(403).end()
    else if (request.url?.endsWith('/security-credentials/')) response.end('token-machine')
    else if (request.url?.endsWith('/security-credentials/token-machine'))
      response.end(JSON.stringify(asAnswer(keyOf())))
    else response.writeHead(404).end()
  }

function asAnswer({ accessKeyId, accessKeySecret, securityToken, expiration }: MachineKey) {
  return {
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: expiration,
    Code: 'Success',
  }
}

async function start(changes: Record<string, string> = {}) {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: _, ALIBABA_CLOUD_ACCESS_KEY_SECRET: __, ...settings } = inject('demoSettings')
  const service = await startNodeService({
    env: { ...settings, ...changes },
    port: 0,
    hostname: '127.0.0.1',
    databasePath: ':memory:',
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    trustedProxies: 0,
    log: (line) => lines.push(line),
  })
  services.push(service)
  const call = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, jsonRequest('POST', body, headers))
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }
  const { json } = await call('/session', { code: loginCode('alice') })
  const authorization = `Bearer ${json.token}`
  return {
    credentials: (headers: Record<string, string> = {}) =>
      call('/credentials', undefined, { authorization, ...headers }),
    upload: () => call('/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' }, { authorization }),
  }
}

describe('without an access key, the service signs with the keys of', () => {
  it('the role of the ECS instance', async () => {
    const key = await machineKey()
    standIn.answer = metadata(() => key)
    const { credentials, upload } = await start()
    expect((await credentials()).status).toBe(200)
    expect((await upload()).status).toBe(200)
  })

  it('a pod, for whose token STS gives them (RRSA)', async () => {
    const key = await machineKey()
    const file = join(directory, 'token')
    await writeFile(file, 'token of the pod')
    vi.stubEnv('ALIBABA_CLOUD_ROLE_ARN', 'acs:ram::1234567890123456:role/token-machine')
    vi.stubEnv('ALIBABA_CLOUD_OIDC_PROVIDER_ARN', 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c1')
    vi.stubEnv('ALIBABA_CLOUD_OIDC_TOKEN_FILE', file)
    vi.stubEnv('ALIBABA_CLOUD_STS_REGION', 'cn-shanghai')
    let form = new URLSearchParams()
    standIn.answer = async (request, response) => {
      form = new URLSearchParams(await text(request))
      response.end(JSON.stringify({ Credentials: asAnswer(key) }))
    }
    const { credentials, upload } = await start()
    expect((await credentials()).status).toBe(200)
    expect((await upload()).status).toBe(200)
    expect(form.get('OIDCToken')).toBe('token of the pod')
    expect(standIn.asked).toEqual([expect.stringContaining('Action=AssumeRoleWithOIDC')])
  })

  it('whatever answers at ALIBABA_CLOUD_CREDENTIALS_URI', async () => {
    const key = await machineKey()
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true')
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `${standIn.url}/keys`)
    standIn.answer = (_, response) => response.end(JSON.stringify(asAnswer(key)))
    expect((await (await start()).credentials()).status).toBe(200)
  })

  it('nobody: the operator is told, and what the machine gets later counts', async () => {
    const { credentials } = await start()
    const { status, json } = await credentials()
    expect([status, json.code]).toEqual([503, 'access_key_unavailable'])
    expect(lines.at(-1)).toMatchObject({ level: 'error', hint: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID') })
    const key = await machineKey()
    standIn.answer = metadata(() => key)
    expect((await credentials()).status).toBe(200)
  })
})

describe('keys of a role', () => {
  const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  const key = (name: string, expiration: string): MachineKey => ({
    accessKeyId: name,
    accessKeySecret: `secret of ${name}`,
    securityToken: `token of ${name}`,
    expiration,
  })

  it('are read anew before they end', async () => {
    let current = key('STS.first', soon(600))
    standIn.answer = metadata(() => current)
    let now = 0
    const keys = roleKeys(() => now)
    expect((await keys()).accessKeyId).toBe('STS.first')
    current = key('STS.second', soon(20_000))
    expect((await keys()).accessKeyId).toBe('STS.first')
    now = 31_000
    expect((await keys()).accessKeyId).toBe('STS.second')
  })

  it('are asked for once by all who come together', async () => {
    standIn.answer = metadata(() => key('STS.first', soon(20_000)))
    const keys = roleKeys(Date.now)
    const got = await Promise.all(Array.from({ length: 50 }, () => keys()))
    expect(new Set(got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['STS.first']))
    expect(standIn.asked.filter((call) => call.endsWith('/token-machine'))).toHaveLength(1)
  })
})

describe('a function with a role', () => {
  const ended = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.endedAfter36h',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret of a key that has ended',
    ALIBABA_CLOUD_SECURITY_TOKEN: 'token of a key that has ended',
  }
  const headersOf = ({ accessKeyId, accessKeySecret, securityToken }: MachineKey) => ({
    'x-fc-access-key-id': accessKeyId,
    'x-fc-access-key-secret': accessKeySecret,
    'x-fc-security-token': securityToken,
  })

  it('signs with the newest key that has come with a call', async () => {
    const { credentials, upload } = await start({ ...ended, FC_FUNCTION_NAME: 'wevod' })
    expect((await credentials()).json.code).toBe('access_key_rejected')
    expect((await credentials(headersOf(await machineKey()))).status).toBe(200)
    expect((await upload()).status).toBe(200)
  })

  it('is not what anybody can make of another machine', async () => {
    const { credentials } = await start(ended)
    expect((await credentials(headersOf(await machineKey()))).json.code).toBe('access_key_rejected')
  })
})
