import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressKey } from './address'

it.each([
  ['192.0.2.1', '192.0.2.1'],
  [' 192.0.2.1 ', '192.0.2.1'],
  ['192.0.2.1:51234', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['::ffff:c000:201', '192.0.2.1'],
  ['0:0:0:0:0:ffff:c000:0201', '192.0.2.1'],
  ['[::ffff:192.0.2.1]:443', '192.0.2.1'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2'],
  ['2001:0db8:0001:0002:0000:0000:0000:0009', '2001:db8:1:2'],
  ['2001:db8:1:2::1.2.3.4', '2001:db8:1:2'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  // No address: all of these together have one limit.
  ['', ''],
  ['unknown', ''],
  ['_hidden', ''],
  ['256.1.1.1', ''],
  ['1.2.3', ''],
  ['0x7f.0.0.1', ''],
  ['010.0.0.1', ''],
  ['2130706433', ''],
  ['1.2.3.4:', ''],
  ['::ffff:1.2.3.4.5', ''],
  ['2001:db8:::1', ''],
  ['"; DROP TABLE videos', ''],
])('the address %j is counted as %j', (text, key) => {
  expect(addressKey(text)).toBe(key)
})

it('whatever a proxy passes on, a key is short, and a client cannot get more of them by writing its address otherwise', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      expect(addressKey(text)).toMatch(/^[0-9a-f.:]{0,20}$/)
    }),
  )
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
      for (const form of [`${address}:${port}`, `::ffff:${address}`, `[::ffff:${address}]:${port}`, ` ${address}`]) {
        expect(addressKey(form)).toBe(address)
      }
    }),
  )
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
      for (const form of [`[${address}]:${port}`, `[${address}]`, `${address}%eth0`, address.toUpperCase()]) {
        expect(addressKey(form)).toBe(addressKey(address))
      }
    }),
  )
})
