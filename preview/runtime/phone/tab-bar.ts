import type { TabBarConfig } from '../mini-program'

interface Tab {
  button: HTMLButtonElement
  icon: HTMLImageElement
  label: HTMLElement
  badge: HTMLElement
  config: TabBarConfig['list'][number]
}

/** The tab bar of app.json, as wx.setTabBar… changes it. */
export class TabBar {
  readonly element: HTMLElement
  readonly #tabs: Tab[]
  #style: TabBarConfig
  #selected = ''
  #resolve: (value: string) => string = (value) => value

  constructor(config: TabBarConfig, switchTab: (route: string) => void) {
    this.#style = config
    this.element = document.createElement('nav')
    this.element.className = 'tab-bar'
    this.element.setAttribute('role', 'tablist')
    this.#tabs = config.list.map((item) => this.#createTab({ ...item }, switchTab))
    this.element.append(...this.#tabs.map(({ button }) => button))
    this.element.addEventListener('keydown', (event) => this.#moveFocus(event))
  }

  select(route: string): void {
    this.#selected = route
    this.element.hidden = !this.has(route)
    this.paint(this.#resolve)
  }

  has(route: string): boolean {
    return this.#tabs.some(({ config }) => config.pagePath === route)
  }

  /** `resolve` finds the colors and icons of the theme. */
  paint(resolve: (value: string) => string): void {
    this.#resolve = resolve
    const { color, selectedColor, backgroundColor, borderStyle } = this.#style
    this.element.style.backgroundColor = resolve(backgroundColor ?? '')
    this.element.dataset.border = resolve(borderStyle ?? 'black')
    for (const { button, icon, label, config } of this.#tabs) {
      const selected = config.pagePath === this.#selected
      button.setAttribute('aria-selected', String(selected))
      button.tabIndex = selected ? 0 : -1
      button.style.color = resolve((selected ? selectedColor : color) ?? '')
      label.textContent = config.text
      const path = resolve((selected ? config.selectedIconPath : config.iconPath) ?? '')
      icon.hidden = path === ''
      const url = path === '' ? '' : new URL(path, `${location.origin}/`).href
      if (icon.src !== url && url !== '') icon.src = url
    }
  }

  setItem(index: number, change: Partial<Tab['config']>): void {
    Object.assign(this.#tab(index).config, change)
    this.paint(this.#resolve)
  }

  setStyle(change: Partial<Omit<TabBarConfig, 'list'>>): void {
    this.#style = { ...this.#style, ...change }
    this.paint(this.#resolve)
  }

  /** Undefined removes it; an empty text is a dot. */
  setBadge(index: number, text: string | undefined): void {
    const { badge } = this.#tab(index)
    badge.hidden = text === undefined
    badge.textContent = text ?? ''
    badge.toggleAttribute('data-dot', text === '')
  }

  setVisible(visible: boolean): void {
    this.element.style.display = visible ? '' : 'none'
  }

  #tab(index: number): Tab {
    const tab = this.#tabs[index]
    if (!tab) throw new Error('tabbar item not found')
    return tab
  }

  #createTab(config: Tab['config'], switchTab: (route: string) => void): Tab {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'tab'
    button.setAttribute('role', 'tab')
    button.addEventListener('click', () => switchTab(config.pagePath))
    const icon = document.createElement('img')
    icon.alt = ''
    const label = document.createElement('span')
    const badge = document.createElement('span')
    badge.className = 'tab-badge'
    badge.hidden = true
    button.append(icon, label, badge)
    return { button, icon, label, badge, config }
  }

  #moveFocus(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const buttons = this.#tabs.map(({ button }) => button)
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(index + step + buttons.length) % buttons.length]?.focus()
  }
}
