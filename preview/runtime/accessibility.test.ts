import { describe, expect, it } from 'vitest'
import { accessibilityMistakes } from '../test-support/accessibility'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { usePreview } from '../test-support/use-preview'

describe.skipIf(!canLaunchChromium())('axe', () => {
  const preview = usePreview()

  it.each(['pages/detail/detail', 'pages/list/list'])(
    'has nothing grave to say of %s, light and dark',
    async (path) => {
      for (const dark of [0, 1]) {
        const page = await preview.open(`?dark=${dark}#${path}`)
        expect(await accessibilityMistakes(page)).toEqual([])
      }
    },
  )

  it('finds of all elements the one whose name is not what it says', async () => {
    const page = await preview.open()
    const [mistake = '', ...others] = await accessibilityMistakes(page)
    expect(mistake).toMatch(/^label-content-name-mismatch .*\n {2}at \.c1--box\n.*aria-label="card first"/)
    expect(others).toEqual([])
  })

  it('has nothing grave to say of dialogs', async () => {
    const page = await preview.open('#pages/list/list')
    const answered = callWx(page, 'showModal', { title: 'Delete?', content: 'It is gone then.' })
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityMistakes(page)).toEqual([])
    await page.keyboard.press('Escape')
    await answered
    await page.getByRole('button', { name: 'kind' }).click()
    await page.getByRole('dialog', { name: 'Kind' }).waitFor()
    expect(await accessibilityMistakes(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'share' }).click()
    await page.getByTestId('share-card').waitFor()
    expect(await accessibilityMistakes(page)).toEqual([])
  })

  it('says what is wrong, and where', async () => {
    const page = await preview.open('#pages/detail/detail')
    await page.locator('.only-here').evaluate((node) => {
      node.insertAdjacentHTML('afterend', '<p style="color: #aaa">pale</p><button></button>')
    })
    const mistakes = (await accessibilityMistakes(page)).join('\n')
    expect(mistakes).toMatch(/^color-contrast \(serious\): .*\n {2}at p\n/m)
    expect(mistakes).toMatch(/^button-name \(critical\)/m)
  })
})
