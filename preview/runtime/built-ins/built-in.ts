import { type Element, Event, type GeneralComponent } from 'glass-easel'
import type { EaselNode } from '../easel/backend'

export type Properties = Record<string, unknown>

/** One element of WXML. */
export interface BuiltIn<P extends Properties = Properties> {
  /** Its properties with their defaults; `null` takes a value of any type. */
  properties: P
  /** Runs once for each element; the returned function is called at once, and whenever a property has changed. */
  setup(element: BuiltInElement<P>): ((properties: P) => void) | undefined
}

/** Keeps the types of the properties' defaults. */
export function builtIn<P extends Properties>(definition: BuiltIn<P>): BuiltIn<P> {
  return definition
}

/** What a built-in element sees of itself. */
export class BuiltInElement<P extends Properties = Properties> {
  readonly host: EaselNode
  readonly #component: GeneralComponent

  constructor(component: GeneralComponent) {
    this.#component = component
    this.host = component.$$ as unknown as EaselNode
  }

  get properties(): P {
    return this.#component.data as P
  }

  /** Its `data-…` as the app reads them. */
  get dataset(): Record<string, unknown> {
    return this.#component.dataset
  }

  /** The component in whose WXML the element stands. */
  get owner(): GeneralComponent | undefined {
    return this.#component.ownerShadowRoot?.getHostNode()
  }

  /** Triggers an event, as WeChat's elements do. */
  emit(name: string, detail: object = {}, options: { bubbles?: boolean; composed?: boolean } = {}): void {
    Event.dispatchEvent(this.#component as unknown as Element, new Event(name, detail, options))
  }

  /** Changes a property from inside: with `model:`, the owner's data follows. */
  set(name: keyof P & string, value: unknown): void {
    this.#component.setData({ [name]: value } as never)
  }

  toggleClass(names: string, on: boolean): void {
    for (const name of names.split(/\s+/).filter(Boolean)) this.#component.toggleNodeClass(name, on, TEMPORARY)
  }

  /** An element of HTML in this one. */
  append<Name extends keyof HTMLElementTagNameMap>(name: Name, className = ''): HTMLElementTagNameMap[Name] {
    const child = document.createElement(name)
    if (className !== '') child.className = className
    this.host.append(child)
    return child
  }
}

/** Segment of an element's classes that is not the template's. (A const enum of glass-easel, TEMP_EXTRA.) */
const TEMPORARY = 3 as never
