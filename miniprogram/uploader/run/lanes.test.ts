import { describe, expect, it } from 'vitest'
import { createLanes, type FileLanes } from './lanes'

/** A link on virtual time: files send parts of `bytes` on all lanes they may use, as fast as `speedOf` says. */
function link(speedOf: (lanes: number) => number, { most = 8, bytes = 500_000, files = 1 } = {}) {
  let now = 0
  const lanes = createLanes(most, () => now)
  const underWay = new Set<{ file: FileLanes; left: number; ended: (bytes: number) => void }>()
  const begin = (file: FileLanes) => underWay.add({ file, left: bytes, ended: file.begin() })
  const fill = () => {
    for (const file of joined) {
      while (file.used < file.share) {
        file.used++
        begin(file)
      }
    }
  }
  const joined: FileLanes[] = []
  for (let i = 0; i < files; i++) joined.push(lanes.join(() => undefined))
  /** Of all files. */
  const count = () => joined.reduce((all, { share }) => all + share, 0)
  return {
    count,
    joined,
    setSpeed(other: (lanes: number) => number) {
      speedOf = other
    },
    /** Counts seconds by the number of lanes. */
    pass(seconds: number): Map<number, number> {
      const spent = new Map<number, number>()
      const end = now + seconds * 1000
      fill()
      while (now < end) {
        now += 10
        spent.set(count(), (spent.get(count()) ?? 0) + 0.01)
        const speed = speedOf(underWay.size)
        for (const part of [...underWay]) {
          part.left -= (speed * 10) / 1000
          if (part.left > 0) continue
          underWay.delete(part)
          part.ended(bytes)
          if (part.file.used > part.file.share) part.file.used--
          else begin(part.file)
          fill()
        }
      }
      return spent
    },
  }
}

/** Bytes a second of each lane. */
const lossy = () => 250_000
const shared = (total: number) => (lanes: number) => total / lanes
const sum = (spent: Map<number, number>) => [...spent].reduce((all, [lanes, seconds]) => all + lanes * seconds, 0)

describe('the number of parts at a time', () => {
  it('starts with three', () => {
    expect(link(lossy).count()).toBe(3)
  })

  it('is soon the most where each connection gets as much as the others, and stays there but for trials', () => {
    const { count, pass } = link(lossy)
    pass(8)
    expect(count()).toBe(8)
    expect(sum(pass(300)) / 300).toBeGreaterThan(7.6)
  })

  it('falls back where more lanes bring nothing, down to the three it began with', () => {
    const { count, pass } = link(shared(1_500_000))
    pass(120)
    expect(count()).toBe(3)
    expect(sum(pass(600)) / 600).toBeLessThan(3.5)
  })

  it('finds what the platform lets through at a time: requests beyond it only wait', () => {
    const five = (lanes: number) => 250_000 * Math.min(1, 5 / lanes)
    const { pass } = link(five)
    pass(120)
    const spent = pass(300)
    const below = [...spent].reduce((seconds, [lanes, each]) => seconds + (lanes < 5 ? each : 0), 0)
    expect(below).toBeLessThan(30)
    expect(spent.get(8) ?? 0).toBeLessThan(150)
  })

  it('never grows over what the platform allows', () => {
    const { count, pass } = link(lossy, { most: 2 })
    pass(60)
    expect(count()).toBe(2)
  })

  it('falls to one on a link so slow that parts would time out, and no more are tried while it is', () => {
    const { count, pass } = link(shared(8_000), { bytes: 100_000 })
    pass(600)
    expect(count()).toBe(1)
  })

  it('grows again once the link is better', () => {
    const { count, pass, setSpeed } = link(shared(8_000), { bytes: 100_000 })
    pass(300)
    setSpeed(lossy)
    pass(600)
    expect(count()).toBe(8)
  })

  it('halves with a time-out, once for the parts that were under way together', () => {
    const lanes = createLanes(8, () => 0)
    const file = lanes.join(() => undefined)
    file.used = 3
    const [first, second] = [file.begin(), file.begin()]
    first(0)
    second(0)
    expect(file.share).toBe(1)
  })

  it.each([
    ['stays where a large part takes long on a way that loses packets', 800_000, 25_000, 3],
    ['halves where a small part takes long, since too many share the line', 100_000, 12_000, 1],
  ])('%s', (_, bytes, ms, share) => {
    let now = 0
    const lanes = createLanes(8, () => now)
    const file = lanes.join(() => undefined)
    const ended = file.begin()
    now += ms
    ended(bytes)
    expect(file.share).toBe(share)
  })

  it('is shared by the files under way, one lane each at least', () => {
    const { joined } = link(lossy, { files: 2 })
    expect(joined.map(({ share }) => share)).toEqual([2, 1])
    const crowded = link(lossy, { files: 5 })
    expect(crowded.joined.map(({ share }) => share)).toEqual([1, 1, 1, 1, 1])
  })

  it('is all for the file that is left', () => {
    const { joined, count, pass } = link(lossy, { files: 2 })
    pass(20)
    expect(joined.map(({ share }) => share)).toEqual([4, 4])
    const all = count()
    joined[0]?.leave()
    expect(joined[1]?.share).toBe(all)
  })

  it('is what the app says, if it says anything', () => {
    const lanes = createLanes(8, () => 0)
    expect(lanes.join(() => undefined, 6).share).toBe(6)
    expect(lanes.join(() => undefined).share).toBe(3)
  })

  it('learns nothing from a clock that jumped back', () => {
    let now = 9_000
    const lanes = createLanes(8, () => now)
    const file = lanes.join(() => undefined)
    file.used = 3
    for (let i = 0; i < 9; i++) {
      const ended = file.begin()
      now -= 1_000
      expect(ended(500_000)).toBe(-1_000)
    }
    expect(file.share).toBe(3)
  })
})
