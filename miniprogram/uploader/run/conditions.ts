import type { NetworkKind, Ports } from '../ports'
import { attempt, warn } from './attempt'
import { withDeadline } from './deadline'

/** Why nothing may be sent now, whatever the user wants. */
export type Hold = 'background' | 'offline'

/** The platform's events get lost at times: so often it is asked besides, while somebody depends on the answer. */
const ASK_AGAIN_MS = 60_000
/** Sooner while there seems to be no network; twice as late each time. */
const FIRST_ASK_OFFLINE_MS = 5_000
/** A platform that has not answered after this long never will. */
const NETWORK_TIMEOUT_MS = 5_000

/**
 * The app's place on the screen and the device's network, as far as the platform says. Its events are taken, and not
 * relied on. Listens to the platform only while somebody watches.
 */
export function createConditions(
  { network, lifecycle }: Pick<Ports, 'network' | 'lifecycle'>,
  setTimer: Ports['setTimer'],
) {
  const watchers = new Set<() => void>()
  let endings: ((() => void) | undefined)[] = []
  let hidden = false
  let kind: NetworkKind = 'other'
  /** The user wants to go on although there is no network, by what the platform says: the next request will show. */
  let doubted = false
  let known: Promise<void> = Promise.resolve()
  /** Questions and events, counted: an answer that was overtaken by an event or by a later answer does not count. */
  let asked = 0
  let answered = 0
  let askAgainMs = FIRST_ASK_OFFLINE_MS
  let endTimer: () => void = () => undefined

  const isOffline = () => kind === 'none' && !doubted

  /** Calls the watchers: something that they depend on is different now. */
  function changed(): void {
    for (const watcher of [...watchers]) watcher()
  }

  function listen(): void {
    // Nothing starts in the background; what was hidden when the last watcher left has been shown since.
    hidden = false
    const setHidden = (next: boolean) => () => {
      hidden = next
      changed()
      if (!hidden) void ask()
    }
    endings = [
      () => lifecycle?.onHide(setHidden(true)),
      () => lifecycle?.onShow(setHidden(false)),
      () => network?.onChange((next) => setNetwork(next, ++asked)),
    ].map(attempt)
    known = ask()
  }

  async function ask(): Promise<void> {
    if (!network) return
    const question = ++asked
    // What is not known must not keep anybody from uploading.
    const next = await withDeadline(() => network.current(), NETWORK_TIMEOUT_MS, setTimer).catch(warn)
    setNetwork(next ?? 'other', question)
  }

  function setNetwork(next: NetworkKind, question: number): void {
    if (question < answered) return
    answered = question
    const before = kind
    kind = next
    if (kind !== before) {
      doubted = false
      askAgainMs = FIRST_ASK_OFFLINE_MS
      changed()
    }
    askLater()
  }

  function askLater(): void {
    endTimer()
    if (!watchers.size) return
    endTimer = setTimer(() => void ask(), kind === 'none' ? askAgainMs : ASK_AGAIN_MS)
    askAgainMs = Math.min(ASK_AGAIN_MS, askAgainMs * 2)
  }

  /**
   * A page of the app is shown, or the user does something in it: the app is in front, whatever events have come.
   * @param goesOn the user wants an upload to go on: what keeps it from that is asked anew, and a missing network is
   *   doubted once
   */
  function userIsHere(goesOn = false): void {
    const wasHidden = hidden
    hidden = false
    if (goesOn) doubted = kind === 'none'
    if (wasHidden) changed()
    askAgainMs = FIRST_ASK_OFFLINE_MS
    if (watchers.size) void ask()
  }

  return {
    changed,
    userIsHere,

    get hold(): Hold | undefined {
      if (hidden) return 'background'
      return isOffline() ? 'offline' : undefined
    },

    get offline(): boolean {
      return isOffline()
    },

    get network(): NetworkKind {
      return kind
    },

    /** Resolves once the platform has answered what kind of network there is, or will not, to those who watch. */
    get known(): Promise<void> {
      return known
    },

    /** Calls back after every change. Returns what ends that. */
    watch(watcher: () => void): () => void {
      if (!watchers.size) listen()
      watchers.add(watcher)
      return () => {
        if (!watchers.delete(watcher) || watchers.size) return
        for (const end of endings) if (end) attempt(end)
        endTimer()
      }
    },

    /** A request has found no network. */
    failed(): void {
      if (!doubted) return
      doubted = false
      changed()
    },
  }
}

export type Conditions = ReturnType<typeof createConditions>
