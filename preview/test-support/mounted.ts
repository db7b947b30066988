import { addGlobalErrorListener, Event, removeGlobalErrorListener } from 'glass-easel'
import { easelElementOf } from '../runtime/easel/backend'
import type { Easel } from '../runtime/easel/code-space'
import type { SetDataCall, SetDataLog } from '../runtime/easel/set-data-log'
import { Page } from '../runtime/phone/page'
import { parsePageUrl } from '../runtime/phone/url'

interface Given {
  query?: Record<string, string>
  properties?: Record<string, unknown>
}

/** A page or component in the document of a test. */
export class Mounted {
  readonly #page: Page
  readonly #log: SetDataLog
  readonly #given: Given
  readonly #onError: (error: unknown) => boolean
  #mounted = true

  constructor(easel: Easel, path: string, given: Given, log: SetDataLog) {
    this.#onError = (error) => {
      // Else glass-easel would write it to the console, and the test would pass.
      setTimeout(() => {
        throw error
      })
      return false
    }
    addGlobalErrorListener(this.#onError)
    this.#page = new Page(easel, { ...parsePageUrl(path), query: given.query ?? {} })
    this.#log = log
    this.#given = given
  }

  /** Called by mount(). */
  open(): void {
    if (this.#given.properties) this.#page.root.getComponent().setData(this.#given.properties as never)
    this.#page.open(document.body)
    this.#page.show()
    this.#page.ready()
  }

  /** The element that stands for the page or component. */
  get element(): HTMLElement {
    return this.#page.element
  }

  /** What `this` is in its methods. */
  get instance(): Record<string, unknown> {
    return this.#page.instance
  }

  get data(): Record<string, unknown> {
    return this.#page.instance.data as Record<string, unknown>
  }

  /** Every setData so far, here and in the components within, with its bytes of JSON. */
  get setDataCalls(): readonly SetDataCall[] {
    return this.#log.calls
  }

  /** Changes properties, as the owner's WXML would. */
  setProperties(properties: Record<string, unknown>): void {
    this.#page.root.getComponent().setData(properties as never)
  }

  /**
   * The element that a CSS selector matches, or, where the text is none, that has it for its aria-label. `view` is
   * `wx-view`; classes of an isolated component carry a prefix that a selector of one class finds, too.
   * @throws {Error} where there is none
   */
  get(selector: string): HTMLElement {
    const [found] = this.all(selector)
    if (!found) throw new Error(`Nothing matches "${selector}" in\n${this.element.outerHTML}`)
    return found
  }

  /** As `get`; empty where there is none. */
  all(selector: string): HTMLElement[] {
    const plain = /^\.([\w-]+)$/.exec(selector)?.[1]
    const css = plain === undefined ? selector : `.${plain}, [class$="--${plain}"], [class*="--${plain} "]`
    const byLabel = [...this.element.querySelectorAll<HTMLElement>('[aria-label]')].filter(
      (node) => node.getAttribute('aria-label') === selector,
    )
    if (byLabel.length > 0) return byLabel
    try {
      return [...this.element.querySelectorAll<HTMLElement>(css)]
    } catch {
      return []
    }
  }

  /** Text of an element, or of all; white space made one. Hidden elements do not count. */
  text(selector?: string): string {
    return visibleText(selector === undefined ? this.element : this.get(selector))
      .replace(/\s+/g, ' ')
      .trim()
  }

  /** A finger's tap. A disabled button takes none. */
  tap(target: string | HTMLElement): void {
    const node = typeof target === 'string' ? this.get(target) : target
    node.click()
  }

  /** Triggers an event of an element or component, as `input` with `{ value: 'x' }`. */
  triggerEvent(target: string | HTMLElement, name: string, detail: unknown = {}): void {
    const element = easelElementOf(typeof target === 'string' ? this.get(target) : target)
    if (element) Event.dispatchEvent(element, new Event(name, detail))
  }

  /** Events that the mounted component has triggered under this name, from now on. */
  listen(name: string): { detail: unknown }[] {
    const heard: { detail: unknown }[] = []
    this.#page.root.getComponent().addListener(name, ({ detail }: { detail: unknown }) => {
      heard.push({ detail })
    })
    return heard
  }

  /** Calls a lifetime or method of a page or component. */
  call(name: string, ...args: unknown[]): unknown {
    const method = this.#page.instance[name]
    if (typeof method !== 'function') throw new Error(`There is no method ${name}`)
    return method.apply(this.#page.instance, args)
  }

  hide(): void {
    this.#page.hide()
  }

  show(): void {
    this.#page.show()
  }

  unmount(): void {
    if (!this.#mounted) return
    this.#mounted = false
    this.#page.close()
    removeGlobalErrorListener(this.#onError)
  }
}

function visibleText(node: Node): string {
  if (node instanceof HTMLElement && node.hasAttribute('hidden')) return ''
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  const block = node instanceof HTMLElement && node.localName !== 'wx-text'
  return [...node.childNodes].map(visibleText).join('') + (block ? ' ' : '')
}
