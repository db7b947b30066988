import type { UploadChange, UploadSnapshot } from '../../miniprogram/uploader/index'
import type { Phone } from '../phone'
import type { LaunchApp } from './app-bundle'
import type * as App from './app-entry'
import { AppPage } from './app-page'
import { appWx, type Person } from './app-wx'
import type { Misbehaviour } from './hostile-wx'

export interface LifeOptions {
  phone: Phone
  person: Person
  misbehaviour: Misbehaviour
  launchApp: LaunchApp
  random: () => number
  /** Told of every new state of an upload. */
  onSnapshot: (snapshot: UploadSnapshot, change: UploadChange, app: typeof App) => void
  /** Told of what the app has thrown, or rejected with. */
  onFault: (fault: unknown) => void
}

/** One life of the app on the phone, with its pages. What it throws is a fault, wherever it does so. */
export class AppLife {
  readonly app: typeof App
  /** The component that is the page of the uploads. */
  readonly uploadPage: AppPage
  readonly #videosDefinition: object
  readonly #options: LifeOptions
  /** Handlers of its pages that have not ended yet. */
  busy = 0

  constructor(options: LifeOptions) {
    const { onSnapshot } = options
    this.#options = options
    const definitions: object[] = []
    this.app = launch(options, definitions)
    const [upload, videos] = definitions
    if (!upload || !videos) throw new Error('The app has no pages.')
    this.#videosDefinition = videos
    this.uploadPage = new AppPage(pageOf(upload))
    this.app.uploader.subscribe((snapshot, change) => onSnapshot(snapshot, change, this.app))
    this.call('onLoad')
    this.call('onShow')
  }

  /** What WeChat calls of the page of the uploads. */
  call(method: string, event?: object): void {
    this.#follow(() => this.uploadPage.call(method, event))
  }

  /** The user looks at the list of what was uploaded, has it asked for anew, and opens one. */
  lookAtVideos(): void {
    const page = new AppPage(this.#videosDefinition)
    this.#follow(() => page.call('onLoad'))
    this.#follow(() => page.call('onShow'))
    this.#follow(() => page.call('onPullDownRefresh'))
    const [newest] = this.app.uploader.tasks.map(({ snapshot }) => snapshot.videoId ?? '')
    if (newest) this.#follow(() => page.call('open', { currentTarget: { dataset: { id: newest } } }))
    this.#follow(() => page.call('goUpload'))
    this.#follow(() => page.call('onHide'))
    this.#follow(() => page.call('onUnload'))
  }

  #follow(run: () => unknown): void {
    const { onFault } = this.#options
    try {
      this.busy++
      const ended = () => {
        this.busy--
      }
      Promise.resolve(run()).catch(onFault).finally(ended)
    } catch (error) {
      this.busy--
      onFault(error)
    }
  }
}

/** @param definitions gets what the app gives to Page() */
function launch({ phone, person, misbehaviour, launchApp, random }: LifeOptions, definitions: object[]): typeof App {
  const { life } = phone
  try {
    return launchApp({
      wx: appWx(phone, person, misbehaviour),
      Page: (definition) => definitions.push(definition),
      Component: (definition) => definitions.push(definition),
      // A life that is over sets no timers.
      setTimeout: (callback, ms) => (phone.life === life ? phone.setTimer(callback, ms) : () => undefined),
      clearTimeout: (end) => end?.(),
      Date: dateOf(() => phone.time.now() + phone.clockOff),
      Math: Object.create(Math, { random: { value: random } }) as Math,
      console: { log: quiet, warn: quiet, error: quiet },
    })
  } catch (cause) {
    throw new Error('The app does not start.', { cause })
  }
}

interface ComponentDefinition {
  properties: Record<string, { value: unknown }>
  data: object
  methods: object
  lifetimes: { attached: () => void }
  pageLifetimes: { show: () => void }
}

/** A component as a page that has it alone. */
function pageOf(definition: object): object {
  const { properties, data, methods, lifetimes, pageLifetimes } = definition as ComponentDefinition
  const values = Object.fromEntries(Object.entries(properties).map(([name, { value }]) => [name, value]))
  return {
    ...methods,
    data: { ...values, ...data },
    triggerEvent: quiet,
    onLoad: lifetimes.attached,
    onShow: pageLifetimes.show,
  }
}

const quiet = () => undefined

function dateOf(now: () => number): DateConstructor {
  class PhoneDate extends Date {
    constructor(...values: [] | [number]) {
      super(...((values.length === 0 ? [now()] : values) as [number]))
    }

    static override now(): number {
      return now()
    }
  }
  return PhoneDate as unknown as DateConstructor
}
