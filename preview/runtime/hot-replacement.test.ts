import { afterAll, describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../test-support/chromium'
import { writeProject } from '../test-support/project'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

const ROW = 'components/row/row'
const PAGE = 'pages/one/one'

const files = {
  'app.wxss': 'view { color: rgb(1, 1, 1) }',
  [`${PAGE}.json`]: `{ "usingComponents": { "row": "/${ROW}" } }`,
  [`${PAGE}.ts`]: "Page({ data: { text: 'one' }, add() { this.setData({ text: this.data.text + '+' }) } })",
  [`${PAGE}.wxml`]: [
    '<import src="./part.wxml" /><view class="text" bind:tap="add">{{text}}</view>',
    '<input aria-label="title" /><row /><template is="part" />',
  ].join('\n'),
  [`${PAGE.replace('one/one', 'one/part')}.wxml`]: '<template name="part"><view class="part">part</view></template>',
  [`${ROW}.json`]: '{ "component": true }',
  [`${ROW}.ts`]:
    'Component({ data: { count: 0 }, methods: { add() { this.setData({ count: this.data.count + 1 }) } } })',
  [`${ROW}.wxml`]: '<view class="row" bind:tap="add">row {{count}}</view>',
}

describe.skipIf(!canLaunchChromium())('a change of the sources', () => {
  const project = writeProject(files)
  const preview = usePreview(project.root)
  afterAll(() => project.remove())

  /** The app in a state that a restart would lose. */
  async function openUsed(): Promise<PreviewPage> {
    for (const [path, text] of Object.entries(files)) project.write(path, text)
    // What an earlier test has left may still be on its way.
    await expect.poll(async () => (await fetch(`${preview.url()}/__preview/app.css`)).text()).toContain('(1, 1, 1)')
    const page = await preview.open()
    await page.locator('.text').click()
    await page.locator('wx-row').getByText('row').click()
    await page.getByRole('textbox', { name: 'title' }).fill('typed')
    return page
  }
  const text = (page: PreviewPage) => page.locator('.text').textContent()

  it('of a style restarts nothing', async () => {
    const page = await openUsed()
    project.write('app.wxss', 'view { color: rgb(2, 2, 2) }')
    const color = () => page.locator('.text').evaluate((node) => getComputedStyle(node).color)
    await expect.poll(color).toBe('rgb(2, 2, 2)')
    expect(await text(page)).toBe('one+')
  })

  it('of a page’s template keeps its data, what was typed, and where the cursor is', async () => {
    const page = await openUsed()
    await page.keyboard.press('ArrowLeft')
    project.write(`${PAGE}.wxml`, `<view>new</view>\n${files[`${PAGE}.wxml`]}`)
    await page.getByText('new').waitFor()
    expect(await text(page)).toBe('one+')
    await page.keyboard.type('!')
    expect(await page.getByRole('textbox', { name: 'title' }).inputValue()).toBe('type!d')
    await page.locator('.text').click()
    expect(await text(page)).toBe('one++')
  })

  it('of a component’s template keeps its data, too', async () => {
    const page = await openUsed()
    project.write(`${ROW}.wxml`, '<view class="row" bind:tap="add">line {{count}}</view>')
    await expect.poll(() => page.locator('wx-row').textContent()).toBe('line 1')
    expect(await text(page)).toBe('one+')
    expect(page.complaints).toEqual([])
  })

  it('of a part that templates import reaches them', async () => {
    const page = await openUsed()
    project.write('pages/one/part.wxml', '<template name="part"><view class="part">replaced</view></template>')
    await page.getByText('replaced').waitFor()
    expect(await text(page)).toBe('one+')
  })

  it('that does not build shows over the page, which is as it was when it does again', async () => {
    const page = await openUsed()
    project.write(`${PAGE}.wxml`, '<view>{{text}</view>')
    const problem = page.getByRole('alert')
    await problem.getByText(`miniprogram/${PAGE}.wxml:1:7`).waitFor()
    await problem.getByText('> 1 │ <view>{{text}</view>').first().waitFor()
    project.write(`${PAGE}.wxml`, files[`${PAGE}.wxml`] ?? '')
    await problem.waitFor({ state: 'detached' })
    expect(await text(page)).toBe('one+')
  })

  it('of a picture restarts the app', async () => {
    const page = await openUsed()
    project.write('images/a.png', 'another')
    await expect.poll(() => text(page)).toBe('one')
  })

  it('of a script restarts the app', async () => {
    const page = await openUsed()
    project.write(`${PAGE}.ts`, "Page({ data: { text: 'two' } })")
    await expect.poll(() => text(page)).toBe('two')
  })
})
