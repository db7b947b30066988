export const NETWORK_TYPES = ['wifi', '5g', '4g', '3g', '2g', 'none'] as const
export type NetworkType = (typeof NETWORK_TYPES)[number]

/** What the panel switches. */
export interface Settings {
  /** The app is in the background. */
  hidden: boolean
  /** Airplane mode. */
  offline: boolean
  /** What the phone is connected by, while it is not in airplane mode. */
  network: NetworkType
  /** The line takes 200 KB a second, in all. */
  slow: boolean
  /** Seconds by which the phone's clock is wrong. */
  skew: number
  privacy: 'granted' | 'refused' | 'undeclared'
  /** What the user answers when the app wants to send messages; `off`: has switched off all such questions. */
  subscribe: 'ask' | 'accept' | 'reject' | 'ban' | 'off'
  /** Number of the place from which the app was opened. 1001: the list of mini programs; 1007: a card in a chat. */
  scene: number
  /** Who is logged in to WeChat: letters and digits. */
  user: string
  language: 'zh_CN' | 'en'
  /** Where WeChat runs. `wecom` is WeCom on a phone. */
  platform: 'ios' | 'android' | 'windows' | 'mac' | 'wecom' | 'devtools'
  /** Version of the base library. */
  library: string
  /** Undefined: as the browser. */
  dark: boolean | undefined
  /** Pixels. */
  width: number
  height: number
  /** The screen reaches around a camera above and a gesture bar below. */
  notch: boolean
  /** `fontSizeSetting` in pixels. */
  font: number
  /** The panel is there at all. */
  panel: boolean
}

const DEFAULTS: Settings = {
  ...{ hidden: false, offline: false, slow: false, skew: 0, privacy: 'granted', user: 'preview' },
  ...{ language: 'zh_CN', dark: undefined, width: 375, height: 812, notch: false, font: 16, panel: true },
  ...{ platform: 'devtools', library: '3.8.12', network: 'wifi', subscribe: 'accept', scene: 1001 },
}

const KEY = 'wevod-preview-settings'

/** What the phone has of a network now. */
export function networkOf({ offline, network }: Readonly<Settings>): NetworkType {
  return offline ? 'none' : network
}

type Listener = (settings: Settings, before: Settings) => void

/**
 * The settings of this tab: from the address (`?language=en&dark=1&width=320&user=alice&panel=0`), else as they were
 * before the reload. `hidden` is not kept: a reload starts the app in the foreground.
 */
export class SettingsStore {
  #current: Settings
  readonly #listeners = new Set<Listener>()
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>

  constructor(query: URLSearchParams, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage
    this.#current = { ...DEFAULTS, ...stored(storage), ...fromQuery(query), hidden: false }
    this.#save()
  }

  get current(): Readonly<Settings> {
    return this.#current
  }

  set(change: Partial<Settings>): void {
    const before = this.#current
    this.#current = { ...before, ...change }
    this.#save()
    for (const listener of [...this.#listeners]) listener(this.#current, before)
  }

  onChange(listener: Listener): void {
    this.#listeners.add(listener)
  }

  /** Address of the preview for another user, on a phone set like this one. `hash` is a page. */
  addressFor(change: Partial<Settings>, hash: string): string {
    const settings = { ...this.#current, ...change }
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(settings)) {
      if (name === 'hidden' || value === undefined || value === DEFAULTS[name as keyof Settings]) continue
      query.set(name, typeof value === 'boolean' ? String(Number(value)) : String(value))
    }
    return `/?${query}#${hash}`
  }

  #save(): void {
    this.#storage.setItem(KEY, JSON.stringify(this.#current))
  }
}

function stored(storage: Pick<Storage, 'getItem'>): Partial<Settings> {
  const text = storage.getItem(KEY)
  return text === null ? {} : (JSON.parse(text) as Partial<Settings>)
}

/** Names that the query has and that mean something; what cannot be read is an error, not a default. */
function fromQuery(query: URLSearchParams): Partial<Settings> {
  const settings: Record<string, unknown> = {}
  for (const [name, text] of query) {
    const read = READERS[name as keyof Settings]
    if (!read) throw new Error(`The preview has no setting "${name}".`)
    const value = read(text)
    if (value === undefined) throw new Error(`The setting "${name}" cannot be "${text}".`)
    settings[name] = value
  }
  return settings
}

const flag = (text: string) => ({ '1': true, true: true, '0': false, false: false })[text]
const oneOf =
  (...values: string[]) =>
  (text: string) =>
    values.find((value) => value === text)
const number = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  return text !== '' && value >= least && value <= most ? value : undefined
}

const READERS: Record<keyof Settings, (text: string) => unknown> = {
  hidden: flag,
  offline: flag,
  network: oneOf(...NETWORK_TYPES),
  slow: flag,
  subscribe: oneOf('ask', 'accept', 'reject', 'ban', 'off'),
  scene: number(1000, 9999),
  skew: number(-1e9, 1e9),
  privacy: oneOf('granted', 'refused', 'undeclared'),
  user: (text) => (/^[a-zA-Z0-9]{1,32}$/.test(text) ? text : undefined),
  language: oneOf('zh_CN', 'en'),
  platform: oneOf('ios', 'android', 'windows', 'mac', 'wecom', 'devtools'),
  library: (text) => (/^\d+\.\d+\.\d+$/.test(text) ? text : undefined),
  dark: flag,
  width: number(240, 1024),
  height: number(400, 1400),
  notch: flag,
  font: number(10, 40),
  panel: flag,
}
