import { afterAll, describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../test-support/chromium'
import { writeProject } from '../test-support/project'
import { usePreview } from '../test-support/use-preview'

describe.skipIf(!canLaunchChromium())('a change of the sources', () => {
  const project = writeProject()
  const preview = usePreview(project.root)
  afterAll(() => project.remove())

  it('reloads the page; a mistake shows until it is mended', async () => {
    const page = await preview.open()
    const text = page.locator('.text')
    expect(await text.textContent()).toBe('one')
    project.write('pages/one/one.ts', "Page({ data: { text: 'two' } })")
    await expect.poll(() => text.textContent()).toBe('two')
    project.write('pages/one/one.wxml', '<view class="text">{{text}</view>')
    await page.getByRole('alert').getByText('miniprogram/pages/one/one.wxml:1:20').waitFor({ timeout: 5_000 })
    project.write('pages/one/one.wxml', '<view class="text">{{text}} again</view>')
    await expect.poll(() => text.textContent()).toBe('two again')
    expect(page.complaints).toEqual([])
  })
})
