import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { Line, Lines, throttle } from './throttle'

const KiB = 1024
const send = (line: Line, bytes: number) =>
  buffer(Readable.from([Buffer.alloc(bytes)]).pipe(throttle(line, () => undefined)))
const secondsOf = async (run: () => Promise<unknown>) => {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

it('a line takes what it can in all, however many connections there are', async () => {
  const line = new Line()
  line.rate = 400 * KiB
  const seconds = await secondsOf(() => Promise.all([1, 2, 3, 4].map(() => send(line, 64 * KiB))))
  expect(seconds).toBeGreaterThan(0.6)
})

it('a line that becomes fast lets go what is under way', async () => {
  const line = new Line()
  line.rate = 100 * KiB
  const seconds = await secondsOf(() => {
    const sending = send(line, 640 * KiB)
    line.rate = undefined
    return sending
  })
  expect(seconds).toBeLessThan(3)
})

it('each page has a line of its own', () => {
  const lines = new Lines()
  lines.of('a').rate = 1
  expect(lines.of('a').rate).toBe(1)
  expect(lines.of('b').rate).toBeUndefined()
})
