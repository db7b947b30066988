/** The bar with the page's title, the way back, and WeChat's capsule. */
export class NavigationBar {
  readonly element: HTMLElement
  readonly #title: HTMLElement
  readonly #back: HTMLButtonElement

  constructor(back: () => void) {
    this.element = document.createElement('header')
    this.element.className = 'navigation-bar'
    this.#back = document.createElement('button')
    this.#back.className = 'navigation-back'
    this.#back.type = 'button'
    this.#back.setAttribute('aria-label', '返回')
    this.#back.addEventListener('click', back)
    this.#title = document.createElement('h1')
    this.#title.className = 'navigation-title'
    const capsule = document.createElement('span')
    capsule.className = 'navigation-capsule'
    capsule.setAttribute('aria-hidden', 'true')
    this.element.append(this.#back, this.#title, capsule)
  }

  setBack(possible: boolean): void {
    this.#back.hidden = !possible
  }

  setLanguage(language: string): void {
    this.#back.setAttribute('aria-label', language === 'en' ? 'Back' : '返回')
  }

  setTitle(title: string): void {
    this.#title.textContent = title
    document.title = title
  }

  setColors({ background, front }: { background: string; front: string }): void {
    this.element.style.backgroundColor = background
    this.element.style.color = /^(white|#f{3}(f{3})?)$/i.test(front) ? '#fff' : '#000'
    // The status bar above takes the bar's colors, as on a phone.
    document.documentElement.style.setProperty('--bar-background', background)
    document.documentElement.style.setProperty('--bar-front', this.element.style.color)
  }
}
