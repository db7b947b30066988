import type { SetDataLog } from './easel/set-data-log'
import type { LogBook } from './log-book'
import type { NetworkLog } from './network-log'
import type { SettingsStore } from './settings'
import type { ThemeState } from './theme'

/** What the panel sees and moves of the running preview. */
export interface PanelHost {
  settings: SettingsStore
  theme: ThemeState
  book: LogBook
  network: NetworkLog
  setData: SetDataLog
  /** WeChat removes the app's temp files. */
  loseFiles(): void
  pullDown(): void
}

declare global {
  /** Set by the panel's own script. */
  var showPreviewPanel: ((panel: HTMLElement, host: PanelHost) => void) | undefined
}

/** Makes room for the panel, and fills it when the app has been painted: it is not to be waited for. */
export function preparePanel(parent: HTMLElement, host: PanelHost): void {
  const panel = document.createElement('aside')
  panel.className = 'panel'
  panel.setAttribute('aria-label', 'Preview panel')
  parent.append(panel)
  const styles = document.createElement('link')
  Object.assign(styles, { rel: 'stylesheet', href: '/__preview/panel.css' })
  const script = document.createElement('script')
  script.src = '/__preview/panel.js'
  const loaded = [styles, script].map((part) => new Promise((resolve) => part.addEventListener('load', resolve)))
  void Promise.all(loaded).then(() => globalThis.showPreviewPanel?.(panel, host))
  requestAnimationFrame(() => setTimeout(() => document.head.append(styles, script)))
}
