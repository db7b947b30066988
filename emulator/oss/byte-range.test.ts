import { expect, test } from 'vitest'
import { readRange } from './byte-range'

const whole = undefined
const refused = 'InvalidRange'

/** The examples of the page "HTTP Range requests", for an object of 1,000 bytes. */
test.each([
  ['bytes=0-499', { start: 0, end: 499 }, { start: 0, end: 499 }],
  ['bytes=500-999', { start: 500, end: 999 }, { start: 500, end: 999 }],
  ['bytes=-500', { start: 500, end: 999 }, { start: 500, end: 999 }],
  ['bytes=500-', { start: 500, end: 999 }, { start: 500, end: 999 }],
  ['bytes=0-', { start: 0, end: 999 }, { start: 0, end: 999 }],
  ['bytes=0-499,500-999', { start: 0, end: 499 }, { start: 0, end: 499 }],
  ['byte=0-499', whole, whole],
  ['bytes=-', whole, whole],
  ['bytes=600-500', whole, whole],
  ['bytes=0-1000', whole, { start: 0, end: 999 }],
  ['bytes=500-2000', whole, { start: 500, end: 999 }],
  ['bytes=-2000', whole, { start: 0, end: 999 }],
  ['bytes=1000-2000', whole, refused],
  ['bytes=1000-', whole, refused],
])('the range %s is %j, and with the standard behaviour %j', (header, range, standard) => {
  expect(readRange(header, 1000, false)).toEqual(range)
  if (standard === refused) expect(() => readRange(header, 1000, true)).toThrow('cannot be satisfied')
  else expect(readRange(header, 1000, true)).toEqual(standard)
})

test('of an empty object there is no range', () => {
  expect(readRange('bytes=0-', 0, false)).toBeUndefined()
  expect(readRange(undefined, 0, true)).toBeUndefined()
})
