import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { demoSettings } from './stack/demo-settings'
import { printed, projectRoot, spawnScript } from './test-support/run'
import { freePorts } from './test-support/stack'

const directory = await mkdtemp(join(tmpdir(), 'wevod-serve-'))
const emulator = await startEmulator({ directory })

afterAll(async () => {
  await emulator.close()
  await rm(directory, { recursive: true })
})

test('npm run serve runs the service on Node: it logs in, gives credentials, keeps videos, and ends on SIGTERM', async () => {
  const [port] = await freePorts(1)
  const running = spawnScript('serve', [], {
    ...demoSettings(emulator.url),
    PORT: String(port),
    DATABASE: join(directory, 'db.sqlite'),
  })
  await printed(running, /"event":"ready"/)
  const call = async (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }
  const { token } = await call('POST', '/session', {}, { code: 'dev-alice-1' })
  const headers = { authorization: `Bearer ${token}` }
  expect(await call('POST', '/credentials', headers)).toHaveProperty('securityToken')
  const { videoId } = await call('POST', '/uploads', headers, { fileName: 'v.mp4', fileSize: 5, title: 'x' })
  expect((await call('GET', '/videos', headers)).videos).toEqual([expect.objectContaining({ videoId })])
  running.child.kill('SIGTERM')
  const { code, stdout } = await running.ended
  expect(code).toBe(0)
  // The lines of its log are JSON, each with its time.
  for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('time')
})

/** Its database, and whether that is there. */
const elsewhere = (name: string) => {
  const path = join(directory, name)
  return { path, isThere: () => existsSync(path) }
}
/** Without what this machine has set. */
const noSettings = Object.fromEntries(Object.keys(demoSettings('')).map((name) => [name, undefined]))

test('npm run serve, without its secrets it tells all that is missing, and leaves no file', async () => {
  const database = elsewhere('missing.sqlite')
  const bundle = join(projectRoot, 'dist/server.mjs')
  const bundled = await stat(bundle).catch(() => undefined) // Not there yet.
  const { code, stdout, stderr } = await spawnScript('serve', [], {
    ...noSettings,
    ...{ PORT: '0', DATABASE: database.path, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', KEEP_ALIVE_SECONDS: 'long' },
  }).ended
  expect(code).toBe(1)
  expect(stdout).toBe('')
  for (const name of ['WECHAT_APPID', 'WECHAT_APP_SECRET', 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ROLE_ARN', 'SESSION_KEY']) {
    expect(stderr).toContain(`set the environment variable ${name}`)
  }
  expect(stderr).toContain('KEEP_ALIVE_SECONDS must be a number')
  expect(database.isThere()).toBe(false)
  expect((await stat(bundle).catch(() => undefined))?.mtimeMs).toBe(bundled?.mtimeMs)
})

test('npm run serve: a second one on the same port says so, and touches nothing', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const database = elsewhere('second.sqlite')
  const { code, stderr } = await spawnScript('serve', [], {
    ...demoSettings(emulator.url),
    ...{ PORT: String(port), DATABASE: database.path },
  }).ended
  other.close()
  expect(code).toBe(1)
  expect(stderr).toContain(`Port ${port} is in use`)
  expect(database.isThere()).toBe(false)
})

test('npm run serve names a wrong port, and what it takes', async () => {
  const { code, stderr } = await spawnScript('serve', [], { ...demoSettings(emulator.url), PORT: 'http' }).ended
  expect(code).toBe(1)
  expect(stderr).toContain('PORT must be a number from 0 to 65535')
  expect((await spawnScript('serve', ['--nonsense']).ended).stderr).toContain('usage: npm run serve')
})
