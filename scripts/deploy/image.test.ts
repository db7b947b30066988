import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator } from '../../emulator/server'
import { postgresBinaries, startPostgres } from '../../server/test-support/postgres-server'
import { demoSettings } from '../stack/demo-settings'
import { type NodeService, startNodeService } from '../test-support/node-service'
import { projectRoot } from '../test-support/run'
import { type PlayedImage, playImage } from './image/play-image'

// There is no container engine here: what the Dockerfile says is done in an empty folder, and what comes of it is started
// as the user that it names, with the environment that it sets, where nothing but the database's folder can be written to.

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const binaries = postgresBinaries()

const directory = await mkdtemp(join(tmpdir(), 'wevod-image-'))
const emulator = await startEmulator({ directory: join(directory, 'emulator') })
let image: PlayedImage
let services: NodeService[] = []

beforeAll(async () => {
  await chmod(directory, 0o755)
  image = playImage(readFileSync(join(projectRoot, 'deploy/Dockerfile'), 'utf8'), directory)
  chmodTree(image.workdir)
})

afterAll(async () => {
  for (const { child, ended } of services) {
    child.kill('SIGKILL')
    await ended
  }
  await emulator.close()
  await run('chmod', ['-R', 'u+w', directory])
  await rm(directory, { recursive: true })
})

function chmodTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) chmodTree(join(folder, entry.name))
    else chmodSync(join(folder, entry.name), 0o444)
  }
  chmodSync(folder, 0o555)
}

const user = () => (isRoot ? { uid: image.uid, gid: image.gid } : {})

