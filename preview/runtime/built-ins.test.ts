import { describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../test-support/chromium'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

const data = (page: PreviewPage) => page.evaluate(() => window.__preview.data() as Record<string, unknown>)
const events = async (page: PreviewPage) => (await data(page)).events as string[]
const set = (page: PreviewPage, change: object) =>
  page.evaluate((given) => {
    const [top] = getCurrentPages().slice(-1)
    top?.setData(given)
  }, change)

describe.skipIf(!canLaunchChromium())('built-in elements', () => {
  const preview = usePreview()

  it('catches taps, with the data of the element', async () => {
    const page = await preview.open()
    await page.getByLabel('inner', { exact: true }).click()
    expect((await events(page)).at(-1)).toBe('inner 7')
  })

  it('answers Enter and Space where an element is a button', async () => {
    const page = await preview.open()
    await page.getByLabel('inner', { exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await page.getByText('plain').focus()
    await page.keyboard.press('Enter')
    expect((await data(page)).taps).toBe(3)
  })

  it('gives a disabled button no tap, and says that it is disabled', async () => {
    const page = await preview.open()
    const button = page.getByRole('button', { name: 'disabled button' })
    await button.click({ force: true })
    expect((await data(page)).taps).toBe(0)
    expect(await button.isDisabled()).toBe(true)
    await set(page, { disabled: false })
    await button.click()
    expect((await data(page)).taps).toBe(1)
  })

  it('shows the hover class while an element is touched', async () => {
    const page = await preview.open()
    const inner = page.getByLabel('inner', { exact: true })
    await inner.hover()
    await page.mouse.down()
    await expect.poll(() => inner.getAttribute('class')).toContain('pressed')
    await page.mouse.up()
    await expect.poll(() => inner.getAttribute('class')).not.toContain('pressed')
  })

  it('binds the text of an input both ways, and each event once', async () => {
    const page = await preview.open()
    const field = page.getByRole('textbox', { name: 'name' })
    expect(await field.inputValue()).toBe('start')
    await field.fill('typed')
    await field.press('Enter')
    expect(await page.locator('.echo').textContent()).toBe('typed')
    expect((await events(page)).slice(-2)).toEqual(['input typed', 'confirm typed'])
    await set(page, { text: 'set' })
    expect(await field.inputValue()).toBe('set')
  })

  it('switches by its label', async () => {
    const page = await preview.open()
    await page.getByText('switch me').click()
    expect(await page.getByRole('switch', { name: 'the switch' }).isChecked()).toBe(true)
    expect((await data(page)).on).toBe(true)
    expect(await page.locator('wx-card').getByText('more').isVisible()).toBe(true)
  })

  it('shows progress, to the eye and to assistive software', async () => {
    const page = await preview.open()
    const bar = page.getByRole('progressbar', { name: 'progress' })
    await set(page, { percent: 60 })
    expect(await bar.getAttribute('aria-valuenow')).toBe('60')
    expect(await bar.textContent()).toBe('60%')
  })

  it('loads images of the package, and reports those that do not load', async () => {
    const page = await preview.open()
    await expect.poll(() => events(page)).toContain('image load 2')
    expect(await page.locator('.picture img').evaluate((img) => getComputedStyle(img).objectFit)).toBe('cover')
    await set(page, { picture: 'data:image/png;base64,AAAA' })
    await expect.poll(() => events(page)).toContain('image error ')
  })

  it('asks nobody for a temp file of an earlier run', async () => {
    const page = await preview.open()
    await set(page, { picture: 'http://tmp/gone.jpg' })
    await expect.poll(() => events(page)).toContain('image error ')
    expect(page.complaints).toEqual([])
  })

  it('submits a form with its named fields', async () => {
    const page = await preview.open()
    await page.getByRole('textbox', { name: 'second' }).fill('three')
    await page.locator('.submit').click()
    expect(await page.locator('.submitted').textContent()).toBe('{"first":"one","second":"three","third":true}')
  })

  it('scrolls in a scroll-view', async () => {
    const page = await preview.open()
    await page.locator('.scroller').evaluate((node) => node.scrollTo(0, 40))
    await expect.poll(() => events(page)).toContain('scroll 40')
  })

  it('has named slots, observers and events of components', async () => {
    const page = await preview.open()
    await page.getByRole('button', { name: 'card first' }).click({ position: { x: 3, y: 3 } })
    expect((await events(page)).at(-1)).toBe('count 1')
    expect(await page.locator('wx-card').textContent()).toBe('headFIRST 1morebody')
    expect(page.complaints).toEqual([])
  })
})
