import type { Easel, PageRoot } from '../easel/code-space'
import type { WindowConfig } from '../mini-program'
import type { EventChannel } from './event-channel'
import { followScroll } from './page-scroll'
import { PullDown } from './pull-down'
import type { PageUrl } from './url'

type Lifetime =
  | 'onLoad'
  | 'onShow'
  | 'onReady'
  | 'onHide'
  | 'onUnload'
  | 'onPageScroll'
  | 'onReachBottom'
  | 'onPullDownRefresh'
  | 'onShareAppMessage'
  | 'onTabItemTap'

/** One page on the stack: its glass-easel root, and the lifetimes that the adapter leaves to us. */
export class Page {
  readonly url: PageUrl
  readonly element: HTMLElement
  /** What `this` is in the page's methods. */
  readonly instance: Record<string, unknown>
  /** What the app has given the navigation bar for this page. */
  readonly bar: { title?: string; background?: string; front?: string } = {}
  /** There where its JSON says `enablePullDownRefresh`. */
  readonly pullDown: PullDown | undefined
  readonly #root: PageRoot

  constructor({ backend, space }: Easel, url: PageUrl, config: WindowConfig = {}, channel?: EventChannel) {
    this.url = url
    this.#root = backend.createRoot('page', space, url.full)
    this.instance = this.#root.get() as unknown as Record<string, unknown>
    Object.assign(this.instance, { route: url.route, options: url.query, getOpenerEventChannel: () => channel })
    this.element = this.#root.getComponent().$$ as unknown as HTMLElement
    this.element.dataset.route = url.route
    const actions = {
      scrolled: (scrollTop: number) => this.call('onPageScroll', { scrollTop }),
      reachedBottom: () => this.call('onReachBottom'),
    }
    followScroll(this.element, actions, config.onReachBottomDistance)
    if (config.enablePullDownRefresh) this.pullDown = new PullDown(this.element, () => this.call('onPullDownRefresh'))
  }

  get root(): PageRoot {
    return this.#root
  }

  /** Puts the page into `parent` and loads it. */
  open(parent: HTMLElement): void {
    const placeholder = document.createElement('div')
    parent.append(placeholder)
    this.#root.attach(parent as never, placeholder as never)
    this.call('onLoad', this.url.query)
  }

  show(): void {
    this.element.hidden = false
    this.call('onShow')
    this.#root.getComponent().triggerPageLifetime('show', [])
  }

  ready(): void {
    this.call('onReady')
  }

  hide(): void {
    this.pullDown?.stop()
    this.call('onHide')
    this.#root.getComponent().triggerPageLifetime('hide', [])
  }

  resize(size: { windowWidth: number; windowHeight: number }): void {
    this.#root.getComponent().triggerPageLifetime('resize', [{ size }])
  }

  close(): void {
    this.pullDown?.leave()
    this.call('onUnload')
    this.#root.release()
    this.element.remove()
  }

  has(name: Lifetime): boolean {
    return typeof this.instance[name] === 'function'
  }

  /** What the page's method gives back; undefined where it has none, or throws. */
  call(name: Lifetime, ...args: unknown[]): unknown {
    const method = this.instance[name]
    if (typeof method !== 'function') return undefined
    try {
      const result: unknown = method.apply(this.instance, args)
      if (result instanceof Promise) result.catch((error: unknown) => console.error(error))
      return result
    } catch (error) {
      console.error(error)
      return undefined
    }
  }
}
