import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { freePort } from '../test-support/postgres-server'
import { loginCode } from '../test-support/service'
import { callVod } from '../test-support/user'
import { addressBehind } from './address'
import type { NodeEnvironment } from './environment'
import { type NodeService, startNodeService } from './start-node-service'

const KEY = 'Callback1'

let directory: string
let running: NodeService[]

beforeEach(async () => {
  await emulator('POST', '/reset')
  directory = await mkdtemp(join(tmpdir(), 'wevod-node-'))
  running = []
})

afterEach(async () => {
  for (const service of running) await service.stop(0)
  await rm(directory, { recursive: true })
})

async function start(changes: Record<string, string> = {}, file = 'db.sqlite', told: Partial<NodeEnvironment> = {}) {
  // The callback URL has to be known before the service starts.
  const port = await freePort()
  const callback = `http://127.0.0.1:${port}/vod/events`
  const service = await startNodeService({
    env: { ...inject('demoSettings'), VOD_CALLBACK_URL: callback, VOD_CALLBACK_KEY: KEY, ...changes },
    port,
    hostname: '127.0.0.1',
    databasePath: join(directory, file),
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    trustedProxies: 0,
    ...told,
    log: () => undefined,
  })
  running.push(service)
  await emulator('PUT', '/callback', { url: callback, key: KEY })
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, jsonRequest(method, body, headers))
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }
  const login = async (name = 'alice') => {
    const { json } = await call('POST', '/session', { code: loginCode(name) })
    const headers = { authorization: `Bearer ${json.token}` }
    return (method: string, path: string, body?: unknown) => call(method, path, body, headers)
  }
  return { service, call, login, port }
}

describe('the service on Node', () => {
  it.each(['ordered', 'reordered', 'doubled', 'late'])(
    'follows a video from its making to its playing by notifications that come %s',
    async (eventDelivery) => {
      await emulator('PUT', '/switches', { transcodes: true, eventDelivery, eventLateSeconds: 0.2 })
      const { login } = await start()
      const user = await login()
      const { videoId } = (await user('POST', '/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' })).json
      await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
      const sent = (await emulator('GET', '/events')) as { taken: boolean; tries: number }[]
      expect(sent.every(({ taken, tries }) => taken && tries === 1)).toBe(true)
      expect((await user('GET', '/videos')).json.videos).toEqual([
        expect.objectContaining({
          videoId,
          status: 'Normal',
          size: 10,
          duration: 12.5,
          coverUrl: expect.stringContaining('.cover.jpg'),
        }),
      ])
      expect((await user('GET', `/videos/${videoId}/play`)).json.streams).toHaveLength(2)
    },
  )

  it('counts a video that VOD announces and nobody has registered, for the user whose mark it bears', async () => {
    const { login } = await start({ DAILY_UPLOADS: '1', CREDENTIAL_SECONDS: '900' })
    const user = await login(`u${crypto.randomUUID().slice(0, 8)}`)
    const { json } = await user('POST', '/credentials')
    const { VideoId } = await callVod(json, 'CreateUploadVideo', {
      Title: 'Unregistered',
      FileName: 'v.mp4',
      UserData: json.userData as string,
    })
    await emulator('POST', `/videos/${VideoId}/file`, 'ten bytes!')
    const sent = (await emulator('GET', '/events')) as { taken: boolean }[]
    expect(sent.map(({ taken }) => taken)).toEqual([true])
    const { status, json: refusal } = await user('POST', '/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' })
    expect([status, refusal.code]).toEqual([429, 'daily_limit_reached'])
  })

  it('keeps its state in the file, and makes its tables once', async () => {
    const first = await start()
    const { videoId } = (
      await (
        await first.login()
      )('POST', '/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' })
    ).json
    await first.service.stop(1000)
    running = []
    const { login } = await start()
    expect((await (await login())('GET', '/videos')).json.videos).toEqual([expect.objectContaining({ videoId })])
  })

  it('answers the calls under way before it ends, and takes no more', async () => {
    const { service, login, call } = await start()
    const user = await login()
    await setFault('AssumeRole', { type: 'delay', ms: 300 })
    const underWay = user('POST', '/credentials')
    await expect.poll(async () => ((await emulator('GET', '/calls')) as Record<string, number>).AssumeRole).toBe(1)
    const stopped = service.stop(5000)
    expect((await underWay).status).toBe(200)
    await stopped
    running = []
    await expect(call('GET', '/healthz')).rejects.toThrow()
  })

  it('says that it is not ready once it is told to end, and takes calls until balancers have seen that', async () => {
    const { service, call, port } = await start()
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    const stopped = service.stop(5000, 700)
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`)
    expect([ready.status, ready.headers.get('connection'), await ready.text()]).toEqual([503, 'close', ''])
    expect((await call('GET', '/healthz')).status).toBe(200)
    expect((await call('POST', '/session', { code: loginCode('alice') })).status).toBe(200)
    await stopped
    running = []
    await expect(call('GET', '/healthz')).rejects.toThrow()
  })

  it('keeps a connection for as long as it is told, and says so', async () => {
    const { port } = await start({}, 'db.sqlite', { keepAliveSeconds: 620 })
    const { headers } = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(headers.get('keep-alive')).toBe('timeout=620')
  })

  it('does the job of every minute by its own timer, or leaves it to one outside', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const ADMIN_SECRET = 'of-a-timer-outside-long-enough-for-it'
      const inside = await start({ ADMIN_SECRET })
      const count = vi.getTimerCount()
      const outside = await start({ ADMIN_SECRET }, 'outside.sqlite', { reconcile: 'outside' })
      // Vitest counts those that run; the first service has one that the second has not.
      expect([count, vi.getTimerCount()]).toEqual([count, count])
      expect(count).toBeGreaterThan(0)
      const authorization = `Bearer ${ADMIN_SECRET}`
      expect((await outside.call('POST', '/admin/reconcile', undefined, { authorization })).status).toBe(200)
      await inside.service.stop(0)
    } finally {
      vi.useRealTimers()
      running = []
    }
  })

  it('keeps only the address that nobody can make up', async () => {
    const { call } = await start({ CALLS_PER_MINUTE_ADDRESS: '2' })
    const from = (address: string) => call('POST', '/session', {}, { 'x-forwarded-for': address })
    expect([(await from('1.1.1.1')).status, (await from('2.2.2.2')).status, (await from('3.3.3.3')).status]).toEqual([
      400, 400, 429,
    ])
  })

  it('survives what is no HTTP', async () => {
    const { call, port } = await start()
    const socket = connect(port, '127.0.0.1')
    socket.end('\x16\x03\x01 nonsense\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve).resume())
    expect((await call('GET', '/healthz')).status).toBe(200)
  })
})

describe('addressBehind', () => {
  const of = (trustedProxies: number, forwarded: string | undefined) =>
    addressBehind(trustedProxies)({
      env: { incoming: { socket: { remoteAddress: '10.0.0.1' } } },
      req: { header: () => forwarded },
    } as never)

  it.each([
    [0, undefined, '10.0.0.1'],
    [0, '6.6.6.6', '10.0.0.1'],
    [1, '192.0.2.1', '192.0.2.1'],
    [1, '6.6.6.6, 192.0.2.1', '192.0.2.1'],
    [2, '6.6.6.6, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    [2, '192.0.2.1', '192.0.2.1'],
    [1, '2001:db8:1:2::3', '2001:db8:1:2'],
  ])('with %i proxies takes %s for %s', (proxies, forwarded, address) => {
    expect(of(proxies, forwarded)).toBe(address)
  })
})
