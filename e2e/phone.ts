import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { PreviewHandle } from '../preview/runtime/preview-handle'
import { projectRoot } from '../scripts/test-support/run'

/** Where pictures go, for a person to look at; not committed. */
const SCREENSHOTS = join(projectRoot, 'output/screenshots')

/** A picture of a phone's real pixels takes the browser four times as long, and tests see no more on it: `SHARP=1` has them. */
const PIXEL_RATIO = process.env.SHARP === '1' ? 2 : 1

/** The preview in a browser window of a phone's size, as one user has it in the hand. */
export class Phone {
  readonly page: Page
  /** What the console has complained about. A test that is well leaves it empty. */
  readonly complaints: string[] = []
  readonly #context: BrowserContext

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context
    this.page = page
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
  }

  /**
   * Opens the preview. `settings` are those of its panel, by name.
   * @param pixelRatio pixels of the screen to a px, each way
   */
  static async open(
    browser: Browser,
    url: string,
    settings: Record<string, string | number> = {},
    pixelRatio = PIXEL_RATIO,
  ): Promise<Phone> {
    const width = Number(settings.width ?? 375)
    const context = await browser.newContext({ viewport: { width, height: 720 }, deviceScaleFactor: pixelRatio })
    context.setDefaultTimeout(60_000)
    const phone = new Phone(context, await context.newPage())
    const query = new URLSearchParams({ panel: '0', ...settings } as Record<string, string>)
    await phone.page.goto(`${url}/?${query}`)
    await phone.page.waitForSelector('html[data-ready]')
    return phone
  }

  /** The one in which it runs, for pages beside it. */
  get browser(): Browser {
    const browser = this.#context.browser()
    if (!browser) throw new Error('The phone has no browser.')
    return browser
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Changes what the panel switches: the network, whether the app is in front, … */
  set(change: Parameters<PreviewHandle['set']>[0]): Promise<void> {
    return this.page.evaluate((settings) => window.__preview.set(settings), change)
  }

  /** Waits until the browser has drawn what was changed last. */
  isDrawn(): Promise<unknown> {
    return this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
  }

  /** The app is killed and started again: all that it had in memory is gone, temp files included. */
  async restart(): Promise<void> {
    await this.page.reload()
    await this.page.waitForSelector('html[data-ready]')
  }

  /** Waits until no request is under way. */
  async quiet(): Promise<void> {
    await this.page.waitForFunction(() => window.__preview.connections() === 0)
  }

  /** Waits until the app has the screen stay on, or lets it go dark. */
  async keepsScreenOn(on: boolean): Promise<void> {
    await this.page.waitForSelector(`html[data-keep-screen-on="${on}"]`)
  }

  /** Presses a button and picks files in the chooser that it opens. */
  async choose(button: string | RegExp, files: string[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.button(button).first().click()])
    await chooser.setFiles(files)
  }

  /** Gives a video of the list another title, in its sheet. */
  async retitle(title: string, { done, which = 0 }: { done: string; which?: number }): Promise<void> {
    await this.button(/^(编辑|Edit )/)
      .nth(which)
      .click()
    await this.page.getByRole('textbox', { name: /的标题$|^Title of/ }).fill(title)
    await this.button(done).click()
  }

  /** Waits for `count` elements with this text; where they do not come, a picture shows what there was instead. */
  async sees(text: string | RegExp, count = 1): Promise<void> {
    try {
      await this.page
        .getByText(text)
        // Pages of other tabs stay, hidden.
        .filter({ visible: true })
        .nth(count - 1)
        .waitFor()
    } catch (error) {
      await this.screenshot('failed')
      throw error
    }
  }

  async screenshot(name: string): Promise<void> {
    const path = join(SCREENSHOTS, `${name}.png`)
    await mkdir(dirname(path), { recursive: true })
    await this.page.screenshot({ path, animations: 'disabled' })
  }

  close(): Promise<void> {
    return this.#context.close()
  }
}
