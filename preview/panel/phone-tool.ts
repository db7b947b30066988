import type { PanelHost } from '../runtime/panel-host'
import { NETWORK_TYPES } from '../runtime/settings'
import { button, field, group, option } from './controls'
import { checkboxOf, selectOf } from './setting-controls'
import type { Tool } from './tool'

/** Seconds. */
const DAY = 86_400

/** Sizes in pixels of screens that people have. */
const DEVICES: [name: string, width: number, height: number, notch: boolean][] = [
  ['Small phone', 320, 568, false],
  ['Android, small', 360, 740, false],
  ['iPhone SE', 375, 667, false],
  ['Preview', 375, 812, false],
  ['iPhone mini', 375, 812, true],
  ['iPhone', 390, 844, true],
  ['Android, large', 412, 892, true],
  ['iPhone Pro Max', 430, 932, true],
]

/** What happens to a phone and its user. */
export function phoneTool(host: PanelHost, root: HTMLElement): Tool {
  const { settings, theme } = host
  const app = group(root, 'App')
  const hide = button(app, 'hide', 'Hide', () => settings.set({ hidden: true }))
  const show = button(app, 'show', 'Show', () => settings.set({ hidden: false }))
  button(app, 'restart', 'Restart', () => location.reload())
  button(app, 'pull-down', 'Pull down', () => host.pullDown())
  button(app, 'lose-files', 'Temp files gone', () => host.loseFiles())

  const network = group(root, 'Network')
  selectOf(
    network,
    'network',
    'Connected by',
    NETWORK_TYPES.map((type) => option(type)),
    settings,
    String,
  )
  checkboxOf(network, 'offline', 'Airplane mode', settings)
  checkboxOf(network, 'slow', 'Slow line (200 KB/s up)', settings)

  const phone = group(root, 'Phone')
  chooseDevice(phone, host)
  selectOf(
    phone,
    'width',
    'Width',
    [320, 360, 375, 390, 412, 430].map((px) => option(px)),
    settings,
    Number,
  )
  checkboxOf(phone, 'notch', 'Notch and gesture bar', settings)
  selectOf(
    phone,
    'font',
    'Text size',
    [14, 16, 18, 20, 23].map((px) => option(px)),
    settings,
    Number,
  )
  selectOf(phone, 'language', 'Language', [option('zh_CN', '简体中文'), option('en', 'English')], settings, String)
  const dark = field(phone, 'dark', 'Dark', checkbox())
  dark.addEventListener('change', () => settings.set({ dark: dark.checked }))
  const clocks = [
    ...[option(-DAY, '1 day behind'), option(-3600, '1 hour behind'), option(0, 'right')],
    ...[option(3600, '1 hour ahead'), option(DAY, '1 day ahead')],
  ]
  selectOf(phone, 'skew', 'Clock', clocks, settings, Number)
  const platforms = { devtools: 'DevTools', ios: 'iPhone', android: 'Android', windows: 'Windows', mac: 'macOS' }
  const places = Object.entries({ ...platforms, wecom: 'WeCom' }).map(([value, text]) => option(value, text))
  selectOf(phone, 'platform', 'WeChat on', places, settings, String)

  const user = group(root, 'User')
  const name = field(user, 'user', 'Logged in as', document.createElement('input'))
  Object.assign(name, { type: 'text', pattern: '[a-zA-Z0-9]{1,32}', maxLength: 32, spellcheck: false })
  name.addEventListener('change', () => {
    if (!name.reportValidity() || name.value === '') return
    // Another user is another storage, and a fresh start: as when somebody logs out of WeChat.
    settings.set({ user: name.value })
    location.reload()
  })
  const terms = [option('granted', 'agreed'), option('refused', 'refused'), option('undeclared', 'not declared by us')]
  selectOf(user, 'privacy', 'Privacy terms', terms, settings, String)
  const answers = [option('accept', 'accepts'), option('reject', 'rejects'), option('ask', 'is asked')]
  answers.push(option('off', 'has switched them off'), option('ban', 'template is banned'))
  selectOf(user, 'subscribe', 'Messages', answers, settings, String)

  const update = () => {
    const { hidden, user: current } = settings.current
    hide.disabled = hidden
    show.disabled = !hidden
    dark.checked = theme.current === 'dark'
    if (document.activeElement !== name) name.value = current
  }
  return { update }
}

function chooseDevice(parent: HTMLElement, { settings }: PanelHost): void {
  const select = field(parent, 'device', 'Device', document.createElement('select'))
  DEVICES.forEach(([name, width, height], index) => {
    select.append(option(index, `${name} · ${width}×${height}`))
  })
  const own = option(-1, 'custom')
  own.hidden = true
  select.append(own)
  select.addEventListener('change', () => {
    const [, width, height, notch] = DEVICES[Number(select.value)] ?? []
    if (width !== undefined && height !== undefined) settings.set({ width, height, notch: notch === true })
  })
  const update = () => {
    const now = settings.current
    const index = DEVICES.findIndex(
      ([, width, height, notch]) => width === now.width && height === now.height && notch === now.notch,
    )
    select.value = String(index)
  }
  settings.onChange(update)
  update()
}

function checkbox(): HTMLInputElement {
  const input = document.createElement('input')
  input.type = 'checkbox'
  return input
}
