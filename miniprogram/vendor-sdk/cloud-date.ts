import type { CloudClock } from '../uploader/transfer-kit'

/**
 * `Date` by another clock, for the SDK alone: it lets its form expire five minutes after what the phone takes for now.
 * @param now milliseconds since 1970
 */
export function cloudDate(now: () => number): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)) as unknown,
  })
}

/** Life that the SDK gives to its form, by the `Date` that it is given. */
const FORM_LIFE_MS = 5 * 60_000

/** The time for the SDK's `Date`: so far ahead that OSS takes its form for as long as the key is good that signs it. */
export class FormClock {
  readonly #clock: CloudClock
  readonly #keyEndsAt: () => number | undefined
  #ahead = { endsAt: 0, ms: 0 }

  /** @param keyEndsAt milliseconds since 1970; undefined before there is a key */
  constructor(clock: CloudClock, keyEndsAt: () => number | undefined) {
    this.#clock = clock
    this.#keyEndsAt = keyEndsAt
  }

  /** Milliseconds since 1970. */
  now(): number {
    const now = this.#clock.now()
    const endsAt = this.#keyEndsAt() ?? 0
    // Once for each key, so that the clock runs on.
    if (endsAt !== this.#ahead.endsAt) this.#ahead = { endsAt, ms: Math.max(0, endsAt - now - FORM_LIFE_MS) }
    return now + this.#ahead.ms
  }
}
