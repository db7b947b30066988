import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { demoSettings } from './stack/demo-settings'
import { printed, spawnScript } from './test-support/run'
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

test('npm run serve names a wrong port, and what it takes', async () => {
  const { code, stderr } = await spawnScript('serve', [], { PORT: 'http' }).ended
  expect(code).toBe(1)
  expect(stderr).toContain('PORT must be a number from 0 to 65535')
  expect((await spawnScript('serve', ['--nonsense']).ended).stderr).toContain('usage: npm run serve')
})
