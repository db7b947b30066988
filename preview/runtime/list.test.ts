import { describe, expect, it } from 'vitest'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

const events = (page: PreviewPage) => page.evaluate(() => (window.__preview.data() as { events: string[] }).events)

describe.skipIf(!canLaunchChromium())('a page with a list', () => {
  const preview = usePreview()
  const openList = () => preview.open('?language=en#pages/list/list')

  it('is pulled down by a wheel at its top, and stays so until the app ends it', async () => {
    const page = await openList()
    await page.locator('.item').nth(3).hover()
    await page.mouse.wheel(0, -300)
    await expect.poll(() => events(page)).toContain('refresh')
    expect(await page.locator('.pull-down').count()).toBe(1)
    await callWx(page, 'stopPullDownRefresh')
    await expect.poll(() => page.locator('.pull-down').count()).toBe(0)
  })

  it('is pulled down by the panel and by the app, once at a time', async () => {
    const page = await openList()
    await page.getByTestId('pull-down').click()
    await callWx(page, 'startPullDownRefresh')
    expect((await events(page)).filter((event) => event === 'refresh')).toHaveLength(1)
    await callWx(page, 'stopPullDownRefresh')
    await callWx(page, 'startPullDownRefresh')
    expect((await events(page)).filter((event) => event === 'refresh')).toHaveLength(2)
  })

  it('is pulled down by a finger, far enough', async () => {
    const page = await openList()
    const drag = (to: number) =>
      page.locator('wx-page').evaluate((target, y) => {
        const fire = (name: string, clientY: number) => {
          const touch = new Touch({ identifier: 1, target, clientX: 10, clientY })
          target.dispatchEvent(new TouchEvent(name, { touches: [touch], changedTouches: [touch], bubbles: true }))
        }
        fire('touchstart', 100)
        fire('touchmove', y)
        fire('touchend', y)
      }, to)
    await drag(150)
    expect(await events(page)).not.toContain('refresh')
    await drag(260)
    expect(await events(page)).toContain('refresh')
  })

  it('cannot be pulled where its JSON does not say so', async () => {
    const page = await preview.open('#pages/detail/detail')
    expect((await callWx(page, 'startPullDownRefresh')).fail?.errMsg).toMatch(/^startPullDownRefresh:fail/)
  })

  it('says once that its end is near, and again when there is more', async () => {
    const page = await openList()
    const bottom = () => page.locator('wx-page').evaluate((node) => node.scrollTo(0, node.scrollHeight))
    const reached = async () => (await events(page)).filter((event) => event === 'bottom').length
    await bottom()
    await expect.poll(reached).toBe(1)
    await bottom()
    await expect.poll(reached).toBe(2)
  })

  it('has observers whose margins count from the page, not from the window', async () => {
    const page = await openList()
    expect(await events(page)).not.toContain('end near')
    await page.locator('wx-page').evaluate((node) => {
      const end = node.querySelector('.end') as HTMLElement
      node.scrollTo(0, end.offsetTop - node.clientHeight - 200)
    })
    await expect.poll(() => events(page)).toContain('end near')
  })

  it('scrolls to an element', async () => {
    const page = await openList()
    await callWx(page, 'pageScrollTo', { selector: '#item-9', offsetTop: -20, duration: 0 })
    const [element, container] = await Promise.all([
      page.locator('#item-9').boundingBox(),
      page.locator('wx-page').boundingBox(),
    ])
    expect(Math.round((element?.y ?? 0) - (container?.y ?? 0))).toBe(20)
  })

  it('shares a card by a button, and by the menu; it opens as somebody else', async () => {
    const page = await openList()
    await page.getByRole('button', { name: 'share' }).click()
    const card = page.getByTestId('share-card')
    await card.getByText('A card').waitFor()
    expect(await page.getByTestId('share-path').textContent()).toBe('/pages/detail/detail?from=card')
    expect(await events(page)).toContain('share button 7')
    await page.getByTestId('share-user').fill('bob')
    const [opened] = await Promise.all([page.context().waitForEvent('page'), page.getByTestId('share-open').click()])
    await opened.getByText('detail from card').waitFor()
    expect(await opened.evaluate(() => [window.__preview.settings().user, wx.getLaunchOptionsSync().scene])).toEqual([
      'bob',
      1007,
    ])
    await opened.getByRole('button', { name: 'Home page' }).click()
    expect(await opened.evaluate(() => window.__preview.routes())).toEqual(['pages/controls/controls'])
    await opened.close()
    await page.getByRole('button', { name: 'Mini program menu' }).click()
    await page.getByRole('button', { name: 'Send to a friend' }).click()
    await card.waitFor()
    expect(await events(page)).toContain('share menu ')
  })

  it('cannot be shared where the page does not say how', async () => {
    const page = await preview.open('?language=en#pages/detail/detail')
    await page.getByRole('button', { name: 'Mini program menu' }).click()
    expect(await page.getByRole('button', { name: 'Send to a friend' }).isDisabled()).toBe(true)
  })

  it.each([
    ['accept', 'message accept'],
    ['reject', 'message reject'],
    ['off', 'requestSubscribeMessage:fail The main switch is switched off 20004'],
  ])('asks for a message straight from a tap: %s', async (subscribe, event) => {
    const page = await preview.open(`?subscribe=${subscribe}#pages/list/list`)
    await page.getByRole('button', { name: 'subscribe' }).click()
    await expect.poll(() => events(page)).toContain(event)
  })

  it('cannot ask for a message later than that', async () => {
    const page = await openList()
    await page.getByRole('button', { name: 'too late' }).click()
    await expect
      .poll(() => events(page))
      .toContain('requestSubscribeMessage:fail can only be invoked by user TAP gesture. 20000')
  })

  it('has radios, checkboxes and a picker, for a finger and for keys', async () => {
    const page = await openList()
    await page.getByText('large', { exact: true }).click()
    await expect.poll(() => events(page)).toContain('radio b')
    expect(await page.getByRole('radio').first().isChecked()).toBe(false)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => events(page)).toContain('radio a')
    await page.getByText('one', { exact: true }).click()
    await expect.poll(() => events(page)).toContain('boxes x+y')
    await page.getByRole('button', { name: 'kind' }).click()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => events(page)).toContain('pick 1')
    expect(page.complaints).toEqual([])
  })
})
