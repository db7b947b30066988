import type { NetworkKind, Ports } from '../ports'

/** Why nothing may be sent now, whatever the user wants. */
export type Hold = 'background' | 'offline'

/** The platform's events get lost at times: so often it is asked besides, while somebody depends on the answer. */
const ASK_AGAIN_MS = 60_000
/** Sooner while there seems to be no network; twice as late each time. */
const FIRST_ASK_OFFLINE_MS = 5_000

/**
 * The app's place on the screen and the device's network, as far as the platform says. Its events are taken, and not
 * relied on. Listens to the platform only while somebody watches.
 */
export class Conditions {
  readonly #ports: Pick<Ports, 'network' | 'lifecycle' | 'setTimer'>
  readonly #watchers = new Set<() => void>()
  #endings: (() => void)[] = []
  #hidden = false
  #network: NetworkKind = 'other'
  /** The user wants to go on although there is no network, by what the platform says: the next request will show. */
  #doubted = false
  #known: Promise<void> = Promise.resolve()
  /** Questions and events, counted: an answer that was overtaken by an event or by a later answer does not count. */
  #asked = 0
  #answered = 0
  #askAgainMs = FIRST_ASK_OFFLINE_MS
  #endTimer: () => void = () => undefined

  constructor(ports: Pick<Ports, 'network' | 'lifecycle' | 'setTimer'>) {
    this.#ports = ports
  }

  get hold(): Hold | undefined {
    if (this.#hidden) return 'background'
    return this.offline ? 'offline' : undefined
  }

  get offline(): boolean {
    return this.#network === 'none' && !this.#doubted
  }

  get network(): NetworkKind {
    return this.#network
  }

  /** Resolves once the platform has answered what kind of network there is, or will not, to those who watch. */
  get known(): Promise<void> {
    return this.#known
  }

  /** Calls back after every change. Returns what ends that. */
  watch(watcher: () => void): () => void {
    if (this.#watchers.size === 0) this.#listen()
    this.#watchers.add(watcher)
    return () => {
      if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.#stopListening()
    }
  }

  /** A page of the app is shown, or the user does something in it: the app is in front, whatever events have come. */
  userIsHere(): void {
    const hidden = this.#hidden
    this.#hidden = false
    if (hidden) this.changed()
    this.#askAgainMs = FIRST_ASK_OFFLINE_MS
    if (this.#watchers.size > 0) void this.#ask()
  }

  /** The user wants an upload to go on: what keeps it from that is asked anew, and a missing network is doubted once. */
  userWantsToGoOn(): void {
    this.#doubted = this.#network === 'none'
    this.userIsHere()
  }

  /** A request has found no network. */
  requestFailed(): void {
    if (!this.#doubted) return
    this.#doubted = false
    this.changed()
  }

  /** Calls the watchers: something that they depend on is different now. */
  changed(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }

  #listen(): void {
    const { network, lifecycle } = this.#ports
    // Nothing starts in the background; what was hidden when the last watcher left has been shown since.
    this.#hidden = false
    const setHidden = (hidden: boolean) => () => {
      this.#hidden = hidden
      this.changed()
      if (!hidden) void this.#ask()
    }
    if (lifecycle) this.#endings.push(lifecycle.onHide(setHidden(true)), lifecycle.onShow(setHidden(false)))
    if (network) this.#endings.push(network.onChange((kind) => this.#setNetwork(kind, ++this.#asked)))
    this.#known = this.#ask()
  }

  #stopListening(): void {
    for (const end of this.#endings) end()
    this.#endings = []
    this.#endTimer()
  }

  async #ask(): Promise<void> {
    const { network } = this.#ports
    if (!network) return
    const asked = ++this.#asked
    this.#askLater()
    this.#setNetwork(await network.current(), asked)
  }

  #setNetwork(kind: NetworkKind, asked: number): void {
    if (asked < this.#answered) return
    this.#answered = asked
    const changed = kind !== this.#network
    this.#network = kind
    if (kind !== 'none') this.#doubted = false
    if (changed) this.#askAgainMs = FIRST_ASK_OFFLINE_MS
    this.#askLater()
    if (changed) this.changed()
  }

  #askLater(): void {
    this.#endTimer()
    if (this.#watchers.size === 0) return
    const offline = this.#network === 'none'
    const ms = offline ? this.#askAgainMs : ASK_AGAIN_MS
    if (offline) this.#askAgainMs = Math.min(ASK_AGAIN_MS, ms * 2)
    this.#endTimer = this.#ports.setTimer(() => void this.#ask(), ms)
  }
}
