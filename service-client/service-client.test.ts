import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Emulator, startEmulator } from '../emulator/server'
import { createUploader, type Http, type HttpRequest, type HttpResponse } from '../miniprogram/uploader/index'
import { nodePorts } from '../node-ports/node-ports'
import { bundleForNode } from '../scripts/stack/bundle-for-node'
import { demoSettings } from '../scripts/stack/demo-settings'
import { type NodeService, startNodeService } from '../scripts/test-support/node-service'
import { projectRoot } from '../scripts/test-support/run'
import { createServiceClient, ServiceError } from './index'

const TEAM = { JWT_ISSUER: 'https://backend.example', JWT_AUDIENCE: 'wevod', JWT_KEY: 'k'.repeat(32) }

const signToken = (user: string) =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(TEAM.JWT_ISSUER)
    .setAudience(TEAM.JWT_AUDIENCE)
    .setSubject(user)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(TEAM.JWT_KEY))

describe('the client of the token service, with the service on Node and the emulator', () => {
  let directory: string
  let emulator: Emulator
  let service: NodeService

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wevod-client-'))
    emulator = await startEmulator({ directory: join(directory, 'objects') })
    const { file } = await bundleForNode(projectRoot, join(directory, 'service'))
    const { WECHAT_APP_SECRET: _, ...demo } = demoSettings(emulator.url)
    service = await startNodeService(file, {
      cwd: directory,
      env: { ...demo, ...TEAM, LOGIN: 'jwt', PORT: '0', DATABASE: ':memory:' },
    })
  })
  afterAll(async () => {
    service?.child.kill()
    await service?.ended
    await emulator?.close()
    await rm(directory, { recursive: true })
  })

  function clientOf(user: string) {
    const ports = nodePorts()
    onTestFinished(() => ports.close())
    const url = `http://127.0.0.1:${service.port}/`
    return { ports, service: createServiceClient({ url, ports, getToken: () => signToken(user) }) }
  }

  it.each(['sts', 'credential'] as const)(
    'has the engine upload a file that belongs to the user: %s',
    async (method) => {
      const { ports, service } = clientOf(`alice-${method}`)
      const bytes = randomBytes(1_500_000)
      const path = join(directory, `${method}.mp4`)
      await writeFile(path, bytes)
      const uploader = createUploader({ ports, ...service.auth(method), vodUrl: emulator.url })
      const { videoId } = await uploader.upload({ path, title: '海边' }).result

      const { bucket = '', key = '' } = emulator.cloud.videos.get(videoId) ?? {}
      expect(await emulator.cloud.objects.describe(bucket, key)).toMatchObject({
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      const { videos, nextCursor } = await service.listVideos()
      expect([videos.map((video) => [video.videoId, video.title]), nextCursor]).toEqual([
        [[videoId, '海边']],
        undefined,
      ])
      expect((await clientOf('bob').service.listVideos()).videos).toEqual([])
    },
  )

  it("tells the service's code where it refuses, and asks for no second token where a fresh one is refused", async () => {
    const { service: alice } = clientOf('alice')
    const refused = await alice.getVideo('0'.repeat(32)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ServiceError)
    expect(refused).toMatchObject({
      code: 'video_not_found',
      status: 404,
      passing: false,
      requestId: expect.any(String),
    })

    let asked = 0
    const url = `http://127.0.0.1:${service.port}`
    const { ports } = clientOf('nobody')
    const stranger = createServiceClient({ url, ports, getToken: async () => `no-token-${++asked}` })
    await expect(stranger.listVideos()).rejects.toMatchObject({ code: 'session_invalid', status: 401 })
    expect(asked).toBe(1)
  })
})

describe('the client of the token service, whatever answers it', () => {
  /** Answers each call with the next of these. */
  function answering(...answers: Partial<HttpResponse & { code: string }>[]) {
    const sent: HttpRequest[] = []
    const http: Http = {
      send(request) {
        sent.push(request)
        const { status = 200, headers = {}, code } = answers.shift() ?? {}
        const body = code ? { code, title: 'T', detail: 'D', status } : { videos: [] }
        return { response: Promise.resolve({ status, headers, text: JSON.stringify(body) }), abort: () => undefined }
      },
    }
    return { sent, ports: { ...nodePorts(), http } }
  }
  const authorizations = (sent: HttpRequest[]) => sent.map(({ headers }) => headers.authorization)

  it('asks for another token once the service says that a known one is over', async () => {
    const { sent, ports } = answering({}, { status: 401, code: 'session_expired' }, {})
    let tokens = 0
    const client = createServiceClient({ url: 'https://service.example', ports, getToken: async () => `t${++tokens}` })
    await client.listVideos()
    await client.listVideos()
    expect(authorizations(sent)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2'])
    expect(sent[0]?.url).toBe('https://service.example/videos')
  })

  it('says how long to wait, and that waiting helps', async () => {
    const { ports } = answering({ status: 429, code: 'too_many_calls', headers: { 'retry-after': '60' } })
    const client = createServiceClient({ url: 'https://service.example', ports, getToken: async () => 't' })
    await expect(client.listVideos()).rejects.toMatchObject({ code: 'too_many_calls', retryAfterS: 60, passing: true })
  })

  it('gives nobody the answer of another user', async () => {
    const { ports, sent } = answering({}, { status: 401, code: 'session_expired' }, {})
    const users = ['alice', 'bob']
    const getToken = async () => ({ token: 't', user: users.shift() ?? '' })
    const client = createServiceClient({ url: 'https://service.example', ports, getToken })
    await client.listVideos()
    await expect(client.listVideos()).rejects.toMatchObject({ code: 'user_changed' })
    expect(sent).toHaveLength(2)
    await client.listVideos()
    expect(sent).toHaveLength(3)
  })

  it.each([
    ['fails', () => Promise.reject(new Error('no network')), true],
    ['gives no token', () => Promise.resolve(''), false],
    ['gives a token of nobody', () => Promise.resolve({ token: 't', user: '' }), false],
  ] as const)('rejects with login_failed where getToken %s', async (_, getToken, passing) => {
    const { ports, sent } = answering()
    const client = createServiceClient({ url: 'https://service.example', ports, getToken })
    await expect(client.listVideos()).rejects.toMatchObject({ code: 'login_failed', passing })
    expect(sent).toEqual([])
  })
})
