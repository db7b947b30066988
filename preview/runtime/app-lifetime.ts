import { INTERRUPT_AFTER_MS } from '../wx/wechat-facts'

type Options = WechatMiniprogram.App.LaunchShowOption

interface AppInstance {
  onLaunch?(options: Options): void
  onShow?(options: Options): void
  onHide?(): void
  onError?(message: string): void
  [name: string]: unknown
}

/** The app's life: launch, foreground and background. */
export class AppLifetime {
  instance: AppInstance = {}
  readonly launchOptions: Options
  /** True from 5 s after hide until show. */
  interrupted = false
  readonly #show = new Set<(options: Options) => void>()
  readonly #hide = new Set<() => void>()
  readonly #interrupt = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(path: string, query: Record<string, string>, scene = 1001) {
    this.launchOptions = { path, query, scene, referrerInfo: {}, shareTicket: '' } as unknown as Options
  }

  launch(): void {
    this.instance.onLaunch?.(this.launchOptions)
    this.instance.onShow?.(this.launchOptions)
  }

  show(): void {
    clearTimeout(this.#timer)
    this.interrupted = false
    this.instance.onShow?.(this.launchOptions)
    for (const listener of [...this.#show]) listener(this.launchOptions)
  }

  hide(): void {
    this.instance.onHide?.()
    for (const listener of [...this.#hide]) listener()
    this.#timer = setTimeout(() => {
      this.interrupted = true
      for (const listener of [...this.#interrupt]) listener()
    }, INTERRUPT_AFTER_MS)
  }

  onShow(listener: (options: Options) => void): void {
    this.#show.add(listener)
  }

  offShow(listener?: (options: Options) => void): void {
    listener ? this.#show.delete(listener) : this.#show.clear()
  }

  onHide(listener: () => void): void {
    this.#hide.add(listener)
  }

  offHide(listener?: () => void): void {
    listener ? this.#hide.delete(listener) : this.#hide.clear()
  }

  onInterrupt(listener: () => void): void {
    this.#interrupt.add(listener)
  }
}
