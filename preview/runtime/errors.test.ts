import { afterAll, describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../test-support/chromium'
import { writeProject } from '../test-support/project'
import { usePreview } from '../test-support/use-preview'

const script = `Page({
  data: { text: 'one' },
  onLoad() {
    this.fail()
  },
  fail() {
    throw new Error('broken')
  },
})`

describe.skipIf(!canLaunchChromium())('an error of the app', () => {
  const project = writeProject({ 'pages/one/one.ts': script })
  const lines: string[] = []
  const preview = usePreview(project.root, (line) => lines.push(line))
  afterAll(() => project.remove())

  it('shows its place in the sources, on the page and in the terminal, until it is closed', async () => {
    const page = await preview.open()
    const shown = page.getByRole('alert')
    await shown.getByText('miniprogram/pages/one/one.ts:7:11', { exact: true }).waitFor()
    expect(await shown.getByText("> 7 │     throw new Error('broken')").textContent()).toBe(
      [
        '  5 │   },',
        '  6 │   fail() {',
        "> 7 │     throw new Error('broken')",
        '    │           ^',
        '  8 │   },',
        '  9 │ })',
      ].join('\n'),
    )
    expect(await shown.locator('.error-message').textContent()).toContain('Error: broken')
    expect(await shown.locator('.error-stack').textContent()).toMatch(/^miniprogram\/pages\/one\/one\.ts:7:11 .*fail/)
    expect(lines).toContainEqual(expect.stringMatching(/^miniprogram\/pages\/one\/one\.ts:7:11 Error: broken/))
    expect(lines).toContain("> 7 │     throw new Error('broken')")
    expect(await page.evaluate(() => window.__preview.errors())).toEqual([expect.stringContaining('broken')])
    await page.getByTestId('close-errors').click()
    expect(await shown.count()).toBe(0)
  })

  it('that is logged shows where', async () => {
    const page = await preview.open()
    await page.getByTestId('close-errors').click()
    await page.evaluate(() => console.error('a line'))
    await page.getByRole('alert').getByText('a line').waitFor()
  })
})
