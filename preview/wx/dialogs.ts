/** Layers over the phone's screen: toasts, modals, action sheets, the media viewer. */
export class Dialogs {
  readonly #screen: HTMLElement
  #toast: HTMLElement | undefined
  #toastTimer: ReturnType<typeof setTimeout> | undefined

  constructor(screen: HTMLElement) {
    this.#screen = screen
  }

  toast(options: { title: string; icon: string; mask: boolean; durationMs: number | undefined; image?: string }): void {
    this.hideToast()
    const layer = child(this.#screen, 'div', options.mask ? 'toast-layer masked' : 'toast-layer')
    const box = child(layer, 'div', 'toast')
    box.setAttribute('role', 'status')
    box.dataset.icon = options.icon
    if (options.image !== undefined) child(box, 'img', '').src = options.image
    child(box, 'p', '', options.title)
    this.#toast = layer
    if (options.durationMs !== undefined) this.#toastTimer = setTimeout(() => this.hideToast(), options.durationMs)
  }

  hideToast(): void {
    clearTimeout(this.#toastTimer)
    this.#toast?.remove()
    this.#toast = undefined
  }

  /** Opens a modal layer. `fill` gets its box and the function that closes it; Escape closes with `undefined`. */
  open<Result>(
    className: string,
    label: string,
    fill: (box: HTMLElement, close: (result: Result | undefined) => void) => void,
  ): Promise<Result | undefined> {
    return new Promise((resolve) => {
      const focused = document.activeElement as HTMLElement | null
      const layer = child(this.#screen, 'div', 'dialog-layer')
      const box = child(layer, 'div', className)
      box.setAttribute('role', 'dialog')
      box.setAttribute('aria-modal', 'true')
      if (label !== '') box.setAttribute('aria-label', label)
      const close = (result: Result | undefined) => {
        layer.remove()
        focused?.focus()
        resolve(result)
      }
      layer.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') close(undefined)
        if (event.key === 'Tab') keepFocus(event, box)
      })
      layer.addEventListener('click', (event) => {
        if (event.target === layer && layer.dataset.closable !== undefined) close(undefined)
      })
      fill(box, close)
      const first = box.querySelector<HTMLElement>('[data-first]') ?? box.querySelector('button')
      first?.focus()
    })
  }
}

export function child<Name extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  name: Name,
  className: string,
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  element.textContent = text
  parent.append(element)
  return element
}

export function childButton(parent: HTMLElement, className: string, text: string, act: () => void): HTMLButtonElement {
  const button = child(parent, 'button', className, text)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}

function keepFocus(event: KeyboardEvent, box: HTMLElement): void {
  const buttons = [...box.querySelectorAll<HTMLElement>('button:enabled, input, a[href], video')]
  const edge = event.shiftKey ? buttons[0] : buttons.at(-1)
  if (document.activeElement !== edge) return
  event.preventDefault()
  ;(event.shiftKey ? buttons.at(-1) : buttons[0])?.focus()
}
