import { describe, expect, it } from 'vitest'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { useUpstream } from '../test-support/upstream'
import { usePreview } from '../test-support/use-preview'

describe.skipIf(!canLaunchChromium())('wx.request', () => {
  const preview = usePreview()
  const upstream = useUpstream({
    '/refused': (response) => response.writeHead(403, { 'X-Oss-EC': '0002', ETag: '"A"' }).end('<Error/>'),
    '/json': (response) => response.end('{"a":1}'),
    '/never': () => undefined,
    '/cut': (response) => response.destroy(),
    '/bytes': (response) => response.end(Buffer.from([0, 255, 1])),
    '/cookies': (response) => response.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }).end(),
  })

  it('succeeds for every status, and hides no header, in the case of the server', async () => {
    const page = await preview.shared()
    const { success } = await callWx(page, 'request', { url: upstream.url('/refused') })
    expect(success).toMatchObject({
      ...{ statusCode: 403, data: '<Error/>', errMsg: 'request:ok' },
      header: { 'X-Oss-EC': '0002', ETag: '"A"' },
    })
    expect(page.complaints).toEqual([])
  })

  it('parses JSON by default, and gives bytes where asked', async () => {
    const page = await preview.shared()
    const request = (option: object) => callWx(page, 'request', option)
    expect((await request({ url: upstream.url('/json') })).success?.data).toEqual({ a: 1 })
    expect((await request({ url: upstream.url('/json'), dataType: '其他' })).success?.data).toBe('{"a":1}')
    const bytes = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          wx.request<ArrayBuffer>({
            url,
            responseType: 'arraybuffer',
            success: ({ data }) => resolve([...new Uint8Array(data)]),
          })
        }),
      upstream.url('/bytes'),
    )
    expect(bytes).toEqual([0, 255, 1])
    expect((await request({ url: upstream.url('/cookies') })).success?.cookies).toEqual(['a=1', 'b=2'])
  })

  it('sends objects as JSON or as a form, and puts those of GET into the address', async () => {
    const page = await preview.shared()
    const data = { a: 'ä b', n: 1 }
    await callWx(page, 'request', { url: upstream.url('/'), method: 'POST', data })
    const header = { 'Content-Type': 'application/x-www-form-urlencoded' }
    await callWx(page, 'request', { url: upstream.url('/'), method: 'POST', data, header })
    await callWx(page, 'request', { url: upstream.url('/q?x=1'), data })
    const [json, form, get] = upstream.received
    expect(json?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(String(json?.body))).toEqual(data)
    expect(String(form?.body)).toBe('a=%C3%A4%20b&n=1')
    expect(get?.path).toBe('/q?x=1&a=%C3%A4%20b&n=1')
  })

  it('sends the bytes of an ArrayBuffer and the headers as they are', async () => {
    const page = await preview.shared()
    await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const header = { 'content-type': 'application/octet-stream', authorization: 'OSS4 x' }
          wx.request({ url, method: 'PUT', data: new Uint8Array([1, 2, 255]).buffer, header, success: resolve })
        }),
      upstream.url('/put'),
    )
    expect(upstream.received[0]).toMatchObject({ method: 'PUT', body: Buffer.from([1, 2, 255]) })
    expect(upstream.received[0]?.headers).toMatchObject({ authorization: 'OSS4 x', 'content-length': '3' })
    expect(upstream.received[0]?.headers).not.toHaveProperty('origin')
  })

  it('reaches buckets by name', async () => {
    const page = await preview.shared()
    await callWx(page, 'request', { url: `http://bucket.localhost:${upstream.port()}/key` })
    expect(upstream.received[0]).toMatchObject({ host: `bucket.localhost:${upstream.port()}`, path: '/key' })
  })

  it.each([
    ['a host elsewhere', () => 'http://example.com/', 'request:fail url not in domain list'],
    [
      'a port where nothing listens',
      () => 'http://127.0.0.1:1/',
      /^request:fail errcode:-102 .*ERR_CONNECTION_REFUSED$/,
    ],
    ['a connection that breaks', () => upstream.url('/cut'), /^request:fail errcode:-101 .*ERR_CONNECTION_RESET$/],
  ])('fails for %s', async (_, url, errMsg) => {
    const page = await preview.shared()
    const { fail } = await callWx(page, 'request', { url: url() })
    expect(fail?.errMsg).toMatch(errMsg)
    expect(page.complaints).toEqual([])
  })

  it('fails after its timeout', async () => {
    const page = await preview.shared()
    const { fail } = await callWx(page, 'request', { url: upstream.url('/never'), timeout: 50 })
    expect(fail).toEqual({ errMsg: 'request:fail timeout' })
  })

  it('aborts, and the server notices', async () => {
    const page = await preview.shared()
    const failed = page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const task = wx.request({ url, fail: ({ errMsg }) => resolve(errMsg) })
          addEventListener('abort-now', () => task.abort(), { once: true })
        }),
      upstream.url('/never?aborted'),
    )
    await expect.poll(() => upstream.received.map(({ path }) => path)).toContain('/never?aborted')
    await page.evaluate(() => dispatchEvent(new Event('abort-now')))
    expect(await failed).toBe('request:fail abort')
    await expect.poll(upstream.abandoned).toContain('/never?aborted')
  })

  it('fails beyond 10 connections, and takes new ones when others end', async () => {
    const page = await preview.shared()
    const errors = await page.evaluate(
      (url) =>
        new Promise<string[]>((resolve) => {
          const failed: string[] = []
          const fail = ({ errMsg }: { errMsg: string }) => {
            failed.push(errMsg)
            // The first is the one too many; it is the sign to end the others.
            if (failed.length === 1) for (const task of tasks) task.abort()
            if (failed.length === 11) resolve(failed)
          }
          const tasks = Array.from({ length: 11 }, () => wx.request({ url, fail }))
        }),
      upstream.url('/never'),
    )
    expect(errors[0]).toBe('request:fail exceed max concurrent connection 10')
    expect(errors.slice(1)).toEqual(Array(10).fill('request:fail abort'))
    expect((await callWx(page, 'request', { url: upstream.url('/json') })).success?.statusCode).toBe(200)
  })

  it('ends with the page, which comes anew at once, however many are under way', async () => {
    const page = await preview.openNew()
    await page.evaluate((url) => {
      const fail = () => sessionStorage.setItem('heard', 'of it')
      for (let i = 0; i < 10; i++) wx.request({ url, fail })
    }, upstream.url('/never'))
    expect(await page.evaluate(() => window.__preview.connections())).toBe(10)
    await page.reload({ timeout: 30_000 })
    expect(await page.evaluate(() => sessionStorage.getItem('heard'))).toBe(null)
    await page.close()
  })

  it('is interrupted 5 s after the app has been hidden, and refused until it is shown', async () => {
    const page = await preview.openNew()
    // A clock that stands still: how long this machine takes between two steps must not count.
    await page.clock.install({ time: 0 })
    await page.clock.pauseAt(1_000)
    const running = callWx(page, 'request', { url: upstream.url('/never') })
    await expect.poll(() => page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.getByTestId('hide').click()
    await page.clock.runFor(4_900)
    expect(await page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.clock.runFor(200)
    expect((await running).fail).toEqual({ errMsg: 'request:fail interrupted' })
    const refused = await callWx(page, 'request', { url: upstream.url('/json') })
    expect(refused.fail).toEqual({ errMsg: 'request:fail interrupted' })
    await page.getByTestId('show').click()
    expect((await callWx(page, 'request', { url: upstream.url('/json') })).success).toBeDefined()
  })

  it('fails while the phone is offline, and the app hears of it', async () => {
    const page = await preview.open()
    await page.evaluate(() => {
      wx.onNetworkStatusChange(({ isConnected, networkType }) => {
        document.title = `${isConnected} ${networkType}`
      })
    })
    const running = callWx(page, 'request', { url: upstream.url('/never') })
    await expect.poll(() => page.evaluate(() => window.__preview.connections())).toBe(1)
    await page.getByTestId('offline').check()
    expect((await running).fail?.errMsg).toMatch(/ERR_INTERNET_DISCONNECTED$/)
    expect(await page.title()).toBe('false none')
    expect((await callWx(page, 'request', { url: upstream.url('/json') })).fail?.errMsg).toMatch(/DISCONNECTED$/)
    expect((await callWx(page, 'getNetworkType')).success?.networkType).toBe('none')
    await page.getByTestId('offline').uncheck()
    expect(await page.title()).toBe('true wifi')
  })
})
