import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'
import { demoSettings } from './stack/demo-settings'
import { startNodeService } from './test-support/node-service'
import { spawnScript } from './test-support/run'

const directory = await mkdtemp(join(tmpdir(), 'wevod-build-'))
const emulator = await startEmulator({ directory: join(directory, 'emulator') })

afterAll(async () => {
  await emulator.close()
  await rm(directory, { recursive: true })
})

test('npm run build makes a folder that runs the service wherever it is copied, with nothing else there', async () => {
  const built = join(directory, 'dist')
  const { code, stdout } = await spawnScript('build', [built]).ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\d\.\d\d MB, \d+ modules of \d+ packages$/m)
  const empty = join(directory, 'empty')
  await cp(built, join(empty, 'dist'), { recursive: true })
  await rm(built, { recursive: true })
  const service = await startNodeService('dist/server.mjs', {
    cwd: empty,
    env: { ...demoSettings(emulator.url), PORT: '0' },
  })
  const { token } = (await service.call('POST', '/session', { code: 'dev-alice-1' })).json
  const headers = { authorization: `Bearer ${token}` }
  // Both SDKs of Alibaba are in it, and the database with its migrations.
  expect((await service.call('POST', '/credentials', undefined, headers)).json).toHaveProperty('securityToken')
  const upload = { fileName: 'v.mp4', fileSize: 5, title: 'x' }
  expect((await service.call('POST', '/uploads', upload, headers)).json).toHaveProperty('uploadAuth')
  expect((await service.call('GET', '/openapi.json')).status).toBe(200)
  service.child.kill('SIGTERM')
  expect(await service.ended).toBe(0)
  expect(service.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  expect((await readdir(empty)).sort()).toEqual(['dist', 'wevod.sqlite'])
})

test('the bundle carries nothing that only builds or only installs', async () => {
  const { packages, atStart, bytes } = await bundleForNode(projectRoot, join(directory, 'packages'))
  expect(packages).not.toContain('typescript')
  expect(packages).not.toContain('moment-timezone')
  expect(bytes).toBeLessThan(1_300_000)
  // Only who has a PostgreSQL, or no access key, loads these.
  for (const name of ['pg', '@alicloud/credentials', '@alicloud/sts20150401']) {
    expect(packages).toContain(name)
    expect(atStart).not.toContain(name)
  }
  expect(atStart).toContain('hono')
})

test('npm run build takes one directory', async () => {
  expect((await spawnScript('build', ['--nonsense']).ended).stderr).toContain('usage: npm run build')
})
