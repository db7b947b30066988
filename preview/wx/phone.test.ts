import { describe, expect, it } from 'vitest'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { usePreview } from '../test-support/use-preview'

const thrown = (run: string) => `(() => { try { ${run}; return 'ok' } catch (error) { return error.message } })()`

describe.skipIf(!canLaunchChromium())('wx', () => {
  const preview = usePreview()

  it('logs in as the user of the panel, each with a storage of their own', async () => {
    const page = await preview.open('?user=alice')
    expect((await callWx(page, 'login')).success?.code).toMatch(/^dev-alice-[0-9a-f]{32}$/)
    await page.evaluate(() => wx.setStorageSync('a', { b: 1 }))
    await page.getByTestId('user').fill('bob')
    await page.getByTestId('user').press('Enter')
    await page.waitForURL((url) => !url.search.includes('alice'))
    await page.waitForSelector('html[data-ready]')
    expect((await callWx(page, 'login')).success?.code).toMatch(/^dev-bob-/)
    expect(await page.evaluate(() => wx.getStorageSync('a'))).toBe('')
  })

  it('keeps values in storage over a restart, up to 1 MB a key and 10 MB in all', async () => {
    const page = await preview.open()
    await page.evaluate(() => wx.setStorageSync('a', { b: [1, null] }))
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    expect(await page.evaluate(() => wx.getStorageSync('a'))).toEqual({ b: [1, null] })
    expect(await page.evaluate(thrown("wx.setStorageSync('big', 'x'.repeat(1024 * 1024))"))).toBe(
      'setStorageSync:fail entry size limit reached',
    )
    expect((await callWx(page, 'getStorage', { key: 'none' })).fail).toEqual({
      errMsg: 'getStorage:fail data not found',
    })
    expect(await page.evaluate(() => wx.getStorageInfoSync().keys)).toEqual(['a'])
    await page.evaluate(() => wx.clearStorageSync())
    expect(await page.evaluate(() => wx.getStorageInfoSync())).toEqual({ keys: [], currentSize: 0, limitSize: 10240 })
  })

  it('gives a promise where there is no callback, and calls back later where there is one', async () => {
    const page = await preview.open()
    const results = await page.evaluate(async () => {
      const order: string[] = []
      const returned = wx.getNetworkType({
        success: () => order.push('success'),
        complete: () => order.push('complete'),
      })
      order.push(String(returned))
      const { networkType } = await wx.getNetworkType()
      await new Promise((resolve) => setTimeout(resolve, 10))
      return [...order, networkType]
    })
    expect(results).toEqual(['undefined', 'success', 'complete', 'wifi'])
  })

  it('shows modals that a keyboard can answer', async () => {
    const page = await preview.open('?language=en')
    const modal = { title: 'Delete?', content: 'It is gone then.' }
    const confirmed = callWx(page, 'showModal', modal)
    const dialog = page.getByRole('dialog', { name: 'Delete?' })
    await dialog.waitFor()
    await page.keyboard.press('Enter')
    expect((await confirmed).success).toMatchObject({ confirm: true, cancel: false })
    const canceled = callWx(page, 'showModal', modal)
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await canceled).success).toMatchObject({ confirm: false, cancel: true })
    expect(await dialog.count()).toBe(0)
  })

  it('shows no modal with a button of more than four characters, as WeChat does', async () => {
    const page = await preview.open()
    const { fail } = await callWx(page, 'showModal', { title: 'Delete?', confirmText: '永远删除它' })
    expect(fail?.errMsg).toMatch(/^showModal:fail confirmText length/)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('shows action sheets and toasts', async () => {
    const page = await preview.open()
    const chosen = callWx(page, 'showActionSheet', { itemList: ['One', 'Two'] })
    await page.getByRole('button', { name: 'Two', exact: true }).click()
    expect((await chosen).success?.tapIndex).toBe(1)
    const closed = callWx(page, 'showActionSheet', { itemList: ['One'] })
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    expect((await closed).fail).toEqual({ errMsg: 'showActionSheet:fail cancel' })
    const shown = page.getByRole('status').getByText('Done').waitFor()
    await callWx(page, 'showToast', { title: 'Done', duration: 2_000 })
    await shown
    await expect.poll(() => page.getByRole('status').count()).toBe(0)
  })

  it('changes the bars', async () => {
    const page = await preview.open()
    await callWx(page, 'setNavigationBarTitle', { title: 'New' })
    expect(await page.locator('h1').textContent()).toBe('New')
    await callWx(page, 'setTabBarItem', { index: 1, text: 'Renamed' })
    await callWx(page, 'setTabBarBadge', { index: 1, text: '3' })
    expect(await page.getByRole('tab', { name: 'Renamed' }).textContent()).toBe('Renamed3')
    const { fail } = await callWx(page, 'setTabBarItem', { index: 9, text: '' })
    expect(fail?.errMsg).toBe('setTabBarItem:fail tabbar item not found')
  })

  it('gives each page its own title, whenever it is set', async () => {
    const page = await preview.open()
    await callWx(page, 'setNavigationBarTitle', { title: 'Mine' })
    await page.getByRole('tab', { name: 'Calls' }).click()
    expect(await page.locator('h1').textContent()).toBe('Calls')
    await callWx(page, 'navigateTo', { url: '/pages/detail/detail' })
    await callWx(page, 'setNavigationBarTitle', { title: 'Detail of one' })
    await callWx(page, 'navigateBack')
    expect(await page.locator('h1').textContent()).toBe('Calls')
    await page.getByRole('tab', { name: 'Controls' }).click()
    expect([await page.locator('h1').textContent(), await page.title()]).toEqual(['Mine', 'Mine'])
  })

  it('copies, and says so', async () => {
    const page = await preview.open('?language=en')
    await callWx(page, 'setClipboardData', { data: 'an id' })
    await page.getByRole('status').getByText('Copied').waitFor()
    expect((await callWx(page, 'getClipboardData')).success?.data).toBe('an id')
    await page.getByTestId('privacy').selectOption('refused')
    const { fail } = await callWx(page, 'setClipboardData', { data: 'another' })
    expect(fail).toEqual({ errMsg: 'setClipboardData:fail privacy permission is not authorized', errno: 104 })
  })

  it('keeps what the app logs, and what the phone’s motor does', async () => {
    const page = await preview.open()
    await page.evaluate(() => {
      wx.getRealtimeLogManager().tag('upload').warn('failed', { code: 'x' })
      wx.getLogManager({}).info('for a complaint')
      void wx.vibrateShort({ type: 'light' })
    })
    await expect
      .poll(() => page.evaluate(() => window.__preview.logs().map(({ at: _, ...line }) => line)))
      .toEqual([
        { level: 'warn', from: 'realtime log', text: '[upload] failed {"code":"x"}' },
        { level: 'info', from: 'log', text: 'for a complaint' },
        { level: 'info', from: 'phone', text: 'vibrates, light' },
      ])
    expect((await callWx(page, 'vibrateShort', { type: 'none' })).fail?.errMsg).toMatch(/^vibrateShort:fail/)
  })

  it('has the network that the panel says, and speaks of every change', async () => {
    const page = await preview.open()
    await page.evaluate(() => wx.onNetworkStatusChange((status) => console.info(status)))
    await page.getByTestId('network').selectOption('4g')
    await page.getByTestId('slow').check()
    await page.getByTestId('network').selectOption('none')
    expect((await callWx(page, 'getNetworkType')).success).toMatchObject({ networkType: 'none', weakNet: true })
    const heard = await page.evaluate(() => window.__preview.logs().map(({ text }) => text))
    expect(heard).toEqual(['{"isConnected":true,"networkType":"4g"}', '{"isConnected":false,"networkType":"none"}'])
  })

  it('gives the app language, text size and a wrong clock', async () => {
    const page = await preview.open('?language=en&font=20&skew=86400&width=320')
    expect(await page.evaluate(() => wx.getAppBaseInfo())).toMatchObject({ language: 'en', fontSizeSetting: 20 })
    expect(await page.evaluate(() => wx.getWindowInfo().windowWidth)).toBe(320)
    const [now, created, first] = await page.evaluate(() => [Date.now(), new Date(), new Date(0)].map(Number))
    expect((now ?? 0) - Date.now()).toBeGreaterThan(86_390_000)
    expect((created ?? 0) - (now ?? 0)).toBeLessThan(1000)
    expect(first).toBe(0)
    expect(await page.evaluate(() => new Date() instanceof Date)).toBe(true)
  })

  it('measures and moves the page', async () => {
    const page = await preview.openNew('', { width: 1000, height: 500 })
    const [rect] = await page.evaluate(
      () =>
        new Promise<{ width: number }[]>((resolve) => {
          wx.createSelectorQuery().select('.wide').boundingClientRect().exec(resolve)
        }),
    )
    expect(rect?.width).toBe(375)
    await callWx(page, 'pageScrollTo', { scrollTop: 50, duration: 0 })
    expect(await page.locator('wx-page').evaluate(({ scrollTop }) => scrollTop)).toBe(50)
  })

  it('keeps the panel’s state over a restart', async () => {
    const page = await preview.open()
    await page.getByTestId('language').selectOption('en')
    await page.getByTestId('slow').check()
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    expect(await page.evaluate(() => window.__preview.settings())).toMatchObject({ language: 'en', slow: true })
    expect(await page.getByTestId('slow').isChecked()).toBe(true)
  })

  it('has no name that WeChat lacks, and says so of calls that it lacks itself', async () => {
    const page = await preview.open()
    expect(await page.evaluate(thrown('wx.startBeacon()'))).toMatch(/^wx.startBeacon is not in the preview yet/)
    expect(await page.evaluate(() => [wx.canIUse('request'), wx.canIUse('startBeacon')])).toEqual([true, false])
  })
})
