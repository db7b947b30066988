import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { doctorForTests } from '../doctor/test-support/doctor'
import { spawnScript } from './test-support/run'

const { emulator, serviceUrl, settings } = await doctorForTests()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-doctor-'))
})
afterAll(() => rm(folder, { recursive: true }))

const env = {
  EMULATOR_PORT: String(emulator.port),
  SERVICE_PORT: new URL(serviceUrl).port,
  LANG: 'C',
  LC_ALL: '',
  LC_MESSAGES: '',
}
const doctor = (...args: string[]) => spawnScript('doctor', args, env).ended

/** A file of settings as `--env-file` takes it. */
async function file(values: Record<string, string>): Promise<string> {
  const path = join(folder, 'settings.env')
  await writeFile(
    path,
    Object.entries(values)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  )
  return path
}

it('finds the running stack healthy: exit code 0, and the lists of domains', async () => {
  const { code, stdout, stderr } = await doctor('--emulator')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/Healthy: 23 checks passed/)
  expect(stdout).toMatch(/request合法域名 +http/)
  expect(stdout).toMatch(/uploadFile合法域名/)
  // Nothing for a terminal where there is none.
  expect(stdout).toBe(stripVTControlCharacters(stdout))
  expect(stdout).not.toContain('\r')
})

it('finds what is wrong in a file: exit code 1, in Chinese where that is asked for', async () => {
  const path = await file({ ...settings, ROLE_ARN: 'acs:ram::1234567890123456:role/nobody' })
  const { code, stdout } = await doctor('--env-file', path, '--lang', 'zh')
  expect(code).toBe(1)
  expect(stdout).toMatch(/没有这个角色/)
})

it('--json gives JSON and nothing else on stdout, and its progress on stderr', async () => {
  const path = await file({ WECHAT_APPID: 'wx0123456789abcdef' })
  const { code, stdout, stderr } = await doctor('--emulator', '--env-file', path, '--json')
  expect(code).toBe(1)
  const told = JSON.parse(stdout) as Record<string, unknown>
  expect(told).toMatchObject({
    healthy: false,
    source: expect.stringContaining('settings.env'),
    calls: expect.any(Number),
    seconds: expect.any(Number),
    probes: [],
  })
  expect(told.findings).toHaveLength(23)
  expect(told.findings).toContainEqual({
    id: 'wechat',
    title: 'AppID and AppSecret',
    status: 'failed',
    code: '40013',
    requestId: expect.any(String),
    cause: expect.any(String),
    fix: expect.any(String),
    seconds: expect.any(Number),
  })
  expect(told.domains).toContainEqual({
    engine: 'multipart',
    authMethod: 'sts',
    isYours: true,
    request: expect.arrayContaining([serviceUrl]),
    uploadFile: [],
  })
  expect(stderr).toMatch(/✗ AppID and AppSecret/)
  expect(stdout + stderr).not.toContain(settings.WECHAT_APP_SECRET)
})

it('takes the environment where there is no file, and names what is missing there', async () => {
  const { code, stdout } = await doctor('--url', 'https://service.example')
  expect(code).toBe(1)
  expect(stdout).toMatch(/ROLE_ARN is missing: set the environment variable ROLE_ARN/)
})

it.skipIf(spawnSync('openssl', ['version']).status !== 0)('tells of a certificate that ends soon', async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '3']
  execFileSync('openssl', [...made, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (_, response) => {
    response.writeHead(200, { 'x-request-id': 'of-the-service' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `https://localhost:${(server.address() as AddressInfo).port}`
    const trusting = { ...env, NODE_EXTRA_CA_CERTS: cert }
    const { code, stdout } = await spawnScript('doctor', ['--emulator', '--url', url], trusting).ended
    expect(stdout).toMatch(/! The service itself\n +cause +The certificate of the service ends in [23] days/)
    expect(code).toBe(0)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

it.each([
  [['--nonsense'], /Unknown option '--nonsense'/],
  [['--env-file', '/no/such/file'], /\/no\/such\/file cannot be read \(ENOENT\)/],
  [['--url', 'service.example'], /--url takes an address/],
  [['--lang', 'fr'], /--lang takes en or zh/],
])('%j is wrong usage: exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await doctor(...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
})

it('--help tells of every option', async () => {
  const { code, stdout } = await doctor('--help')
  expect(code).toBe(0)
  for (const option of ['--env-file', '--url', '--emulator', '--json', '--lang']) expect(stdout).toContain(option)
})
