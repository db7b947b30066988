import { describe, expect, it } from 'vitest'
import { accessibilityMistakes } from '../test-support/accessibility'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { useUpstream } from '../test-support/upstream'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

describe.skipIf(!canLaunchChromium())('the panel', () => {
  const preview = usePreview()
  const upstream = useUpstream({
    '/a/b': (response) => response.writeHead(403, { 'x-request-id': 'R1' }).end('no'),
  })
  const open = async (page: PreviewPage, tool: string) => page.getByTestId(`tool-${tool}`).click()

  it('lists the calls of the network with status, size and time', async () => {
    const page = await preview.open()
    await open(page, 'network')
    await callWx(page, 'request', { url: `${upstream.url('/a/b')}?Signature=secret`, method: 'POST', data: 'four' })
    await callWx(page, 'request', { url: 'http://127.0.0.1:1/' })
    const list = page.getByTestId('network-list')
    await list.getByText('POST /a/b').click()
    await list.getByText('R1').waitFor()
    const [failed, refused] = await list.locator('summary').allTextContents()
    expect(failed).toMatch(/^failedGET \/.*ms$/)
    expect(refused).toMatch(/^403POST \/a\/b↑ 4 B\d+ ms$/)
    expect(await list.textContent()).not.toContain('secret')
    await page.getByTestId('clear-network').click()
    await expect.poll(() => list.locator('summary').count()).toBe(0)
  })

  it('shows what is stored, and removes it', async () => {
    const page = await preview.open()
    await page.evaluate(() => wx.setStorageSync('queue', { items: [1, 2] }))
    await page.evaluate(() => wx.setStorageSync('other', 'x'))
    await open(page, 'storage')
    const list = page.getByTestId('storage-list')
    await list.getByText('queue').click()
    expect(await list.locator('details[open] pre').textContent()).toBe('{\n  "items": [\n    1,\n    2\n  ]\n}')
    await list.locator('details[open]').getByTestId('remove-key').click()
    await expect.poll(() => page.evaluate(() => wx.getStorageInfoSync().keys)).toEqual(['other'])
    await page.getByTestId('clear-storage').click()
    expect(await page.evaluate(() => wx.getStorageInfoSync().keys)).toEqual([])
  })

  it('counts setData by component, and names what was set', async () => {
    const page = await preview.open()
    await open(page, 'setdata')
    await page.getByTestId('clear-setdata').click()
    await page.getByLabel('inner', { exact: true }).click()
    const list = page.getByTestId('setdata-list')
    await expect.poll(() => list.locator('.name').allTextContents()).toEqual(['taps', 'events'])
    expect(await page.locator('.panel tbody').textContent()).toMatch(/^pages\/controls\/controls2[\d.]+ B/)
  })

  it('shows what was logged, by where it was', async () => {
    const page = await preview.open()
    await page.evaluate(() => {
      console.info('by console')
      wx.getRealtimeLogManager().error('for the operator')
    })
    await open(page, 'console')
    const lines = () => page.getByTestId('console-list').locator('pre').allTextContents()
    await expect.poll(lines).toEqual(['for the operator', 'by console'])
    await page.getByTestId('console-from').selectOption('console')
    await expect.poll(lines).toEqual(['by console'])
  })

  it('keeps its tool over a restart', async () => {
    const page = await preview.open()
    await open(page, 'storage')
    await page.reload()
    await expect.poll(() => page.getByTestId('tool-storage').getAttribute('aria-current')).toBe('true')
  })

  it('says so where there is no emulator', async () => {
    const page = await preview.openNew('', { width: 1000, height: 900 })
    await page.route('**/__wx/request', (route) => route.fulfill({ headers: { 'x-wx-error': 'refused' }, body: '' }))
    await open(page, 'cloud')
    await page.getByText('The emulator does not answer').waitFor()
  })

  it('takes the temp files away', async () => {
    const page = await preview.open()
    const chooser = page.waitForEvent('filechooser')
    const chosen = callWx(page, 'chooseMessageFile', { count: 1 })
    await (await chooser).setFiles({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.from('a') })
    const { success } = await chosen
    const [file] = (success?.tempFiles ?? []) as { path: string }[]
    await page.getByTestId('lose-files').click()
    const exists = (path = '') => {
      try {
        wx.getFileSystemManager().accessSync(path)
        return 'there'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(await page.evaluate(exists, file?.path)).toMatch(/^accessSync:fail no such file or directory/)
  })

  it('has devices, with the notch in the safe area, and rooms for both bars', async () => {
    const page = await preview.open()
    await page.getByTestId('device').selectOption({ label: 'iPhone · 390×844' })
    const info = await page.evaluate(() => wx.getWindowInfo())
    expect(info.screenWidth).toBe(390)
    expect(info.screenHeight - info.safeArea.bottom).toBe(34)
    expect(await page.locator('nav.tab-bar').evaluate((bar) => bar.clientHeight)).toBe(83)
  })

  it('starts the app anew where it was when the language changes', async () => {
    const page = await preview.open('?language=en')
    await page.getByLabel('to detail').click()
    await page.getByTestId('language').selectOption('zh_CN')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await page.getByText('detail from link').waitFor()
    expect(await page.evaluate(() => wx.getAppBaseInfo().language)).toBe('zh_CN')
    expect(page.url()).not.toContain('language')
  })

  it.each([0, 1])('leaves axe nothing grave to say, dark: %i', async (dark) => {
    const page = await preview.open(`?dark=${dark}`)
    await callWx(page, 'request', { url: 'http://127.0.0.1:1/' })
    for (const tool of ['phone', 'network', 'console', 'storage', 'setdata', 'cloud']) {
      await open(page, tool)
      expect(await accessibilityMistakes(page, '.panel'), tool).toEqual([])
    }
  })
})
