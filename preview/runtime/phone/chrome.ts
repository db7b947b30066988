import type { MiniProgram, WindowConfig } from '../mini-program'
import type { SettingsStore } from '../settings'
import type { ThemeState } from '../theme'
import { NavigationBar } from './navigation-bar'
import type { Page } from './page'
import { TabBar } from './tab-bar'

export interface ChromeActions {
  back(): void
  /** To the first page, from one that was opened from outside. */
  home(): void
  switchTab(route: string): void
}

/** What the phone shows around a page: navigation bar, window background, tab bar; colors follow theme.json. */
export class Chrome {
  readonly screen: HTMLElement
  readonly container: HTMLElement
  readonly navigationBar: NavigationBar
  readonly tabBar: TabBar | undefined
  readonly #miniProgram: MiniProgram
  readonly #theme: ThemeState
  #page: Page | undefined

  constructor(miniProgram: MiniProgram, theme: ThemeState, settings: SettingsStore, actions: ChromeActions) {
    this.#miniProgram = miniProgram
    this.#theme = theme
    this.screen = element('screen')
    this.container = element('pages')
    this.navigationBar = new NavigationBar(actions)
    this.screen.append(this.navigationBar.element, this.container)
    const { tabBar } = miniProgram.app
    if (tabBar) {
      this.tabBar = new TabBar(tabBar, actions.switchTab)
      this.screen.append(this.tabBar.element)
    }
    this.navigationBar.setLanguage(settings.current.language)
    settings.onChange(({ language }) => this.navigationBar.setLanguage(language))
    theme.on(() => this.#paint())
  }

  /** Another page is on top. */
  show(page: Page, depth: number): void {
    this.#page = page
    const { route } = page.url
    const isHome = route === this.#miniProgram.pages[0] || this.tabBar?.has(route)
    this.navigationBar.setBack(depth > 1)
    this.navigationBar.setHome(depth === 1 && !isHome)
    this.navigationBar.element.hidden = this.#config('navigationStyle') === 'custom'
    this.tabBar?.select(route)
    this.#paint()
  }

  /** Changes what the navigation bar has of a page: now, or when the page is on top again. */
  change(page: Page, bar: Page['bar']): void {
    Object.assign(page.bar, bar)
    this.#paint()
  }

  #paint(): void {
    const { title, background, front } = this.#page?.bar ?? {}
    this.navigationBar.setTitle(title ?? this.#config('navigationBarTitleText') ?? '')
    this.navigationBar.setColors({
      background: background ?? this.#config('navigationBarBackgroundColor') ?? '#000000',
      front: front ?? this.#config('navigationBarTextStyle') ?? 'white',
    })
    const { style } = this.screen
    const content = this.#config('backgroundColorContent') ?? this.#config('backgroundColor') ?? ''
    style.setProperty('--window-background', content)
    style.setProperty('--pull-down-dots', this.#config('backgroundTextStyle') === 'light' ? '#fff' : '#808080')
    this.tabBar?.paint((value) => this.#themed(value))
  }

  #config(name: keyof WindowConfig): string | undefined {
    const value =
      this.#miniProgram.components[this.#page?.url.route ?? '']?.[name] ?? this.#miniProgram.app.window?.[name]
    return typeof value === 'string' ? this.#themed(value) : undefined
  }

  /** `@name` is a value of theme.json. */
  #themed(value: string): string {
    if (!value.startsWith('@')) return value
    const found = this.#miniProgram.theme[this.#theme.current]?.[value.slice(1)]
    if (found === undefined) console.error(`theme.json has no ${this.#theme.current} "${value.slice(1)}"`)
    return found ?? ''
  }
}

function element(className: string): HTMLElement {
  const result = document.createElement('div')
  result.className = className
  return result
}
