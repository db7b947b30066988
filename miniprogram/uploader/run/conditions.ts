import type { NetworkKind, Ports } from '../ports'

/** Why nothing may be sent now, whatever the user wants. */
export type Hold = 'background' | 'offline'

/** The app's place on the screen and the device's network. Listens to the platform only while somebody watches. */
export class Conditions {
  readonly #ports: Pick<Ports, 'network' | 'lifecycle'>
  readonly #watchers = new Set<() => void>()
  #endings: (() => void)[] = []
  #hidden = false
  #network: NetworkKind = 'other'
  #known: Promise<void> = Promise.resolve()

  constructor(ports: Pick<Ports, 'network' | 'lifecycle'>) {
    this.#ports = ports
  }

  get hold(): Hold | undefined {
    if (this.#hidden) return 'background'
    return this.#network === 'none' ? 'offline' : undefined
  }

  get network(): NetworkKind {
    return this.#network
  }

  /** Resolves once the platform has answered what kind of network there is, to those who watch. */
  get known(): Promise<void> {
    return this.#known
  }

  /** Calls back after every change. Returns what ends that. */
  watch(watcher: () => void): () => void {
    if (this.#watchers.size === 0) this.#listen()
    this.#watchers.add(watcher)
    return () => {
      if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return
      for (const end of this.#endings) end()
      this.#endings = []
    }
  }

  #listen(): void {
    const { network, lifecycle } = this.#ports
    // Nothing starts in the background; what was hidden when the last watcher left has been shown since.
    this.#hidden = false
    const hide = (hidden: boolean) => () => {
      this.#hidden = hidden
      this.changed()
    }
    if (lifecycle) this.#endings.push(lifecycle.onHide(hide(true)), lifecycle.onShow(hide(false)))
    if (!network) return
    let changed = false
    const set = (kind: NetworkKind) => {
      this.#network = kind
      this.changed()
    }
    this.#endings.push(
      network.onChange((kind) => {
        changed = true
        set(kind)
      }),
    )
    // A change that came in the meantime is the newer news.
    this.#known = network.current().then((kind) => {
      if (!changed) set(kind)
    })
  }

  /** Tells the watchers that something they depend on is different now. */
  changed(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }
}
