import type { Page } from 'playwright-core'

/** Apple's and WeChat's smallest target for a finger, px. */
const TARGET = 44

/** What is wrong with the page as it stands: small targets, cut texts, controls without a name, a page too wide. */
export function layoutMistakes(page: Page): Promise<string[]> {
  return page.evaluate((target) => {
    const mistakes: string[] = []
    const visible = (element: Element) => element.getClientRects().length > 0
    const name = (element: Element) =>
      `<${element.localName} class="${element.className}"> "${element.textContent?.trim()}"`
    const root = document.querySelector('wx-page') ?? document.body

    for (const control of root.querySelectorAll('[role=button], button, input, [role=textbox]')) {
      if (!visible(control)) continue
      const { width, height } = control.getBoundingClientRect()
      if (width < target || height < target) mistakes.push(`${name(control)} is ${width} x ${height}`)
      const label = control.getAttribute('aria-label') ?? control.closest('[aria-label]')?.getAttribute('aria-label')
      if (!label) mistakes.push(`${name(control)} has no label`)
    }
    for (const element of root.querySelectorAll('*')) {
      if (!visible(element) || element.localName === 'input') continue
      const clips = getComputedStyle(element).overflowX !== 'visible'
      if (clips && element.scrollWidth > element.clientWidth + 1) mistakes.push(`${name(element)} is cut off`)
      const { right, left } = element.getBoundingClientRect()
      if (right > innerWidth + 1 || left < -1) mistakes.push(`${name(element)} leaves the screen`)
    }
    return mistakes
  }, TARGET)
}
