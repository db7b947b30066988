import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canLaunchChromium, launchChromium } from '../preview/test-support/chromium'
import type * as web from './index'

// What the contract of all ports (ports-contract/) does not say of a browser's.

declare global {
  interface Window {
    web: typeof web
    ports: web.WebPorts
    heard: unknown[]
  }
}

let browser: Browser
let server: Server
let folder: string
let page: Page

const load = () => page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

/** What becomes of a file that is opened and read. */
const look = (path: string) =>
  page.evaluate(async (path) => {
    try {
      const file = await window.ports.files.open(path)
      return new TextDecoder().decode(await file.read(0, file.size))
    } catch (error) {
      return (error as { code: string }).code
    }
  }, path)

describe.runIf(canLaunchChromium())("a browser's ports", () => {
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, 'index.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'web',
      target: 'es2022',
      tsconfigRaw: {},
    })
    const script = `${outputFiles[0]?.text}; var ports = web.webPorts(); var heard = []`
    const html = `<!doctype html><script>${script}</script><input type="file">`
    server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    folder = await mkdtemp(join(tmpdir(), 'wevod-web-'))
    browser = await launchChromium()
  })
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage()
    await load()
  })
  afterEach(() => page.context().close())
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true })
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  })

  it('ask for six requests at a time at most', async () => {
    expect(await page.evaluate(() => window.ports.maxRequests)).toBe(6)
  })

  it('read a file that was picked until the page is loaded anew, and then want it picked again', async () => {
    const add = () => page.evaluate(() => window.ports.addFile(new File(['bytes'], '海边 1.mp4')))
    const { path, ...rest } = await add()
    expect(rest).toEqual({ fileName: '海边 1.mp4', size: 5 })
    expect(await look(path)).toBe('bytes')
    await load()
    expect(await look(path)).toBe('file_missing')
    expect(await page.evaluate((path) => window.ports.askForFile(path), path)).toBe(false)
    expect((await add()).path).not.toBe(path)
  })

  it('find a file again by the handle that they have kept, until it is forgotten', async () => {
    const path = await page.evaluate(async () => {
      // Handles of the origin's own file system need no permission; those of the disk ask the user.
      const root = await navigator.storage.getDirectory()
      const handle = await root.getFileHandle('v.mp4', { create: true })
      const writable = await handle.createWritable()
      await writable.write('bytes')
      await writable.close()
      return window.ports.addFile(await handle.getFile(), handle).path
    })
    const kept = () =>
      page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const request = indexedDB.open('wevod.files')
            request.onerror = () => reject(request.error)
            request.onsuccess = () => {
              const count = request.result.transaction('handles').objectStore('handles').count()
              count.onerror = () => reject(count.error)
              count.onsuccess = () => {
                request.result.close()
                resolve(count.result)
              }
            }
          }),
      )
    await expect.poll(kept).toBe(1)
    await load()
    expect(await page.evaluate((path) => window.ports.askForFile(path), path)).toBe(true)
    expect(await look(path)).toBe('bytes')
    await page.evaluate((path) => window.ports.forgetFile(path), path)
    await expect.poll(kept).toBe(0)
    expect(await look(path)).toBe('file_missing')
  })

  it.each([
    ['file_unreadable', 'was changed', (path: string) => writeFile(path, 'other bytes')],
    ['file_missing', 'was deleted', (path: string) => unlink(path)],
  ])('say %s of a file that %s on the disk since it was picked', async (code, _, change) => {
    const onDisk = join(folder, `${code}.mp4`)
    await writeFile(onDisk, 'bytes')
    await page.locator('input').setInputFiles(onDisk)
    const path = await page.evaluate(() => {
      const [file] = document.querySelector('input')?.files ?? []
      return window.ports.addFile(file as File).path
    })
    expect(await look(path)).toBe('bytes')
    await change(onDisk)
    expect(await look(path)).toBe(code)
  })

  it('tell that the network is gone, and that it is back', async () => {
    await page.evaluate(() => {
      window.ports.network?.onChange((kind) => window.heard.push(kind))
    })
    await page.context().setOffline(true)
    await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['none'])
    expect(await page.evaluate(() => window.ports.network?.current())).toBe('none')
    await page.context().setOffline(false)
    await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['none', 'other'])
  })

  it('tell when the browser freezes the page, and not that it is hidden, unless they are asked to', async () => {
    await page.evaluate(() => {
      const asked = window.web.webPorts({ pauseWhenHidden: true })
      window.ports.lifecycle?.onHide(() => window.heard.push('hide'))
      window.ports.lifecycle?.onShow(() => window.heard.push('show'))
      asked.lifecycle?.onHide(() => window.heard.push('asked: hide'))
      window.ports.lifecycle?.onHide(() => window.heard.push('never'))()
    })
    // A browser without a window freezes none of its pages.
    await page.evaluate(() => {
      document.dispatchEvent(new Event('freeze'))
      document.dispatchEvent(new Event('resume'))
    })
    expect(await page.evaluate(() => window.heard)).toEqual(['hide', 'asked: hide', 'show'])
    await page.evaluate(() => {
      window.heard = []
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
      Reflect.deleteProperty(document, 'visibilityState')
      document.dispatchEvent(new Event('visibilitychange'))
    })
    expect(await page.evaluate(() => window.heard)).toEqual(['asked: hide', 'show'])
  })

  it('call back once others have had their turn, in order, or never when that is taken back', async () => {
    const order = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const said: string[] = []
          const say = (what: string) => () => said.push(what)
          window.ports.setTimer(say('first'), 0)
          window.ports.setTimer(say('never'), 0)()
          window.ports.setTimer(say('never'), 1)()
          window.ports.setTimer(say('second'), 0)
          window.ports.setTimer(() => resolve(said), 30)
          said.push('at once')
        }),
    )
    expect(order).toEqual(['at once', 'first', 'second'])
  })

  it('keep what they keep under a prefix of its own, where one is given', async () => {
    const kept = await page.evaluate(() => {
      window.web.webPorts({ keyPrefix: 'alice.' }).storage?.set('a', 'hers')
      window.ports.storage?.set('a', 'text')
      return { ...localStorage }
    })
    expect(kept).toEqual({ 'alice.a': 'hers', a: 'text' })
  })
})
