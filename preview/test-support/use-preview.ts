import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { PreviewHandle } from '../runtime/preview-handle'
import type { CloudRun } from '../server/gateway'
import { type Preview, startPreview } from '../server/index'
import { launchChromium } from './chromium'

const fixtureRoot = join(import.meta.dirname, 'fixture')

export interface PreviewPage extends Page {
  /** What the console has complained about. */
  complaints: string[]
}

const VIEWPORT = { width: 1000, height: 900 }

/**
 * Runs the preview of a mini program and a Chromium for the tests of a suite. `open` starts the app with storage empty;
 * `openNew` does so in a browser window of its own, for tests that leave more behind, or need another size.
 */
export function usePreview(
  projectRoot = fixtureRoot,
  onLine?: (line: string) => void,
  /** Asked once, when the preview starts. */
  cloudRun?: () => CloudRun,
) {
  let preview: Preview
  let browser: Browser
  let page: PreviewPage | undefined
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    preview = await startPreview({
      projectRoot,
      port: 0,
      ...(onLine && { onLine }),
      ...(cloudRun && { cloudRun: cloudRun() }),
    })
    browser = await launchChromium()
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    await preview?.close()
  })

  async function newPage(context: BrowserContext): Promise<PreviewPage> {
    const created = Object.assign(await context.newPage(), { complaints: [] as string[] })
    created.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') created.complaints.push(message.text())
    })
    created.on('pageerror', (error) => created.complaints.push(String(error)))
    return created
  }

  async function start(target: PreviewPage, query: string): Promise<PreviewPage> {
    await target.goto(`${preview.url}/${query}`)
    await target.waitForSelector('html[data-ready]')
    return target
  }

  return {
    url: () => preview.url,
    async open(query = ''): Promise<PreviewPage> {
      page ??= await newPage(await browser.newContext({ viewport: VIEWPORT }))
      if (page.url().startsWith(preview.url)) {
        await page.evaluate(() => {
          localStorage.clear()
          sessionStorage.clear()
        })
        // Else another hash alone would load nothing.
        await page.goto('about:blank')
      }
      page.complaints.length = 0
      return start(page, query)
    },
    /** The window as the last test has left it. */
    async shared(): Promise<PreviewPage> {
      if (!page) return this.open()
      page.complaints.length = 0
      return page
    },
    async openNew(query = '', viewport = VIEWPORT): Promise<PreviewPage> {
      const context = await browser.newContext({ viewport })
      contexts.push(context)
      return start(await newPage(context), query)
    },
  }
}

declare global {
  interface Window {
    __preview: PreviewHandle
  }
}