/** As the image's CMD, with a database of its own unless it is told another one. */
async function start(changes: Record<string, string | undefined> = {}): Promise<NodeService> {
  const data = join(image.root, 'data', String(services.length))
  mkdirSync(data)
  if (isRoot) chownSync(data, image.uid, image.gid)
  const settings = { ...demoSettings(emulator.url), ...image.env, PORT: '0', DATABASE: join(data, 'wevod.sqlite') }
  const env = Object.fromEntries(
    Object.entries({ ...settings, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const [, file = ''] = image.command
  const service = await startNodeService(file, { cwd: image.workdir, env, ...user() })
  services.push(service)
  return service
}

async function login(service: NodeService, name = 'alice') {
  const { json } = await service.call('POST', '/session', { code: `dev-${name}-${crypto.randomUUID()}` })
  return { authorization: `Bearer ${json.token}` }
}

const upload = { fileName: 'v.mp4', fileSize: 5, title: 'x' }

test('the image runs the service as a user that is not root, and writes nowhere but to the database’s folder', async () => {
  expect(image.uid).toBeGreaterThan(0)
  expect(image.env).toMatchObject({ HOST: '0.0.0.0', PORT: '9000', DATABASE: join(image.root, 'data/wevod.sqlite') })
  expect(readdirSync(image.root).sort()).toEqual(['app', 'data'])
  expect(readdirSync(image.workdir)).toEqual(['dist'])
  const before = readdirSync(image.workdir, { recursive: true }).sort()
  const service = await start()
  const headers = await login(service)
  expect((await service.call('POST', '/credentials', undefined, headers)).json).toHaveProperty('securityToken')
  expect((await service.call('POST', '/uploads', upload, headers)).json).toHaveProperty('uploadAuth')
  expect((await service.call('GET', '/openapi.json')).status).toBe(200)
  expect((await service.call('GET', '/readyz')).status).toBe(200)
  service.child.kill('SIGTERM')
  expect(await service.ended).toBe(0)
  expect(readdirSync(image.workdir, { recursive: true }).sort()).toEqual(before)
  expect(service.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('its health check tells a service that answers from one that does not', async () => {
  const check = async (port: number) => {
    const [program = '', ...args] = image.healthCheck
    const env = { ...image.env, PORT: String(port) }
    return run(program, args, { cwd: image.workdir, env, ...user() }).then(
      () => 0,
      ({ code }: { code: number }) => code,
    )
  }
  const service = await start()
  expect(await check(service.port)).toBe(0)
  service.child.kill('SIGTERM')
  await service.ended
  expect(await check(service.port)).toBe(1)
})

test('it ends under load without failing a call of a balancer that asks whether it is ready', async () => {
  emulator.cloud.switches.vodCallsPerSecond = 0
  const limits = { CALLS_PER_MINUTE_USER: '1000000', DAILY_UPLOADS: '1000000' }
  const service = await start({ DRAIN_SECONDS: '3', ...limits })
  const headers = await login(service)
  let ready = true
  const statuses: number[] = []
  const failed: unknown[] = []
  const client = async () => {
    while (ready) {
      for (const call of [
        () => service.call('POST', '/uploads', upload, headers),
        () => service.call('GET', '/videos', undefined, headers),
      ]) {
        await call().then(
          ({ status }) => statuses.push(status),
          (error: unknown) => failed.push(error),
        )
      }
    }
  }
  const balancer = async () => {
    while (ready) {
      await wait(200)
      ready = (await fetch(`http://127.0.0.1:${service.port}/readyz`)).status === 200
    }
    return Date.now()
  }
  const done = Promise.all([balancer(), ...Array.from({ length: 10 }, client)])
  await wait(2000)
  service.child.kill('SIGTERM')
  const toldAt = Date.now()
  const [noticedAt] = await done
  expect(noticedAt - toldAt).toBeLessThan(2500)
  expect(await service.ended).toBe(0)
  expect(failed).toEqual([])
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(statuses.length).toBeGreaterThan(10)
})

test('it keeps a connection for longer than balancers do, and than Node does by itself', async () => {
  const service = await start()
  const connection = connect(service.port, '127.0.0.1').setEncoding('utf8')
  let answers = ''
  connection.on('data', (text: string) => {
    answers += text
  })
  const ask = () => connection.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  const answered = () => answers.match(/HTTP\/1\.1 200 /g)?.length
  ask()
  await expect.poll(answered).toBe(1)
  expect(answers).toContain('timeout=620')
  // Node's own five seconds, and the ten in which a request's headers have to come.
  await wait(16_000)
  ask()
  await expect.poll(answered).toBe(2)
  connection.destroy()
})

test.skipIf(!binaries && process.env.CI !== 'true')('pg is in it: it keeps its state in PostgreSQL', async () => {
  const server = await startPostgres(binaries ?? '')
  try {
    const service = await start({ DATABASE: server.url })
    const headers = await login(service)
    expect((await service.call('POST', '/uploads', upload, headers)).status).toBe(200)
    expect((await service.call('GET', '/readyz')).status).toBe(200)
    service.child.kill('SIGTERM')
    expect(await service.ended).toBe(0)
  } finally {
    await server.remove()
  }
})

test('@alicloud/credentials is in it: without an access key it signs with the keys of a role', async () => {
  const keys = demoSettings(emulator.url)
  const { cloud } = emulator
  const role = cloud.account.roles.find(({ name }) => name === 'token-machine')
  if (!role) throw new Error('The demo account has no role for a machine.')
  const issued = cloud.credentials.issue({ kind: 'session', role, session: 'pod' }, Date.now() + 3_600_000)
  const source = createServer((_, response) =>
    response.end(
      JSON.stringify({
        AccessKeyId: issued.accessKeyId,
        AccessKeySecret: issued.accessKeySecret,
        SecurityToken: issued.securityToken,
        Expiration: new Date(issued.expiresAt).toISOString(),
      }),
    ),
  ).listen(0, '127.0.0.1')
  await new Promise((resolve) => source.once('listening', resolve))
  const { port } = source.address() as AddressInfo
  const service = await start({
    ...keys,
    ALIBABA_CLOUD_ACCESS_KEY_ID: undefined,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    ALIBABA_CLOUD_CREDENTIALS_URI: `http://127.0.0.1:${port}/keys`,
  })
  const headers = await login(service)
  expect((await service.call('POST', '/credentials', undefined, headers)).status).toBe(200)
  expect((await service.call('POST', '/uploads', upload, headers)).status).toBe(200)
  source.close()
})

test('it names every mistake in its variables, and does not start', async () => {
  const started = start({ KEEP_ALIVE_SECONDS: 'long', TRUSTED_PROXIES: 'all', RECONCILE: 'outside' })
  await expect(started).rejects.toThrow(/TRUSTED_PROXIES.*KEEP_ALIVE_SECONDS|KEEP_ALIVE_SECONDS.*TRUSTED_PROXIES/s)
  services = services.filter(({ child }) => child.exitCode === null)
})
