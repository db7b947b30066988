const WORDS = {
  zh_CN: { back: '返回', home: '返回首页', menu: '小程序菜单' },
  en: { back: 'Back', home: 'Home page', menu: 'Mini program menu' },
}

/** The bar with the page's title, the way back, and WeChat's capsule. */
export class NavigationBar {
  readonly element: HTMLElement
  readonly #title: HTMLElement
  readonly #back: HTMLButtonElement
  readonly #home: HTMLButtonElement
  readonly #menu: HTMLButtonElement

  constructor({ back, home }: { back(): void; home(): void }) {
    this.element = document.createElement('header')
    this.element.className = 'navigation-bar'
    this.#back = button('navigation-back', back)
    this.#home = button('navigation-home', home)
    this.#title = document.createElement('h1')
    this.#title.className = 'navigation-title'
    this.#menu = button('navigation-menu', () =>
      this.#menu.dispatchEvent(new CustomEvent('wx-menu', { bubbles: true })),
    )
    this.#menu.setAttribute('aria-haspopup', 'dialog')
    const capsule = document.createElement('span')
    capsule.className = 'navigation-capsule'
    capsule.append(this.#menu)
    this.element.append(this.#back, this.#home, this.#title, capsule)
    this.setLanguage('zh_CN')
  }

  setBack(possible: boolean): void {
    this.#back.hidden = !possible
  }

  setHome(possible: boolean): void {
    this.#home.hidden = !possible
  }

  setLanguage(language: 'zh_CN' | 'en'): void {
    const words = WORDS[language]
    this.#back.setAttribute('aria-label', words.back)
    this.#home.setAttribute('aria-label', words.home)
    this.#menu.setAttribute('aria-label', words.menu)
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

function button(className: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className
  element.addEventListener('click', act)
  return element
}
