import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { PreviewHandle } from '../runtime/preview-handle'
import { type Preview, startPreview } from '../server/index'
import { launchChromium } from './chromium'

export const fixtureRoot = join(import.meta.dirname, 'fixture')

export interface PreviewPage extends Page {
  /** What the console has complained about. */
  complaints: string[]
}

/** Runs the preview of a mini program and a Chromium for the tests of a suite; `open` gives a fresh tab. */
export function usePreview(projectRoot = fixtureRoot) {
  let preview: Preview
  let browser: Browser
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    preview = await startPreview({ projectRoot, port: 0 })
    browser = await launchChromium()
  }, 30_000)
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    await preview?.close()
  })
  return {
    url: () => preview.url,
    async open(query = '', viewport = { width: 1000, height: 900 }): Promise<PreviewPage> {
      const context = await browser.newContext({ viewport })
      contexts.push(context)
      const page = Object.assign(await context.newPage(), { complaints: [] as string[] })
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') page.complaints.push(message.text())
      })
      page.on('pageerror', (error) => page.complaints.push(String(error)))
      await page.goto(`${preview.url}/${query}`)
      await page.waitForSelector('html[data-ready]')
      return page
    },
  }
}

declare global {
  interface Window {
    __preview: PreviewHandle
  }
}
