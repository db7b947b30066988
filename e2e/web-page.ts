import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from '../preview/test-support/chromium'

/** A file of a page: its type and its text. */
export type PageFile = readonly [type: string, text: string]

/**
 * Pages of an origin of their own in Chromium, which checks CORS as for everybody: what they call is another origin. For the
 * tests of one suite.
 */
export function useWebPages(
  files: () => Readonly<Record<string, PageFile>> | Promise<Readonly<Record<string, PageFile>>>,
) {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    const served = await files()
    server = createServer(({ url = '/' }, response) => {
      const [type, text] = served[url] ?? []
      if (type === undefined) response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': type }).end(text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await new Promise<void>((resolve) => {
      if (!server) return resolve()
      server.close(() => resolve())
      server.closeAllConnections()
    })
  })

  return {
    get origin() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    /** A window with nothing kept, until the end of the suite. */
    async open(path = '/'): Promise<Page> {
      const page = await (await browser.newContext()).newPage()
      await page.goto(this.origin + path)
      return page
    },
  }
}
