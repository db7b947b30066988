import { CurrentWindowBackendContext, type Element, Event } from 'glass-easel'
import { duringTap } from '../gesture'
import { toCssUnits } from '../units'

/** The events that WeChat, too, takes from the platform. All others come from our built-in elements. */
const DOM_EVENTS = new Set([
  ...['touchstart', 'touchmove', 'touchend', 'touchcancel'],
  ...['transitionend', 'animationstart', 'animationiteration', 'animationend'],
])

/** A DOM node that stands for an element of glass-easel. */
export type EaselNode = HTMLElement & { __wxElement?: Element }

/**
 * glass-easel on this window's DOM, as the adapter needs it and does not set it up: events reach the elements, hosts
 * are called `wx-…`, ids stand without the prefix of their component.
 */
export function createBackend(): CurrentWindowBackendContext {
  const context = new CurrentWindowBackendContext()
  context.onEvent((target, type, detail, options) => {
    const touches = touchFields(options.originalEvent)
    const event = new Event(type, detail, { ...options, ...(touches && { extraFields: touches }) })
    const dispatch = () => Event.dispatchEvent(target, event)
    if (type === 'tap') duringTap(dispatch)
    else dispatch()
    return event.getEventBubbleStatus()
  })
  // Of any event name that WXML binds, glass-easel would listen for the DOM's: `bindchange` would fire twice, once
  // by our element and once by the <input> in it.
  const setListenerStats = context.setListenerStats.bind(context)
  context.setListenerStats = (element, type, capture, mutLevel) => {
    if (DOM_EVENTS.has(type)) setListenerStats(element, type, capture, mutLevel)
  }
  // Margins of the browser's window would not reach beyond the page, which is clipped.
  const observe = context.createIntersectionObserver.bind(context)
  context.createIntersectionObserver = (target, relative, margin, ...rest) => {
    const page = (target as unknown as HTMLElement).closest('wx-page')
    // The adapter writes the sides that the app has not named as undefined.
    const sides = margin.replaceAll('undefined', '0')
    return observe(target, relative ?? (page as unknown as typeof relative), sides, ...rest)
  }
  context.document = {
    createElement: (tag: string) => createElement(tag),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  } as unknown as CurrentWindowBackendContext['document']
  return context
}

function createElement(tag: string): HTMLElement {
  const element = document.createElement(tag.startsWith('wx-') ? tag : `wx-${tag}`)
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name: string, value: unknown) => {
    if (value === false || value === null || value === undefined) element.removeAttribute(name)
    else if (name === 'style') setAttribute(name, toCssUnits(String(value)))
    else setAttribute(name, value === true ? '' : String(value))
  }
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    set: (id: string) => setAttribute('id', id.replace(/^.*?--/, '')),
  })
  return element
}

/** WeChat has the touches on the event itself, not in its detail. */
function touchFields(origin: unknown): Record<string, unknown> | undefined {
  if (typeof TouchEvent === 'undefined' || !(origin instanceof TouchEvent)) return undefined
  const list = (touches: TouchList) =>
    Array.from(touches, ({ identifier, clientX, clientY, pageX, pageY }) => ({
      identifier,
      clientX,
      clientY,
      pageX,
      pageY,
    }))
  return { touches: list(origin.touches), changedTouches: list(origin.changedTouches) }
}

/** The element of glass-easel that a DOM node belongs to. */
export function easelElementOf(node: Node | null): Element | undefined {
  let current: Node | null = node
  while (current && !(current as EaselNode).__wxElement) current = current.parentNode
  return (current as EaselNode | null)?.__wxElement
}

/** Dispatches a tap, as a finger on the element would. */
export function tap(node: Node): void {
  const target = easelElementOf(node)
  if (!target) return
  const { left = 0, top = 0 } = node instanceof HTMLElement ? node.getBoundingClientRect() : {}
  const event = new Event('tap', { x: left, y: top }, { bubbles: true, composed: true })
  duringTap(() => Event.dispatchEvent(target, event))
}
