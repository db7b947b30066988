import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { useUpstream } from '../test-support/upstream'
import { usePreview } from '../test-support/use-preview'

const APP_ID = 'wx0123456789abcdef'

/** Calls wx.cloud.callContainer with callbacks, and waits for them. */
function callContainer(page: Page, option: object = {}): Promise<Outcome> {
  return page.evaluate(
    (given) =>
      new Promise<Outcome>((resolve) => {
        wx.cloud.callContainer({
          path: '/json',
          header: { 'X-WX-SERVICE': 'wevod' },
          ...given,
          success: (success: object) => resolve({ success: { ...success } }),
          fail: (fail: { errMsg: string }) => resolve({ fail }),
        })
      }),
    option,
  )
}

const init = (page: Page) => page.evaluate(() => wx.cloud.init({ env: 'prod-1a2b' }))

describe.skipIf(!canLaunchChromium())('wx.cloud', () => {
  const upstream = useUpstream({
    '/json': (response) => response.writeHead(201, { 'X-Request-Id': 'r1' }).end('{"a":1}'),
    '/never': () => undefined,
  })
  const preview = usePreview(undefined, undefined, () => ({ url: upstream.url(''), appId: APP_ID }))
  const headers = () => upstream.received.at(-1)?.headers ?? {}

  async function open(query = '') {
    const page = await preview.open(query)
    await init(page)
    return page
  }

  it('calls the container, by callbacks or for a promise', async () => {
    const page = await open()
    const { success } = await callContainer(page, { method: 'POST', path: '/json?x=1', data: { b: 2 } })
    expect(success).toMatchObject({ statusCode: 201, data: { a: 1 }, errMsg: 'cloud.callContainer:ok' })
    expect(upstream.received[0]).toMatchObject({ method: 'POST', path: '/json?x=1' })
    expect(JSON.parse(String(upstream.received[0]?.body))).toEqual({ b: 2 })
    const data = await page.evaluate(async () => {
      const header = { 'X-WX-SERVICE': 'wevod' }
      const answer = await wx.cloud.callContainer({ path: 'json', header, dataType: 'text' })
      return answer.data
    })
    expect(data).toBe('{"a":1}')
    expect(upstream.received[1]).toMatchObject({ method: 'GET', path: '/json' })
    expect(page.complaints).toEqual([])
  })

  it('says who calls, the same user always the same, in place of what the app says of that', async () => {
    const openids: unknown[] = []
    for (const user of ['alice', 'bob', 'alice']) {
      const page = await open(`?user=${user}`)
      const forged = {
        'x-wx-openid': 'oForged',
        'X-WX-FROM-OPENID': 'oForged',
        'X-Wx-Source': 'x',
        'X-WX-ENV': 'other',
      }
      await callContainer(page, { header: { 'X-WX-SERVICE': 'wevod', 'x-own': '1', ...forged } })
      expect(headers()).toMatchObject({
        ...{ 'x-wx-service': 'wevod', 'x-own': '1', 'x-wx-appid': APP_ID, 'x-wx-env': 'prod-1a2b' },
        'x-wx-source': 'wx_devtools',
      })
      expect(headers()).not.toHaveProperty('x-wx-from-openid')
      openids.push(headers()['x-wx-openid'])
    }
    const [alice, bob] = openids
    expect(alice).toMatch(/^o[\w-]{27}$/)
    expect(openids).toEqual([alice, bob, alice])
    expect(bob).not.toBe(alice)
  })

  it("takes a call's own environment before that of init", async () => {
    await callContainer(await open('?platform=ios'), { config: { env: 'prod-other' } })
    expect(headers()).toMatchObject({ 'x-wx-env': 'prod-other', 'x-wx-source': 'wx_client' })
  })

  it("fails in WeChat's words", async () => {
    const page = await preview.open()
    const words = async (option: object = {}) => (await callContainer(page, option)).fail?.errMsg
    expect(await words()).toMatch(/^cloud\.callContainer:fail Error: errCode: -1 \| errMsg: Cloud API isn't enabled/)
    await init(page)
    expect(await words({ header: {} })).toMatch('errCode: -501000 | errMsg: Invalid host')
    expect(await words({ method: 'PATCH' })).toMatch('errCode: 102005 | errMsg: 无效的 HTTP Method')
    expect(await words({ path: '/never', timeout: 50 })).toMatch('errCode: 102002 | errMsg: 请求超时')
    expect(upstream.received.map(({ path }) => path)).toEqual(['/never'])
    expect(page.complaints).toEqual([])
  })

  it('takes 100 KiB of text, and not a byte more', async () => {
    const page = await open()
    const post = (bytes: number) =>
      callContainer(page, { method: 'POST', data: `${'视'.repeat(100)}`.padEnd(bytes - 200) })
    expect((await post(100 * 1024)).success?.statusCode).toBe(201)
    expect(upstream.received[0]?.body.length).toBe(100 * 1024)
    expect((await post(100 * 1024 + 1)).fail?.errMsg).toMatch('errCode: -606001 | errMsg: 请求包大小超过 100KB')
  })

  it('takes its time on a slow line', async () => {
    const page = await open('?slow=1')
    const began = performance.now()
    await callContainer(page, { method: 'POST', data: 'x'.repeat(100 * 1024) })
    // Half a second of 200 KB.
    expect(performance.now() - began).toBeGreaterThan(400)
  })

  it('waits for 15 s, however long the app would', async () => {
    const page = await preview.openNew()
    await init(page)
    // A clock that stands still: how long this machine takes between two steps must not count.
    await page.clock.install({ time: 0 })
    await page.clock.pauseAt(1_000)
    const running = callContainer(page, { path: '/never', timeout: 60_000 })
    await expect.poll(() => page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.clock.runFor(14_900)
    expect(await page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.clock.runFor(200)
    expect((await running).fail?.errMsg).toMatch('请求超时')
  })

  it('is one of the connections, ends when the phone is offline, and is in the list of the panel', async () => {
    const page = await open()
    const running = callContainer(page, { path: '/never' })
    await expect.poll(() => page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.getByTestId('offline').check()
    expect((await running).fail?.errMsg).toMatch(/^cloud\.callContainer:fail .*ERR_INTERNET_DISCONNECTED$/)
    expect((await callContainer(page)).fail?.errMsg).toMatch(/DISCONNECTED$/)
    await page.getByTestId('offline').uncheck()
    await callContainer(page)
    await page.getByTestId('tool-network').click()
    const list = page.getByTestId('network-list')
    await expect.poll(() => list.locator('details').count()).toBe(3)
    expect(await list.locator('summary').first().textContent()).toMatch(/^201GET \/json/)
  })

  it('has no callContainer before base library 2.23.0', async () => {
    const typeIn = async (library: string) =>
      (await preview.open(`?library=${library}`)).evaluate(() => typeof wx.cloud.callContainer)
    expect(await typeIn('2.22.9')).toBe('undefined')
    expect(await typeIn('2.23.0')).toBe('function')
  })
})

describe.skipIf(!canLaunchChromium())('wx.cloud of a preview without a container', () => {
  const preview = usePreview()

  it('finds no host', async () => {
    const page = await preview.open()
    await init(page)
    expect((await callContainer(page)).fail?.errMsg).toMatch(/errCode: -501000 \| errMsg: Invalid host$/)
  })
})
