import { expect, it } from 'vitest'
import { cloudClock, isoSeconds } from './clock'

it("goes on from the cloud's time on a device whose clock is a day behind", () => {
  let device = Date.parse('2026-01-01T00:00:00Z')
  const clock = cloudClock(() => device)
  expect(clock.now()).toBe(device)
  clock.set('2026-01-02T00:00:05Z')
  device += 1000
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-02T00:00:06.000Z')
})

it('keeps its time when told nonsense', () => {
  const clock = cloudClock(() => 1000)
  clock.set('soon')
  expect(clock.now()).toBe(1000)
})

it('writes times as the signatures want them', () => {
  expect(isoSeconds(Date.parse('2026-01-02T03:04:05.678Z'))).toBe('2026-01-02T03:04:05Z')
})
