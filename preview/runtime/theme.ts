import type { Theme } from './mini-program'
import type { SettingsStore } from './settings'

/** Light or dark: as the panel says, else as the browser. */
export class ThemeState {
  #current: Theme
  readonly #listeners = new Set<(theme: Theme) => void>()

  constructor(settings: SettingsStore) {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const read = (): Theme => ((settings.current.dark ?? system.matches) ? 'dark' : 'light')
    this.#current = read()
    document.documentElement.dataset.theme = this.#current
    const update = () => {
      const theme = read()
      if (theme === this.#current) return
      this.#current = theme
      document.documentElement.dataset.theme = theme
      for (const listener of [...this.#listeners]) listener(theme)
    }
    settings.onChange(update)
    system.addEventListener('change', update)
  }

  get current(): Theme {
    return this.#current
  }

  on(listener: (theme: Theme) => void): void {
    this.#listeners.add(listener)
  }
}
