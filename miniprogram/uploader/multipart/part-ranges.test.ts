import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Part, partRanges } from './part-ranges'

const KiB = 1024
const MiB = 1024 * KiB

const sent = (part: Part) => ({ ...part, etag: '"e"', crc: '0' })

describe('partRanges', () => {
  it('cuts a file into parts of the size asked for, the last one shorter', () => {
    const ranges = partRanges(2000 * KiB + 5)
    expect([ranges.take(MiB), ranges.take(MiB), ranges.take(MiB), ranges.take(MiB)]).toEqual([
      { partNumber: 1, position: 0, length: 1000 * KiB },
      { partNumber: 11, position: 1000 * KiB, length: 1000 * KiB },
      { partNumber: 21, position: 2000 * KiB, length: 5 },
      undefined,
    ])
  })

  it('gives a failed part again as smaller ones, numbered in between', () => {
    const ranges = partRanges(2000 * KiB)
    const first = ranges.take(MiB) as Part
    ranges.take(MiB)
    ranges.giveBack(first)
    expect([ranges.take(500 * KiB), ranges.take(500 * KiB), ranges.take(500 * KiB)]).toEqual([
      { partNumber: 1, position: 0, length: 500 * KiB },
      { partNumber: 6, position: 500 * KiB, length: 500 * KiB },
      undefined,
    ])
  })

  it.each([1, 100 * KiB, 976 * MiB, 977 * MiB, 48 * 1024 * MiB])(
    'never needs a number over 10,000 for %d bytes, nor parts under 100 KB',
    (size) => {
      const ranges = partRanges(size)
      expect(ranges.unit).toBeGreaterThanOrEqual(100 * KiB)
      expect(Math.ceil(size / ranges.unit)).toBeLessThanOrEqual(10_000)
    },
  )

  it('takes over parts of an earlier run and sends the rest', () => {
    const ranges = partRanges(MiB)
    expect(ranges.restore(3, 200 * KiB, 'aa')).toBe(true)
    expect(ranges.sentBytes()).toBe(200 * KiB)
    expect([ranges.take(MiB), ranges.take(MiB)]).toEqual([
      { partNumber: 1, position: 0, length: 200 * KiB },
      { partNumber: 5, position: 400 * KiB, length: 624 * KiB },
    ])
  })

  it.each([
    ['overlaps another', 2, 200 * KiB],
    ['goes beyond the end', 10, 200 * KiB],
    ['is no multiple of the unit', 5, 100],
    ['is empty', 5, 0],
    ['has no number', Number.NaN, 100 * KiB],
    ['has a number that is none', 1.5, 100 * KiB],
  ])('does not take over a part that %s', (_, partNumber, length) => {
    const ranges = partRanges(MiB)
    ranges.restore(1, 200 * KiB, 'aa')
    expect(ranges.restore(partNumber, length, 'aa')).toBe(false)
    expect(ranges.sentBytes()).toBe(200 * KiB)
  })

  it('covers every byte once, whatever fails, goes missing or is cut anew', () => {
    const action = fc.record({ size: fc.nat(3 * MiB), fate: fc.constantFrom('sent', 'failed', 'lost') })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * MiB }), fc.array(action, { maxLength: 40 }), (size, actions) => {
        const ranges = partRanges(size)
        for (const { size: asked, fate } of actions) {
          const part = ranges.take(asked)
          if (!part) break
          if (fate === 'failed') ranges.giveBack(part)
          else ranges.add(sent(part))
          if (fate === 'lost') ranges.drop(sent(part))
        }
        for (let part = ranges.take(MiB); part; part = ranges.take(MiB)) ranges.add(sent(part))
        expect(ranges.sentBytes()).toBe(size)
        let end = 0
        let number = 0
        for (const part of ranges.sent()) {
          expect(part.position).toBe(end)
          expect(part.partNumber).toBeGreaterThan(number)
          end += part.length
          number = part.partNumber
        }
        expect(end).toBe(size)
      }),
    )
  })
})
