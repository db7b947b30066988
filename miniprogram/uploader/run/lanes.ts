/** Parts of all files under way at a time, to begin with, and the fewest that others are compared with. */
const FIRST = 3
/** Goodput that each lane has to bring, as a share. */
const LEAST_GAIN = 0.02
/** A part that takes longer is on its way to the 60 s that a request may take: the line is shared by too many. */
const TOO_SLOW_MS = 20_000
/** Between two trials of another number; twice as long after each that has brought nothing. */
const REST_MS = 20_000

/** The lanes of one file. */
export interface FileLanes {
  /** How many the file may use, 1 or more. */
  readonly share: number
  /** How many it uses. */
  used: number
  /** The longest that the next part may be, bytes, when so many are left: the last parts have to end together. */
  mostOf(left: number): number
  /** A part begins. Returns what is to be told of it at its end: its bytes and milliseconds, or no bytes if it timed out. */
  begin(): (bytes: number, ms: number) => void
  /** The file needs none any more. */
  leave(): void
}

/**
 * How many parts are under way at a time, of all files together: as many as the link rewards. One connection does not fill
 * a long way that loses packets, however broad it is, and another one next to it gets as much again; on a clean way the
 * first ones have it all.
 *
 * The number grows by half with each round of parts, up to the platform's, as TCP's slow start does: small parts on too
 * many lanes do no harm, and the first ones say little, since no packet of theirs was lost yet. From then on it climbs
 * hills: now and then a round goes with another number, by turns with fewer and with more, and the better one stays, where
 * a lane counts as worth its place if it brings 2 % of goodput. That is the utility of Falcon (Arifuzzaman and Arslan,
 * "Online Optimization of File Transfers in High-Speed Networks", SC '21). Goodput is the lanes times the speed of their
 * parts, so that it is known from a few parts. Where a part takes too long, half of the lanes have to do.
 */
export class Lanes {
  readonly #most: number
  readonly #now: () => number
  readonly #files: (FileLanes & { wake: () => void })[] = []
  #count: number
  /** Of the parts that began and arrived with exactly all lanes in use, since the number is what it is. */
  #round = { bytes: 0, ms: 0, parts: 0 }
  #climbing = true
  /** While another number is on trial: the one that it has to surpass. */
  #rival: { count: number; goodput: number } | undefined
  #triesFewer = true
  #restMs = REST_MS
  #restedAt = 0

  /**
   * @param most the platform's
   * @param now milliseconds; only differences count
   */
  constructor(most: number, now: () => number) {
    this.#most = most
    this.#count = Math.min(FIRST, most)
    this.#now = now
  }

  /** Of all files. */
  get count(): number {
    return this.#count
  }

  /**
   * @param wake called when the file's share may have grown
   * @param fixed a share that does not follow the link
   */
  join(wake: () => void, fixed?: number): FileLanes {
    if (fixed !== undefined) {
      return { share: fixed, used: 0, mostOf: (left) => left, begin: () => () => undefined, leave: () => undefined }
    }
    const files = this.#files
    const lanes = this
    const file = {
      wake,
      used: 0,
      get share(): number {
        return Math.max(1, Math.ceil((lanes.#count - files.indexOf(file)) / files.length))
      },
      mostOf(left: number): number {
        return left / this.share / 2
      },
      begin: () => this.#begin(),
      leave() {
        files.splice(files.indexOf(file), 1)
        lanes.#wake()
      },
    }
    files.push(file)
    return file
  }

  #begin(): (bytes: number, ms: number) => void {
    const round = this.#round
    const all = this.#allInUse
    return (bytes, ms) => {
      if (round !== this.#round) return
      if (!bytes || ms > TOO_SLOW_MS) return this.#halve()
      if (!all || !this.#allInUse || !(ms > 0)) return
      round.bytes += bytes
      round.ms += ms
      if (++round.parts >= this.#count) this.#judge()
    }
  }

  /** With fewer in use, each has more of the line than it would have. */
  get #allInUse(): boolean {
    return this.#files.reduce((sum, { used }) => sum + used, 0) === this.#count
  }

  #judge(): void {
    const { bytes, ms, parts } = this.#round
    const count = this.#count
    const goodput = (count * bytes) / ms
    const rival = this.#rival
    if (this.#climbing) {
      const more = Math.min(this.#most, Math.ceil(count * 1.5))
      this.#climbing = more > count && ((ms / parts) * more) / count < TOO_SLOW_MS
      if (this.#climbing) return this.#set(more)
      this.#rest(REST_MS)
    } else if (rival) {
      this.#rival = undefined
      const worth = rival.goodput * (1 + LEAST_GAIN * (count - rival.count))
      if (goodput >= worth) this.#rest(REST_MS / 2)
      else {
        this.#triesFewer = !this.#triesFewer
        this.#rest(this.#restMs * 2)
        return this.#set(rival.count)
      }
    } else if (Math.abs(this.#now() - this.#restedAt) > this.#restMs) {
      const fewer = Math.max(Math.min(FIRST, count), Math.ceil(count / 1.6))
      const more = Math.min(this.#most, Math.ceil(count * 1.5))
      const other = (this.#triesFewer && fewer < count) || more === count ? fewer : more
      if (other !== count) this.#rival = { count, goodput }
      return this.#set(other)
    }
    this.#set(count)
  }

  #rest(ms: number): void {
    this.#restMs = ms
    this.#restedAt = this.#now()
  }

  #halve(): void {
    this.#climbing = false
    this.#rival = undefined
    this.#triesFewer = false
    this.#rest(this.#restMs * 2)
    this.#set(Math.max(1, this.#count >> 1))
  }

  /** Begins a round. */
  #set(count: number): void {
    this.#round = { bytes: 0, ms: 0, parts: 0 }
    this.#count = count
    this.#wake()
  }

  #wake(): void {
    for (const { wake } of [...this.#files]) wake()
  }
}
