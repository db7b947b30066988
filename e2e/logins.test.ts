import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleForNode } from '../scripts/stack/bundle-for-node'
import { demoSettings } from '../scripts/stack/demo-settings'
import { type NodeService, startNodeService } from '../scripts/test-support/node-service'
import { projectRoot } from '../scripts/test-support/run'
import { App, browserIsThere, sha256 } from './app'

// The mini program with the other logins that the token service takes: nobody asks WeChat for an openid.

const app = new App()

const ENVIRONMENT = 'prod-1a2b'
const TEAM = { JWT_ISSUER: 'https://backend.example', JWT_AUDIENCE: 'wevod', JWT_KEY: 'k'.repeat(32) }

const AFTER = "  authMethod: 'sts',\n"

const LOGINS = {
  cloudrun: {
    settings: { CBR_ENV_ID: ENVIRONMENT },
    config: () => `  cloudRun: { env: '${ENVIRONMENT}', service: 'wevod' },\n`,
  },
  jwt: {
    settings: TEAM,
    config: (backend: string) => `  getToken: () =>
    new Promise((resolve, reject) => {
      const ask = (code: string) =>
        wx.request({ url: '${backend}', method: 'POST', data: { code }, success: ({ data }) => resolve(data as never), fail: reject })
      wx.login({ success: ({ code }) => ask(code), fail: reject })
    }),\n`,
  },
} as const

/** A team's own backend: it knows its users by their login codes, and signs tokens of them. */
async function startBackend(): Promise<Server> {
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { code } = JSON.parse(body) as { code: string }
      const user = `user:${code.split('-')[1]}`
      const token = await new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(TEAM.JWT_ISSUER)
        .setAudience(TEAM.JWT_AUDIENCE)
        .setSubject(user)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(TEAM.JWT_KEY))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ token, user }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

describe.runIf(browserIsThere).each(['cloudrun', 'jwt'] as const)('with LOGIN=%s', (login) => {
  let service: NodeService | undefined
  let backend: Server | undefined
  let preview: string

  beforeAll(async () => {
    backend = await startBackend()
    const { file } = await bundleForNode(projectRoot, join(app.folder, login))
    const { WECHAT_APP_SECRET: _, ...demo } = demoSettings(app.emulatorUrl)
    service = await startNodeService(file, {
      cwd: app.folder,
      env: { ...demo, LOGIN: login, ...LOGINS[login].settings, PORT: '0', DATABASE: ':memory:' },
    })
    const config = LOGINS[login].config(`http://127.0.0.1:${(backend.address() as AddressInfo).port}/`)
    preview = await app.previewChanged({ config: { [AFTER]: config + AFTER } }, `http://127.0.0.1:${service.port}`)
  })
  afterAll(async () => {
    service?.child.kill()
    await service?.ended
    backend?.close()
  })

  it('a user uploads a video, finds it in the list and plays it; another one does not see it', async () => {
    const alice = await app.open({ user: 'alice' }, preview)
    await alice.choose('选择视频', [app.videos.short])
    await alice.retitle('海边的下午', { done: '完成' })
    await alice.button('开始上传（1）').click()
    await alice.sees('已上传')
    expect(await app.stored()).toEqual([
      expect.objectContaining({ title: '海边的下午', sha256: await sha256(app.videos.short) }),
    ])
    // A phone of hers that has nothing of its own: all that it shows comes from the service.
    const other = await app.open({ user: 'alice' }, preview)
    await other.page.getByRole('tab', { name: '我的视频' }).click()
    await other.page.getByRole('button', { name: /^海边的下午/ }).click()
    await other.button('播放“海边的下午”').click()
    await other.page.waitForFunction(() => document.querySelector('video')?.videoWidth === 320)

    const bob = await app.open({ user: 'bob' }, preview)
    await bob.page.getByRole('tab', { name: '我的视频' }).click()
    await bob.sees('还没有视频')
    expect(await bob.page.getByText('海边的下午').count()).toBe(0)
    expect(await app.calls()).not.toHaveProperty('jscode2session')
  })
})
