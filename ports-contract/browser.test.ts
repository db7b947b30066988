import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { type OpenFile, UploadError, type UploadErrorCode } from '../miniprogram/uploader/index'
import { canLaunchChromium, launchChromium } from '../preview/test-support/chromium'
import type { Told } from './browser/page'
import { type Subject, testPorts } from './contract'
import { deadOrigin, startContractServer } from './contract-server'

let browser: Browser
let host: Server
let page: Page
let server: Awaited<ReturnType<typeof startContractServer>>

// A page of an origin of its own, so that each of its requests is held to CORS.
describe.runIf(canLaunchChromium())('in Chromium', () => {
  beforeAll(async () => {
    browser = await launchChromium()
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, 'browser/page.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      tsconfigRaw: {},
    })
    const html = `<!doctype html><script>${outputFiles[0]?.text}</script>`
    host = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    server = await startContractServer()
    page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await new Promise((resolve) => {
      host.close(resolve)
      host.closeAllConnections()
    })
  })

  testPorts("a browser's ports", async () => {
    return {
      ...subjectIn(page),
      url: (path) => server.url + path,
      deadUrl: await deadOrigin(),
      // One page for all: to open one takes longer than a test.
      stop: () => page.evaluate(() => localStorage.clear()),
    }
  })
})

function subjectIn(
  page: Page,
): Pick<Subject, 'ports' | 'addFile' | 'removeFile' | 'fillStorage' | 'settle' | 'hidesRedirects'> {
  return {
    hidesRedirects: true,
    ports: {
      http: {
        send({ body, ...request }) {
          const id = randomUUID()
          const sent = {
            ...request,
            ...(typeof body === 'string' ? { body } : body && { bytes: Buffer.from(body).toString('base64') }),
          }
          const told = page.evaluate(([sent, id]) => window.remotePorts.send(sent, id), [sent, id] as const)
          return {
            response: told.then(hear),
            abort: () => void page.evaluate((id) => window.remotePorts.abort(id), id).catch(() => undefined),
          }
        },
      },
      files: {
        async open(path): Promise<OpenFile> {
          const { id, size } = hear(await page.evaluate((path) => window.remotePorts.open(path), path))
          return {
            size,
            async read(position, length) {
              const read = await page.evaluate((args) => window.remotePorts.read(...args), [
                id,
                position,
                length,
              ] as const)
              return Uint8Array.from(Buffer.from(hear(read), 'base64')).buffer
            },
            close: async () => hear(await page.evaluate((id) => window.remotePorts.close(id), id)),
          }
        },
      },
      storage: {
        get: (key) => page.evaluate((key) => window.remotePorts.get(key), key),
        set: (key, value) => page.evaluate((args) => window.remotePorts.set(...args), [key, value] as const),
        remove: (key) => page.evaluate((key) => window.remotePorts.remove(key), key),
      },
    },
    addFile: (bytes) =>
      page.evaluate((bytes) => window.remotePorts.addFile(bytes), Buffer.from(bytes).toString('base64')),
    removeFile: (path) => page.evaluate((path) => window.remotePorts.forgetFile(path), path),
    fillStorage: () =>
      page.evaluate(() => {
        for (let i = 0, size = 1024 * 1024; size > 100; i++) {
          try {
            localStorage.setItem(`filler ${i}`, 'x'.repeat(size))
          } catch {
            size /= 2
          }
        }
      }),
    settle: (promise) => promise,
  }
}

function hear<T>(told: Told<T>): T {
  if ('value' in told) return told.value
  const { name, code, message } = told.error
  throw code === undefined
    ? Object.assign(new Error(message), { name })
    : new UploadError(code as UploadErrorCode, message)
}
