import { expect, it } from 'vitest'
import { SteadySpeed } from './steady-speed'

const MB = 1024 * 1024
const progress = (bytesPerSecond: number | undefined, uploaded = 0) => ({
  uploadedBytes: uploaded * MB,
  totalBytes: 10 * MB,
  percent: uploaded * 10,
  bytesPerSecond,
  secondsLeft: 99,
})

it('lets a speed stand for two seconds, and the time left be by it', () => {
  const speed = new SteadySpeed()
  expect(speed.settle('1', progress(2 * MB), 0)).toMatchObject({ bytesPerSecond: 2 * MB, secondsLeft: 5 })
  expect(speed.settle('1', progress(4 * MB, 4), 1_999)).toMatchObject({ bytesPerSecond: 2 * MB, secondsLeft: 3 })
  expect(speed.settle('1', progress(4 * MB, 4), 2_000)).toMatchObject({ bytesPerSecond: 4 * MB })
})

it('does not show what differs by little', () => {
  const speed = new SteadySpeed()
  speed.settle('1', progress(2 * MB), 0)
  expect(speed.settle('1', progress(2.1 * MB), 60_000)).toMatchObject({ bytesPerSecond: 2 * MB })
})

it('keeps uploads apart, and begins anew after a pause', () => {
  const speed = new SteadySpeed()
  speed.settle('1', progress(2 * MB), 0)
  expect(speed.settle('2', progress(1 * MB), 0)).toMatchObject({ bytesPerSecond: 1 * MB })
  expect(speed.settle('1', progress(undefined), 100)?.bytesPerSecond).toBeUndefined()
  expect(speed.settle('1', progress(1 * MB), 200)).toMatchObject({ bytesPerSecond: 1 * MB })
})

it('trusts no clock that was set back', () => {
  const speed = new SteadySpeed()
  speed.settle('1', progress(2 * MB), 1e12)
  expect(speed.settle('1', progress(4 * MB), 0)).toMatchObject({ bytesPerSecond: 4 * MB })
})
