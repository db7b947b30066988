import { createWx } from '../wx/create-wx'
import { hearProgress } from '../wx/proxy-client'
import { AppLifetime } from './app-lifetime'
import { skewClock } from './clock'
import { createEasel } from './easel/code-space'
import { capture, type Definition } from './easel/definitions'
import { SetDataLog } from './easel/set-data-log'
import { ErrorOverlay } from './error-overlay'
import { ErrorLog } from './errors'
import { followBuilds } from './hot-replacement'
import { LogBook } from './log-book'
import type { MiniProgram } from './mini-program'
import { NetworkLog } from './network-log'
import { preparePanel } from './panel-host'
import { Chrome } from './phone/chrome'
import { PageStack } from './phone/page-stack'
import { createPhone } from './phone/phone'
import { completeTaps } from './phone/taps'
import { parsePageUrl } from './phone/url'
import { restartAt, takeReturn } from './restart'
import { type Settings, SettingsStore } from './settings'
import { ThemeState } from './theme'

interface AppGlobals {
  miniProgram: MiniProgram
  wx: WechatMiniprogram.Wx
  App(options: Record<string, unknown>): void
  getApp(): unknown
  getCurrentPages(): unknown[]
}

function boot(globals: AppGlobals, events: EventSource): void {
  const settings = new SettingsStore(new URLSearchParams(location.search), sessionStorage)
  const log = new SetDataLog()
  const book = new LogBook()
  book.followConsole()
  const overlay = new ErrorOverlay()
  const errors = new ErrorLog(overlay)
  errors.listen((message) => app.instance.onError?.(message))
  skewClock(() => settings.current.skew)
  completeTaps(window)
  hearProgress(events)

  const { miniProgram } = globals
  const theme = new ThemeState(settings)
  const setLanguage = () => {
    document.documentElement.lang = settings.current.language === 'en' ? 'en' : 'zh-CN'
  }
  setLanguage()
  settings.onChange(setLanguage)
  // `#pages/videos/videos?id=1` opens another page than the first.
  const entry = parsePageUrl(
    takeReturn() ?? (decodeURIComponent(location.hash.slice(1)) || (miniProgram.pages[0] ?? '')),
  )
  const app = new AppLifetime(entry.route, entry.query, settings.current.scene)
  const chrome = new Chrome(miniProgram, theme, settings, {
    back: () => stack.navigateBack(),
    home: () => stack.reLaunch(`/${miniProgram.pages[0]}`),
    switchTab: (route) => {
      stack.switchTab(`/${route}`)
      stack.top?.call('onTabItemTap', { pagePath: route })
    },
  })
  createPhone(document.body, chrome.screen, settings)

  const definitions = new Map<string, Definition>()
  const easel = lazily(() => createEasel(miniProgram, definitions, log))
  const stack = new PageStack(easel, miniProgram, {
    container: chrome.container,
    changed: () => stack.top && chrome.show(stack.top, stack.pages.length),
  })
  const network = new NetworkLog()
  const { wx, connections, files } = createWx({
    settings,
    theme,
    app,
    appConfig: miniProgram.app,
    stack,
    chrome,
    book,
    network,
  })
  addEventListener('beforeunload', () => connections.end())
  Object.assign(globals, {
    wx,
    App: (options: Record<string, unknown>) => {
      app.instance = options
    },
    getApp: () => app.instance,
    getCurrentPages: () => stack.pages.map(({ instance }) => instance),
  })
  settings.onChange((now, before) => {
    leaveAddress(now, before)
    // Apps ask for both once, when they start.
    if (now.language !== before.language || now.font !== before.font) restartAt(stack.top?.url.full ?? entry.full)
    if (now.hidden === before.hidden) return
    if (now.hidden) {
      stack.top?.hide()
      app.hide()
    } else {
      app.show()
      stack.top?.show()
    }
  })

  let ready: () => void = () => undefined
  window.__preview = {
    ready: new Promise((resolve) => {
      ready = resolve
    }),
    route: () => stack.top?.url.route,
    routes: () => stack.pages.map(({ url }) => url.route),
    data: () => stack.top?.instance.data,
    setData: { totals: () => log.totals(), calls: () => [...log.calls], clear: () => log.clear() },
    connections: () => connections.count,
    errors: () => [...errors.messages],
    logs: () => [...book.lines],
    network: () => [...network.calls],
    loseFiles: () => files.clear(),
    pullDown: () => stack.top?.pullDown?.start(),
    settings: () => settings.current,
    set: (change) => settings.set(change),
  }

  followBuilds(events, { easel, miniProgram, showProblems: (problems) => overlay.showProblems(problems) })

  miniProgram.runApp()
  for (const [path, run] of Object.entries(miniProgram.scripts)) definitions.set(path, capture(path, run))
  app.launch()
  stack.reLaunch(`/${entry.full}`)
  if (settings.current.panel) {
    const loseFiles = () => files.clear()
    preparePanel(document.body, {
      ...{ settings, theme, book, network, setData: log, loseFiles },
      pullDown: window.__preview.pullDown,
    })
  }
  requestAnimationFrame(() =>
    setTimeout(() => {
      document.documentElement.dataset.ready = ''
      ready()
    }),
  )
}

/** What has been changed since, the address says no longer: it would come back with a restart. */
function leaveAddress(now: Readonly<Settings>, before: Readonly<Settings>): void {
  const url = new URL(location.href)
  for (const name of Object.keys(now) as (keyof Settings)[]) {
    if (now[name] !== before[name]) url.searchParams.delete(name)
  }
  if (url.href !== location.href) history.replaceState(null, '', url)
}

/** glass-easel needs every definition, and they need `wx`: it is set up at the first page. */
function lazily<T extends object>(create: () => T): T {
  let value: T | undefined
  return new Proxy({} as T, {
    get(_, name) {
      value ??= create()
      return Reflect.get(value, name)
    },
  })
}

const events = new EventSource('/__preview/events')
boot(globalThis as unknown as AppGlobals, events)
