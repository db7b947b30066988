import { NETWORK_TYPES, type Settings, type SettingsStore } from '../runtime/settings'
import type { ThemeState } from '../runtime/theme'
import { field, group, option } from './controls'

/** Seconds. */
const DAY = 86_400

/** The panel beside the phone: what happens to a phone and its user, at a click. */
export function showPanel(parent: HTMLElement, settings: SettingsStore, theme: ThemeState): void {
  const panel = document.createElement('aside')
  panel.className = 'panel'
  panel.setAttribute('aria-label', 'Preview panel')
  const title = document.createElement('h2')
  title.textContent = 'Preview'
  panel.append(title)
  document.documentElement.dataset.panel = ''

  const app = group(panel, 'App')
  const hide = button(app, 'hide', 'Hide', () => settings.set({ hidden: true }))
  const show = button(app, 'show', 'Show', () => settings.set({ hidden: false }))
  button(app, 'restart', 'Restart', () => location.reload())
  button(app, 'pull-down', 'Pull down', () => window.__preview.pullDown())

  const network = group(panel, 'Network')
  select(network, 'network', 'Connected by', NETWORK_TYPES.map(same), settings, String)
  checkbox(network, 'offline', 'Airplane mode', settings)
  checkbox(network, 'slow', 'Slow upload (200 KB/s)', settings)

  const phone = group(panel, 'Phone')
  select(phone, 'width', 'Width', [320, 360, 375, 390, 414, 430].map(same), settings, Number)
  select(phone, 'font', 'Text size', [14, 16, 18, 20, 23].map(same), settings, Number)
  select(phone, 'language', 'Language', [option('zh_CN', '简体中文'), option('en', 'English')], settings, String)
  const dark = control(phone, 'dark', 'Dark', 'checkbox')
  dark.addEventListener('change', () => settings.set({ dark: dark.checked }))
  const clocks = [
    option(-DAY, '1 day behind'),
    option(-3600, '1 hour behind'),
    option(0, 'right'),
    option(3600, '1 hour ahead'),
  ]
  select(phone, 'skew', 'Clock', [...clocks, option(DAY, '1 day ahead')], settings, Number)

  const platforms = { devtools: 'DevTools', ios: 'iPhone', android: 'Android', windows: 'Windows', mac: 'macOS' }
  const places = Object.entries({ ...platforms, wecom: 'WeCom' }).map(([value, text]) => option(value, text))
  select(phone, 'platform', 'WeChat on', places, settings, String)

  const user = group(panel, 'User')
  const name = control(user, 'user', 'Logged in as', 'text')
  Object.assign(name, { pattern: '[a-zA-Z0-9]{1,32}', maxLength: 32, spellcheck: false })
  name.addEventListener('change', () => {
    if (!name.reportValidity() || name.value === '') return
    settings.set({ user: name.value })
    leaveQuery('user')
  })
  const terms = [option('granted', 'agreed'), option('refused', 'refused'), option('undeclared', 'not declared by us')]
  select(user, 'privacy', 'Privacy terms', terms, settings, String)
  const answers = [option('accept', 'accepts'), option('reject', 'rejects'), option('ask', 'is asked')]
  answers.push(option('off', 'has switched them off'), option('ban', 'template is banned'))
  select(user, 'subscribe', 'Messages', answers, settings, String)

  const update = () => {
    const { hidden, user: current } = settings.current
    hide.disabled = hidden
    show.disabled = !hidden
    dark.checked = theme.current === 'dark'
    name.value = current
  }
  settings.onChange(update)
  theme.on(update)
  update()
  parent.append(panel)
}

/** Another user is another storage, and a fresh start: as when somebody logs out of WeChat. */
function leaveQuery(name: string): void {
  const url = new URL(location.href)
  url.searchParams.delete(name)
  location.replace(url)
  if (url.hash !== '' || url.href === location.href) location.reload()
}

const same = (value: number | string) => option(value, String(value))

function button(parent: HTMLElement, id: string, text: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = text
  element.dataset.testid = id
  element.addEventListener('click', act)
  parent.append(element)
  return element
}

function control(parent: HTMLElement, id: string, label: string, type: 'checkbox' | 'text'): HTMLInputElement {
  const input = document.createElement('input')
  input.type = type
  field(parent, id, label, input)
  return input
}

function checkbox(parent: HTMLElement, name: 'offline' | 'slow', label: string, settings: SettingsStore): void {
  const input = control(parent, name, label, 'checkbox')
  input.addEventListener('change', () => settings.set({ [name]: input.checked }))
  const update = () => {
    input.checked = settings.current[name]
  }
  settings.onChange(update)
  update()
}

function select<Name extends 'width' | 'font' | 'language' | 'skew' | 'privacy' | 'platform' | 'network' | 'subscribe'>(
  parent: HTMLElement,
  name: Name,
  label: string,
  options: HTMLOptionElement[],
  settings: SettingsStore,
  read: (text: string) => unknown,
): void {
  const element = document.createElement('select')
  element.append(...options)
  field(parent, name, label, element)
  element.addEventListener('change', () => settings.set({ [name]: read(element.value) } as Partial<Settings>))
  const update = () => {
    const value = String(settings.current[name])
    // The address may set what the list lacks.
    if (!options.some((one) => one.value === value)) {
      options.push(option(value, value))
      element.append(...options.slice(-1))
    }
    element.value = value
  }
  settings.onChange(update)
  update()
}
