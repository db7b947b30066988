import type { Browser } from 'playwright-core'
import { launchChromium } from '../preview/test-support/chromium'
import { startStack } from '../scripts/test-support/stack'
import type { Figure } from './figure'

const RUNS = 5

/** First paint of the mini program in the preview, by a browser that has nothing of it yet (median of five). */
export async function measurePreview(): Promise<Figure[]> {
  const stack = await startStack()
  let browser: Browser | undefined
  try {
    browser = await launchChromium()
    const paints: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(stack.previewUrl)
      await page.waitForSelector('html[data-ready]')
      const paint = page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
      paints.push((await (await paint).jsonValue()) ?? Number.POSITIVE_INFINITY)
      await context.close()
    }
    paints.sort((a, b) => a - b)
    return [{ name: `First paint, median of ${RUNS}`, value: paints[RUNS >> 1] as number, limit: 1000, unit: 'ms' }]
  } finally {
    await browser?.close()
    await stack.stop()
  }
}
