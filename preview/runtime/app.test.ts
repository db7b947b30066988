import { describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../test-support/chromium'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

const seen = (page: PreviewPage) => page.evaluate(() => (getApp() as unknown as { seen: string[] }).seen)
const routes = (page: PreviewPage) => page.evaluate(() => window.__preview.routes())
const events = (page: PreviewPage) => page.evaluate(() => (window.__preview.data() as { events: string[] }).events)
const color = (page: PreviewPage, selector: string, property = 'color') =>
  page
    .locator(selector)
    .first()
    .evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property)

describe.skipIf(!canLaunchChromium())('the app in the browser', () => {
  const preview = usePreview()

  it('launches, shows its first page and complains of nothing', async () => {
    const page = await preview.open()
    expect(await seen(page)).toEqual(['launch pages/controls/controls', 'show'])
    expect((await events(page)).slice(0, 3)).toEqual(['load {}', 'show', 'ready'])
    expect(await page.locator('h1').textContent()).toBe('Controls')
    expect(page.complaints).toEqual([])
  })

  it('opens the page that the hash names, with its query', async () => {
    const page = await preview.open('#pages/detail/detail?from=hash')
    expect(await page.getByText('detail from hash').isVisible()).toBe(true)
  })

  it('goes to a page and back, unloading it', async () => {
    const page = await preview.open()
    await page.getByLabel('to detail').click()
    await page.getByText('detail from link').waitFor()
    expect(await routes(page)).toEqual(['pages/controls/controls', 'pages/detail/detail'])
    await page.getByRole('button', { name: '返回' }).click()
    expect(await routes(page)).toEqual(['pages/controls/controls'])
    expect(await seen(page)).toContain('detail unloaded')
    expect((await events(page)).slice(-2)).toEqual(['hide', 'show'])
  })

  it('keeps the pages of the tab bar alive', async () => {
    const page = await preview.open()
    await page.getByLabel('inner', { exact: true }).click()
    await page.getByRole('tab', { name: 'Calls' }).click()
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Calls')
    expect(await page.locator('.only-here').isVisible()).toBe(true)
    expect(await page.locator('wx-page:not([hidden])').count()).toBe(1)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => (window.__preview.data() as { taps: number }).taps)).toBe(1)
  })

  it('refuses what WeChat refuses in navigation', async () => {
    const page = await preview.open()
    const fail = (name: 'navigateTo' | 'switchTab' | 'navigateBack', url: string) =>
      page.evaluate(
        ([call, to]) =>
          (wx[call as 'navigateTo']({ url: to }) as Promise<unknown>).then(
            () => 'ok',
            ({ errMsg }: { errMsg: string }) => errMsg,
          ),
        [name, url] as const,
      )
    expect(await fail('navigateTo', '/pages/calls/calls')).toBe('navigateTo:fail can not navigateTo a tabbar page')
    expect(await fail('navigateTo', '/pages/none/none')).toBe('navigateTo:fail page "pages/none/none" is not found')
    expect(await fail('switchTab', '/pages/detail/detail')).toBe('switchTab:fail can not switch to no-tabBar page')
    expect(await fail('navigateBack', '')).toBe('navigateBack:fail cannot navigate back at first page')
  })

  it('turns rpx into the phone’s width, on wide and on narrow screens', async () => {
    const wide = await preview.open('?width=320')
    expect(await color(wide, '.wide', 'width')).toBe('320px')
    const narrow = await preview.openNew('?panel=0', { width: 400, height: 800 })
    expect(await color(narrow, '.wide', 'width')).toBe('400px')
    expect(await narrow.locator('.panel').count()).toBe(0)
  })

  it('keeps the styles of pages and components apart', async () => {
    const page = await preview.open()
    expect(await color(page, '#note')).toBe('rgb(1, 2, 3)')
    expect(await color(page, '[slot=head], .note >> nth=1')).toBe('rgb(1, 2, 3)')
    expect(await color(page, 'wx-card', 'border-top-color')).toBe('rgb(9, 9, 9)')
    await page.getByLabel('to detail').click()
    await page.getByText('detail from link').waitFor()
    expect(await color(page, '[data-route="pages/detail/detail"] .only-here')).not.toBe('rgb(10, 20, 30)')
  })

  it('follows the theme in WXSS, bars and wx', async () => {
    const page = await preview.open()
    const bar = () => color(page, '.navigation-bar', 'background-color')
    expect(await bar()).toBe('rgb(255, 255, 255)')
    await page.evaluate(() => {
      wx.onThemeChange(({ theme }) => {
        document.title = `theme ${theme}`
      })
    })
    await page.getByTestId('dark').check()
    expect(await bar()).toBe('rgb(17, 17, 17)')
    expect(await color(page, '#note')).toBe('rgb(4, 5, 6)')
    expect(await page.title()).toBe('theme dark')
    expect(await page.evaluate(() => wx.getAppBaseInfo().theme)).toBe('dark')
  })

  it('calls the app when it goes to the background and comes back', async () => {
    const page = await preview.open()
    await page.getByTestId('hide').click()
    await page.getByTestId('show').click()
    expect((await seen(page)).slice(-2)).toEqual(['hide', 'show'])
    expect((await events(page)).slice(-2)).toEqual(['hide', 'show'])
  })

  it('shows errors of the app on the page', async () => {
    const page = await preview.open()
    await page.evaluate(() => {
      const { startBeacon } = wx as unknown as { startBeacon(): void }
      try {
        startBeacon()
      } catch {
        // The app may swallow it: the page shows it all the same.
      }
    })
    expect(await page.getByRole('alert').textContent()).toContain('wx.startBeacon is not in the preview yet')
  })

  it('counts setData calls and their bytes', async () => {
    const page = await preview.open()
    await page.evaluate(() => window.__preview.setData.clear())
    await page.getByText('plain').click()
    const totals = await page.evaluate(() => window.__preview.setData.totals())
    expect(totals).toMatchObject({ 'pages/controls/controls': { calls: 2 } })
  })
})
