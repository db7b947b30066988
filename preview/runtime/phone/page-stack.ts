import type { Easel } from '../easel/code-space'
import type { MiniProgram } from '../mini-program'
import { EventChannel } from './event-channel'
import { Page } from './page'
import { type PageUrl, parsePageUrl } from './url'

/** WeChat's limit of pages on the stack. */
const MOST_PAGES = 10

export interface StackView {
  /** Where pages go. */
  readonly container: HTMLElement
  /** Another page is on top. */
  changed(): void
}

/** The pages that are open. A page of the tab bar stays alive while others are shown. */
export class PageStack {
  pages: Page[] = []
  readonly #tabs = new Map<string, Page>()
  readonly #easel: Easel
  readonly #miniProgram: MiniProgram
  readonly #view: StackView

  constructor(easel: Easel, miniProgram: MiniProgram, view: StackView) {
    this.#easel = easel
    this.#miniProgram = miniProgram
    this.#view = view
  }

  get top(): Page | undefined {
    return this.pages.at(-1)
  }

  isTab(route: string): boolean {
    return this.#miniProgram.app.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false
  }

  /**
   * Returns the channel to the new page; `listeners` are those of the page that opens it.
   * @throws {Error} with WeChat's words, as every method here
   */
  navigateTo(url: string, listeners: Record<string, (...args: unknown[]) => void> = {}): EventChannel {
    const target = this.#find(url)
    if (this.isTab(target.route)) throw new Error('can not navigateTo a tabbar page')
    if (this.pages.length >= MOST_PAGES) throw new Error(`page limit exceeded: ${MOST_PAGES}`)
    this.#hideTop()
    const channel = new EventChannel()
    for (const [name, listener] of Object.entries(listeners)) channel.on(name, listener)
    this.#push(target, channel)
    return channel
  }

  redirectTo(url: string): void {
    const target = this.#find(url)
    if (this.isTab(target.route)) throw new Error('can not redirectTo a tabbar page')
    const top = this.pages.pop()
    if (top) this.#close(top)
    this.#push(target)
  }

  navigateBack(delta = 1): void {
    if (this.pages.length < 2) throw new Error('cannot navigate back at first page')
    const closed = this.pages.splice(Math.max(1, this.pages.length - delta))
    for (const page of closed.reverse()) this.#close(page)
    this.#showTop()
  }

  switchTab(url: string): void {
    const target = this.#find(url)
    if (!this.isTab(target.route)) throw new Error('can not switch to no-tabBar page')
    const above = this.pages.splice(1).reverse()
    for (const page of above) this.#close(page)
    const [bottom] = this.pages
    if (bottom?.url.route === target.route) {
      if (above.length > 0) this.#showTop()
      return
    }
    if (bottom && !this.isTab(bottom.url.route)) this.#close(bottom)
    else if (bottom && above.length === 0) this.#hideTop()
    const kept = this.#tabs.get(target.route)
    this.pages = kept ? [kept] : []
    if (kept) this.#showTop()
    else this.#push(target)
  }

  /** Closes everything and opens one page. */
  reLaunch(url: string): void {
    const target = this.#find(url)
    const kept = [...this.#tabs.values()].filter((page) => !this.pages.includes(page))
    for (const page of [...this.pages.reverse(), ...kept]) this.#close(page)
    this.pages = []
    this.#push(target)
  }

  #find(url: string): PageUrl {
    const target = parsePageUrl(url, this.top?.url.route)
    if (!this.#miniProgram.pages.includes(target.route)) throw new Error(`page "${target.route}" is not found`)
    return target
  }

  #push(url: PageUrl, channel?: EventChannel): void {
    const config = { ...this.#miniProgram.app.window, ...this.#miniProgram.components[url.route] }
    const page = new Page(this.#easel, url, config, channel)
    this.pages.push(page)
    if (this.isTab(url.route)) this.#tabs.set(url.route, page)
    page.open(this.#view.container)
    // The page may have gone elsewhere in its onLoad.
    if (this.top !== page) return
    this.#showTop()
    requestAnimationFrame(() => page.ready())
  }

  #showTop(): void {
    this.#view.changed()
    this.top?.show()
  }

  #hideTop(): void {
    if (!this.top) return
    this.top.hide()
    this.top.element.hidden = true
  }

  #close(page: Page): void {
    if (this.#tabs.get(page.url.route) === page) this.#tabs.delete(page.url.route)
    page.close()
  }
}
