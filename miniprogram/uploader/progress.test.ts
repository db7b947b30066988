import { describe, expect, it } from 'vitest'
import { progressMeter } from './progress'

const MB = 1024 * 1024

describe('progressMeter', () => {
  it('tells speed and time left at a steady pace', () => {
    let now = 0
    const meter = progressMeter(100 * MB, () => now)
    for (let second = 1; second <= 20; second++) {
      now = second * 1000
      meter.add(2 * MB)
    }
    const { bytesPerSecond, secondsLeft, percent } = meter.read()
    expect(percent).toBe(40)
    expect(bytesPerSecond).toBeCloseTo(2 * MB, 0)
    expect(secondsLeft).toBeCloseTo(30, 5)
  })

  it('follows a change of speed within seconds, without jumping', () => {
    let now = 0
    const meter = progressMeter(1000 * MB, () => now)
    const speedAfter = (seconds: number, megabytes: number) => {
      now += seconds * 1000
      return (meter.add(megabytes * MB).bytesPerSecond ?? 0) / MB
    }
    for (let i = 0; i < 10; i++) speedAfter(1, 4)
    const first = speedAfter(1, 1)
    expect(first).toBeGreaterThan(3)
    expect(first).toBeLessThan(4)
    for (let i = 0; i < 24; i++) speedAfter(1, 1)
    expect(speedAfter(1, 1)).toBeCloseTo(1, 0)
  })

  it('counts parts that arrive together as one step', () => {
    let now = 0
    const meter = progressMeter(100 * MB, () => now)
    now = 1000
    meter.add(MB)
    meter.add(MB)
    now = 2000
    expect(meter.add(MB).bytesPerSecond).toBeLessThan(3 * MB)
  })

  it('reaches 100 percent only when it is done', () => {
    const meter = progressMeter(10, () => 0)
    expect(meter.read()).toMatchObject({ percent: 0, bytesPerSecond: undefined, secondsLeft: undefined })
    expect(meter.add(10)).toMatchObject({ uploadedBytes: 10, percent: 99 })
    expect(meter.done()).toMatchObject({ uploadedBytes: 10, percent: 100, secondsLeft: 0 })
  })

  it('never tells less than before, though parts have to be sent again', () => {
    const meter = progressMeter(10, () => 0)
    meter.add(8)
    expect(meter.start(2)).toMatchObject({ uploadedBytes: 8, percent: 80, bytesPerSecond: undefined })
    expect(meter.left).toBe(8)
    expect(meter.add(5).uploadedBytes).toBe(8)
    expect(meter.add(2).uploadedBytes).toBe(9)
  })

  it('measures nothing across a clock that was set back', () => {
    let now = 1_000_000
    const meter = progressMeter(100 * MB, () => now)
    now = 0
    expect(meter.add(MB).bytesPerSecond).toBeUndefined()
    now = 1000
    expect(meter.add(MB).bytesPerSecond).toBeGreaterThan(0)
  })
})
