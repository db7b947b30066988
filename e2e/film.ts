import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { projectRoot } from '../scripts/test-support/run'

/** Where films and their frames go, for a person to look at; not committed. */
const FILMS = join(projectRoot, 'output/films')

/** px: a phone with a line of words above it. */
const STAGE = { width: 300, height: 376 }

const STAGE_PAGE = `<!doctype html><style>
  body { margin: 0; background: #eef0f4; font: 600 15px/1.3 system-ui, 'Noto Sans CJK SC', sans-serif; color: #1c2330 }
  p { height: 40px; margin: 0; padding: 6px 8px 0; display: grid; place-items: center; text-align: center }
  p.alarm { color: #b3261e }
  div { width: 260px; height: 318px; margin: 6px auto 0; border-radius: 18px; overflow: hidden; background: #10131a;
    box-shadow: 0 0 0 4px #10131a }
  img { display: block; width: 260px; height: 318px }
  img:not([src]) { visibility: hidden }
</style><p></p><div><img alt=""></div>`

/** What is said above the phone. */
export interface Caption {
  text: string
  /** Something goes wrong here. */
  alarm?: boolean
}

interface Frame {
  png: Buffer
  /** How long it is seen, milliseconds. */
  ms: number
}

/** A silent film of a phone: pictures of its page, each with a caption, as one animated GIF, which every viewer of READMEs shows. */
export class Film {
  readonly #stage: Page
  readonly #frames: Frame[] = []

  private constructor(stage: Page) {
    this.#stage = stage
  }

  static async begin(browser: Browser): Promise<Film> {
    const stage = await browser.newPage({ viewport: STAGE, deviceScaleFactor: 1.5 })
    await stage.setContent(STAGE_PAGE)
    return new Film(stage)
  }

  /**
   * One picture of what the phone shows at this moment.
   * @param page undefined: its screen is dark
   */
  async take(page: Page | undefined, caption: Caption, ms: number): Promise<void> {
    const picture = await page?.screenshot({ animations: 'disabled' })
    await this.#stage.evaluate(
      async ({ text, alarm, src }) => {
        const words = document.querySelector('p') as HTMLElement
        words.textContent = text
        words.classList.toggle('alarm', alarm)
        const image = document.querySelector('img') as HTMLImageElement
        if (src === undefined) return image.removeAttribute('src')
        image.src = src
        await image.decode()
      },
      {
        text: caption.text,
        alarm: caption.alarm === true,
        src: picture && `data:image/png;base64,${picture.toString('base64')}`,
      },
    )
    this.#frames.push({ png: await this.#stage.screenshot(), ms })
  }

  /** Writes the film, and each frame as PNG beside it. Returns its path and its size in bytes. */
  async write(name: string): Promise<{ path: string; bytes: number; frames: number }> {
    const path = join(FILMS, `${name}.gif`)
    await mkdir(join(dirname(path), name), { recursive: true })
    for (const [index, { png }] of this.#frames.entries()) {
      await sharp(png).toFile(join(FILMS, name, `${String(index).padStart(2, '0')}.png`))
    }
    await sharp(
      this.#frames.map(({ png }) => png),
      { join: { animated: true } },
    )
      .gif({ effort: 7, loop: 0, delay: this.#frames.map(({ ms }) => ms) })
      .toFile(path)
    return { path, bytes: (await stat(path)).size, frames: this.#frames.length }
  }

  close(): Promise<void> {
    return this.#stage.close()
  }
}
