/** Parts of all files under way at a time, to begin with, and the fewest that others are compared with. */
const FIRST = 3
/** Goodput that each lane has to bring, as a share. */
const LEAST_GAIN = 0.02
/**
 * Bytes a millisecond: a lane that carries less shares the line with too many. At this speed parts of OSS's least size take
 * ten seconds, and those that were begun larger may take the 60 s that a request has.
 */
const TOO_SLOW = 10
/** Between two trials of another number; twice as long after each that has brought nothing, up to the longest. */
const REST_MS = 40_000
const LONGEST_REST_MS = 160_000

/** The lanes of one file. */
export interface FileLanes {
  /** How many the file may use, 1 or more. */
  readonly share: number
  /** How many it uses. */
  used: number
  /** The longest that the next part may be, bytes, when so many are left: the last parts have to end together. */
  mostOf(left: number): number
  /**
   * A part begins. Returns what is to be told of its bytes at its end, none if it timed out, and tells the milliseconds
   * that it has taken.
   */
  begin(): (bytes: number) => number
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
 * parts, so that it is known from a few parts. Where a lane is too slow, or a part times out, half of them have to do.
 * @param most the platform's
 * @param now milliseconds; only differences count
 */
export function createLanes(most: number, now: () => number) {
  let files: (FileLanes & { wake: () => void })[] = []
  let count = Math.min(FIRST, most)
  /** Of the parts that began and arrived with exactly all lanes in use, since the number is what it is. */
  let round = { bytes: 0, ms: 0, parts: 0 }
  let climbing = true
  /** While another number is on trial: the one that it has to surpass. */
  let rival: { count: number; goodput: number } | undefined
  let triesFewer = true
  let restMs = REST_MS
  let restedAt = 0

  /** With fewer in use, each has more of the line than it would have. */
  function allInUse(): boolean {
    return files.reduce((sum, { used }) => sum + used, 0) === count
  }

  function begin(): (bytes: number) => number {
    const own = round
    const all = allInUse()
    const beganAt = now()
    return (bytes) => {
      const ms = now() - beganAt
      if (round === own) {
        if (bytes <= ms * TOO_SLOW) halve()
        else if (all && allInUse() && ms > 0) {
          round.bytes += bytes
          round.ms += ms
          if (++round.parts >= count) judge()
        }
      }
      return ms
    }
  }

  function judge(): void {
    const { bytes, ms } = round
    const goodput = (count * bytes) / ms
    const more = Math.min(most, Math.ceil(count * 1.5))
    let next = count
    if (climbing) {
      climbing = more > count && bytes * count > ms * more * TOO_SLOW
      if (climbing) next = more
      else rest(REST_MS)
    } else if (rival) {
      if (goodput >= rival.goodput * (1 + LEAST_GAIN * (count - rival.count))) rest(REST_MS / 2)
      else {
        triesFewer = !triesFewer
        rest(restMs * 2)
        next = rival.count
      }
      rival = undefined
    } else if (Math.abs(now() - restedAt) > restMs) {
      const fewer = Math.max(Math.min(FIRST, count), Math.ceil(count / 1.6))
      next = (triesFewer && fewer < count) || more === count ? fewer : more
      if (next !== count) rival = { count, goodput }
    }
    set(next)
  }

  function rest(ms: number): void {
    restMs = Math.min(LONGEST_REST_MS, ms)
    restedAt = now()
  }

  function halve(): void {
    climbing = triesFewer = false
    rival = undefined
    rest(restMs * 2)
    set(Math.max(1, count >> 1))
  }

  /** Begins a round. */
  function set(next: number): void {
    round = { bytes: 0, ms: 0, parts: 0 }
    count = next
    wakeAll()
  }

  function wakeAll(): void {
    for (const { wake } of files) wake()
  }

  return {
    /**
     * @param wake called when the file's share may have grown
     * @param fixed a share that does not follow the link
     */
    join(wake: () => void, fixed?: number): FileLanes {
      const file = {
        wake,
        used: 0,
        get share(): number {
          return fixed || Math.max(1, Math.ceil((count - files.indexOf(file)) / files.length))
        },
        mostOf: (left: number): number => (fixed ? left : left / file.share / 2),
        begin,
        leave() {
          files = files.filter((other) => other !== file)
          wakeAll()
        },
      }
      if (!fixed) files.push(file)
      return file
    },
  }
}

export type Lanes = ReturnType<typeof createLanes>
