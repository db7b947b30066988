import { describe, expect, it } from 'vitest'
import { createPartSize } from './part-size'

const MiB = 1024 * 1024

function setUp() {
  let now = 0
  const size = createPartSize({ start: MiB, largest: 4 * MiB }, () => now)
  return {
    size,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

describe('PartSize', () => {
  it('grows while parts finish fast, to the largest', () => {
    const { size } = setUp()
    expect(size.among(1)).toBe(MiB)
    for (const expected of [2, 4, 4]) {
      size.succeeded(size.among(1), 500)
      expect(size.among(1)).toBe(expected * MiB)
    }
  })

  it('stays while parts take their time, and learns nothing from short ones', () => {
    const { size } = setUp()
    size.succeeded(MiB, 2_000)
    size.succeeded(1000, 10)
    expect(size.among(1)).toBe(MiB)
  })

  it('shrinks on a slow link', () => {
    const { size } = setUp()
    size.succeeded(MiB, 3_500)
    expect(size.among(1)).toBe(MiB / 2)
  })

  it('shrinks with each failure, and grows again after 30 s without one', () => {
    const { size, pass } = setUp()
    for (let i = 0; i < 3; i++) size.failed()
    expect(size.among(1)).toBe(MiB / 8)
    pass(29)
    size.succeeded(MiB / 8, 100)
    expect(size.among(1)).toBe(MiB / 8)
    pass(2)
    size.succeeded(MiB / 8, 100)
    expect(size.among(1)).toBe(MiB / 4)
  })

  it('learns nothing from a clock that jumped back', () => {
    const { size } = setUp()
    size.succeeded(MiB, -5_000)
    expect(size.among(1)).toBe(MiB)
  })
})
