import { setTimeout as sleep } from 'node:timers/promises'
import type { EventBody } from './bodies'
import { type Callback, signatureHeaders } from './callback'

/** How notifications go out: as VOD sends them, or as they can arrive where a network is at its worst. */
export type Delivery = 'ordered' | 'reordered' | 'doubled' | 'late'

export interface Delivered {
  type: string
  mediaId: string
  tries: number
  /** Whether the receiver has answered 200. */
  taken: boolean
}

export interface OutboxOptions {
  /** Milliseconds since 1970. */
  now: () => number
  delivery: () => Delivery
  /** Seconds that `late` holds notifications back. */
  lateSeconds: () => number
}

/** VOD documents: 200 alone is success, redirects are not followed, 5 s, three tries 1 s apart, then the event is lost. */
const TIMEOUT_MS = 5000
const TRIES = 3
const PAUSE_MS = 1000

/** Sends notifications, one after the other, to the callback URL that is configured; without one, they are dropped. */
export class Outbox {
  readonly delivered: Delivered[] = []
  readonly #options: OutboxOptions
  #callback: Callback | undefined
  #work: Promise<void> = Promise.resolve()
  #ended = new AbortController()

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  get callback(): Callback | undefined {
    return this.#callback
  }

  set callback(callback: Callback | undefined) {
    this.#callback = callback
  }

  /**
   * Takes the notifications of one cause, in VOD's order; resolves once they have been sent, or are lost.
   * @param sending is called with each before it goes out: what it tells of has happened then
   */
  send(events: EventBody[], sending: (event: EventBody) => void = () => undefined): Promise<void> {
    const callback = this.#callback
    if (!callback) return Promise.resolve()
    const { signal } = this.#ended
    const delivery = this.#options.delivery()
    const queue = arrange(events, delivery)
    this.#work = this.#work.then(async () => {
      if (delivery === 'late') await pause(this.#options.lateSeconds() * 1000, signal)
      for (const event of queue) {
        if (signal.aborted) return
        sending(event)
        await this.#deliver(event, callback, signal)
      }
    })
    return this.#work
  }

  /** Resolves once everything that was taken so far has been sent, or is lost. */
  idle(): Promise<void> {
    return this.#work
  }

  /** Gives up all that has not been sent, and waits for what is on its way. */
  async reset(): Promise<void> {
    this.#ended.abort()
    await this.#work
    this.#ended = new AbortController()
    this.delivered.length = 0
  }

  async #deliver(event: EventBody, callback: Callback, signal: AbortSignal): Promise<void> {
    const mediaId = String(event.VideoId ?? event.MediaId ?? '')
    const record: Delivered = { type: event.EventType, mediaId, tries: 0, taken: false }
    this.delivered.push(record)
    while (record.tries < TRIES && !record.taken && !signal.aborted) {
      if (record.tries > 0) await pause(PAUSE_MS, signal)
      record.tries++
      record.taken = await post(callback, JSON.stringify(event), this.#options.now(), signal)
    }
  }
}

function arrange(events: EventBody[], delivery: Delivery): EventBody[] {
  if (delivery === 'reordered') return events.toReversed()
  return delivery === 'doubled' ? events.flatMap((event) => [event, event]) : events
}

async function post(callback: Callback, body: string, now: number, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(callback.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signatureHeaders(callback, now) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    // Nobody there, too slow, or reset in between: for VOD all the same, a try that has failed.
    return false
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined) // Ended early: the caller looks at the signal.
}
