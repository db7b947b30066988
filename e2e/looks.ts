import { expect } from 'vitest'
import { accessibilityMistakes } from '../preview/test-support/accessibility'
import { layoutMistakes } from './layout'
import type { Phone } from './phone'

/** How a phone shows a page: all of this can change while the app runs. */
interface View {
  dark: boolean
  /** px */
  width: number
}

/** A phone whose language and text size stay for the test, and how each state is looked at on it. */
export interface LooksSetup {
  name: string
  language: 'zh_CN' | 'en'
  /** px, WeChat's setting. */
  font: number
  views: readonly View[]
}

/**
 * Both languages, both themes, a narrow and a usual phone, and large text. Words are as wide in both themes, and colours
 * the same on all widths, so that not every state has to be seen in each of twelve ways.
 */
export const SETUPS: readonly LooksSetup[] = [
  {
    ...{ name: 'zh', language: 'zh_CN', font: 16 },
    views: [
      { dark: false, width: 390 },
      { dark: true, width: 320 },
    ],
  },
  {
    ...{ name: 'en', language: 'en', font: 16 },
    views: [
      { dark: true, width: 390 },
      { dark: false, width: 320 },
    ],
  },
  { name: 'en-large-text', language: 'en', font: 24, views: [{ dark: false, width: 320 }] },
]

/** Height of the window, px. */
const HEIGHT = 720

/** Looks at the states of pages: pictures for a person, and what a machine can see of mistakes. */
export class Looks {
  readonly #setup: LooksSetup
  #users = 0

  constructor(setup: LooksSetup) {
    this.#setup = setup
  }

  /** For App.open: the phone of a user whom nobody has seen before. */
  get settings(): { language: string; font: number; width: number; dark: number; user: string } {
    const { name, language, font, views } = this.#setup
    const [first] = views as [View]
    const user = `${name.replaceAll('-', '')}${Date.now().toString(36)}${this.#users++}`
    return { language, font, width: first.width, dark: Number(first.dark), user }
  }

  /** The words of the language in which the app is. */
  say = (chinese: string, english: string): string => (this.#setup.language === 'zh_CN' ? chinese : english)

  /**
   * Pictures of a state in output/screenshots, in every view; fails where one has a mistake.
   * @param asOpened a dialog of WeChat's keeps the colours that it was opened with: the theme stays
   */
  async at(phone: Phone, state: string, { asOpened = false } = {}): Promise<void> {
    const { name, views } = this.#setup
    for (const { dark: wanted, width } of views) {
      const dark = asOpened ? (views[0] as View).dark : wanted
      await phone.page.setViewportSize({ width, height: HEIGHT })
      await phone.set({ dark, width })
      await phone.isDrawn()
      const view = `${name}-${dark ? 'dark' : 'light'}-${width}`
      await phone.screenshot(`${view}/${state}`)
      expect(await layoutMistakes(phone.page), `${state}, ${view}`).toEqual([])
      expect(await accessibilityMistakes(phone.page), `${state}, ${view}`).toEqual([])
    }
    const [first] = views as [View]
    await phone.page.setViewportSize({ width: first.width, height: HEIGHT })
    await phone.set({ dark: first.dark, width: first.width })
  }
}
