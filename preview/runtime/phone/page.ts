import type { Easel, PageRoot } from '../easel/code-space'
import type { PageUrl } from './url'

type Lifetime =
  | 'onLoad'
  | 'onShow'
  | 'onReady'
  | 'onHide'
  | 'onUnload'
  | 'onPageScroll'
  | 'onReachBottom'
  | 'onTabItemTap'

/** One page on the stack: its glass-easel root, and the lifetimes that the adapter leaves to us. */
export class Page {
  readonly url: PageUrl
  readonly element: HTMLElement
  /** What `this` is in the page's methods. */
  readonly instance: Record<string, unknown>
  readonly #root: PageRoot

  constructor({ backend, space }: Easel, url: PageUrl) {
    this.url = url
    this.#root = backend.createRoot('page', space, url.full)
    this.instance = this.#root.get() as unknown as Record<string, unknown>
    Object.assign(this.instance, { route: url.route, options: url.query })
    this.element = this.#root.getComponent().$$ as unknown as HTMLElement
    this.element.dataset.route = url.route
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
    this.call('onHide')
    this.#root.getComponent().triggerPageLifetime('hide', [])
  }

  resize(size: { windowWidth: number; windowHeight: number }): void {
    this.#root.getComponent().triggerPageLifetime('resize', [{ size }])
  }

  close(): void {
    this.call('onUnload')
    this.#root.release()
    this.element.remove()
  }

  call(name: Lifetime, ...args: unknown[]): void {
    const method = this.instance[name]
    if (typeof method !== 'function') return
    try {
      const result: unknown = method.apply(this.instance, args)
      if (result instanceof Promise) result.catch((error: unknown) => console.error(error))
    } catch (error) {
      console.error(error)
    }
  }
}
