import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { projectRoot, spawnCommand, spawnScript } from './test-support/run'
import { freePorts, startStack } from './test-support/stack'

/** Process ids of all descendants, by /proc. */
async function descendants(pid: number): Promise<number[]> {
  const { readdir, readFile } = await import('node:fs/promises')
  const parents = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => undefined) // gone meanwhile
    if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found: number[] = []
  let generation = [pid]
  while (generation.length > 0) {
    generation = [...parents].filter(([, parent]) => generation.includes(parent)).map(([child]) => child)
    found.push(...generation)
  }
  return found
}

const isRunning = async (pid: number) => {
  const { readFile } = await import('node:fs/promises')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined) // no such process
  return stat !== undefined && !/\) [ZX] /.test(stat)
}

/** The status, or the failure, of a request that the app in the preview would make. */
async function proxied(previewUrl: string, target: string): Promise<string> {
  const { headers } = await fetch(`${previewUrl}/__wx/request`, {
    method: 'POST',
    headers: {
      ...{ origin: previewUrl, 'x-wx-target': encodeURIComponent(target) },
      ...{ 'x-wx-method': 'GET', 'x-wx-headers': encodeURIComponent('{}') },
    },
  })
  return headers.get('x-wx-status') ?? decodeURIComponent(headers.get('x-wx-error') ?? '')
}

it.each([
  ['SIGINT', { throughNpm: false }],
  ['SIGTERM', { throughNpm: true }],
] as const)('npm start brings everything up, and leaves no process behind after %s, %j', async (signal, how) => {
  const stack = await startStack(how)
  for (const url of [`${stack.serviceUrl}/healthz`, `${stack.emulatorUrl}/_emulator/health`]) {
    expect(await (await fetch(url)).json()).toEqual({ status: 'ok' })
  }
  expect(await (await fetch(stack.previewUrl)).text()).toContain('<!doctype html>')
  // By its real name, VOD is the emulator here, which wants an Action; nothing else leaves this machine.
  expect(await proxied(stack.previewUrl, 'https://vod.cn-shanghai.aliyuncs.com/')).toBe('400')
  expect(await proxied(stack.previewUrl, 'https://sts.cn-shanghai.aliyuncs.com/')).toBe('url not in domain list')
  const children = process.platform === 'linux' ? await descendants(stack.pid) : []
  if (process.platform === 'linux') expect(children.length).toBeGreaterThan(1)
  const { code, stdout, stderr } = await stack.stop(signal)
  expect(code).toBe(0)
  if (!how.throughNpm) expect(stderr).toBe('')
  expect(stdout.match(/^ready /gm)).toHaveLength(1)
  // Calls are printed on request.
  expect(stdout).not.toContain('GET /healthz')
  for (const pid of children) expect(await isRunning(pid), `process ${pid}`).toBe(false)
  await expect(fetch(`${stack.serviceUrl}/healthz`)).rejects.toThrow()
})

it('npm start: a second one on the same ports fails, and leaves the first one what it has', async () => {
  const stack = await startStack()
  onTestFinished(async () => {
    await stack.stop()
  })
  const logIn = async () => {
    const code = `dev-alice-${crypto.randomUUID()}`
    const body = JSON.stringify({ code })
    const response = await fetch(`${stack.serviceUrl}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const { token } = (await response.json()) as { token: string }
    return { authorization: `Bearer ${token}` }
  }
  const second = await spawnScript('start', [], stack.env).ended
  expect(second.code).toBe(1)
  expect(second.stderr).toContain('is in use')
  // Its database and its objects are still there.
  expect((await fetch(`${stack.serviceUrl}/videos`, { headers: await logIn() })).status).toBe(200)
  const videos = await mkdtemp(join(tmpdir(), 'wevod-start-'))
  onTestFinished(() => rm(videos, { recursive: true }))
  await writeFile(join(videos, 'a.mp4'), 'any bytes')
  const { code } = await spawnScript('upload', [join(videos, 'a.mp4')], stack.env).ended
  const folder = join(projectRoot, '.emulator', new URL(stack.emulatorUrl).port)
  expect(code, 'an upload').toBe(0)
  expect(await readdir(folder)).toHaveLength(1)
  await stack.stop()
  expect(existsSync(folder)).toBe(false)
})

it('npm start names a port that is in use, its part and its variable, before anything starts', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const taken = (other.address() as AddressInfo).port
  const [free, preview] = await freePorts(2)
  const { code, stdout, stderr } = await spawnScript('start', [], {
    SERVICE_PORT: String(free),
    PREVIEW_PORT: String(preview),
    EMULATOR_PORT: String(taken),
  }).ended
  other.close()
  expect(code).toBe(1)
  expect(stderr).toBe(
    `error: Port ${taken} (emulator) is in use. Stop what listens there, or choose another: EMULATOR_PORT=… npm start\n`,
  )
  expect(stdout).toBe('')
})

it('the preview by itself ends where its port is taken', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const port = String((other.address() as AddressInfo).port)
  const args = ['--import', 'tsx', 'preview/main.ts']
  const { code, stderr } = await spawnCommand(process.execPath, args, { PREVIEW_PORT: port }).ended
  other.close()
  expect(code).toBe(1)
  expect(stderr).toContain('EADDRINUSE')
})

it('npm start prints the calls of the service where that is asked for, and takes no other word', async () => {
  const stack = await startStack({ args: ['--log-calls'] })
  await fetch(`${stack.serviceUrl}/healthz`)
  const { stdout } = await stack.stop()
  expect(stdout).toMatch(/^service .*GET \/healthz 200/m)
  const { code, stderr } = await spawnScript('start', ['--log-call'], {}).ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: Unknown option '--log-call'/)
})

it.each([
  [{ SERVICE_PORT: 'http' }, 'error: SERVICE_PORT must be a port number from 1 to 65535, not "http".\n'],
  [{ SERVICE_PORT: '4000', EMULATOR_PORT: '4000' }, /^error: The service and the emulator cannot share port 4000/],
])('npm start refuses %j', async (env, message) => {
  const { code, stderr } = await spawnScript('start', [], env).ended
  expect(code).toBe(1)
  if (typeof message === 'string') expect(stderr).toBe(message)
  else expect(stderr).toMatch(message)
})
