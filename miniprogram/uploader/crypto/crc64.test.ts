import { describe, expect, test } from 'vitest'
import { combineCrc64, crc64, formatCrc64 } from './crc64'

const EMPTY = new Uint8Array(0)
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
const utf8 = (text: string) => new TextEncoder().encode(text)

describe('published vectors', () => {
  test.each([
    ['123456789', '11051210869376104954'],
    ['', '0'],
  ])('the CRC of %j', (text, expected) => {
    expect(formatCrc64(crc64(utf8(text)))).toBe(expected)
  })
})

describe(`against a bitwise reference, SEED=${seed}`, () => {
  const random = generator(seed)
  const samples = [...Array(40).keys(), 255, 256, 1000, 4099].map((length) => bytes(length, random))

  test('any length and alignment gives the same CRC', () => {
    for (const sample of samples) {
      for (const start of [0, 1, 3]) {
        const data = sample.subarray(Math.min(start, sample.length))
        expect(formatCrc64(crc64(data))).toBe(reference(data).toString())
      }
    }
  })

  test('a CRC goes on from the bytes before', () => {
    for (const sample of samples) {
      const cut = Math.floor(random() * (sample.length + 1))
      expect(crc64(sample.subarray(cut), crc64(sample.subarray(0, cut)))).toEqual(crc64(sample))
    }
  })

  test('two CRCs combine to that of the whole', () => {
    for (const sample of samples) {
      const cut = Math.floor(random() * (sample.length + 1))
      const [a, b] = [sample.subarray(0, cut), sample.subarray(cut)]
      expect(combineCrc64(crc64(a), crc64(b), b.length)).toEqual(crc64(sample))
    }
  })

  test('one changed bit changes the CRC', () => {
    for (const sample of samples.slice(1)) {
      const changed = sample.slice()
      const at = Math.floor(random() * changed.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      expect(crc64(changed)).not.toEqual(crc64(sample))
    }
  })
})

test('combining with nothing changes nothing', () => {
  const crc = crc64(utf8('abc'))
  expect(combineCrc64(crc, crc64(EMPTY), 0)).toEqual(crc)
  expect(combineCrc64(crc64(EMPTY), crc, 3)).toEqual(crc)
})

test('combining works beyond 4 GiB, where lengths no longer fit 32 bits', () => {
  const GIB = 2 ** 30
  let gibibyte = crc64(new Uint8Array(1024))
  for (let length = 1024; length < GIB; length *= 2) gibibyte = combineCrc64(gibibyte, gibibyte, length)
  const two = combineCrc64(gibibyte, gibibyte, GIB)
  const four = combineCrc64(two, two, 2 * GIB)
  const six = combineCrc64(four, two, 2 * GIB)
  expect(combineCrc64(two, four, 4 * GIB)).toEqual(six)
  const tail = utf8('tail')
  const head = crc64(utf8('head'))
  const end = crc64(tail, six)
  expect(combineCrc64(head, end, 6 * GIB + 4)).toEqual(crc64(tail, combineCrc64(head, six, 6 * GIB)))
})

test('formats every digit, leading zeros of inner groups included', () => {
  expect(formatCrc64('ffffffff.ffffffff')).toBe('18446744073709551615')
  expect(formatCrc64('0.3b9aca07')).toBe('1000000007')
  expect(formatCrc64('de0b6b3.a7640001')).toBe('1000000000000000001')
})

function reference(data: Uint8Array): bigint {
  let crc = 0xffffffffffffffffn
  for (const byte of data) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n
  }
  return crc ^ 0xffffffffffffffffn
}

/** Park and Miller's generator: the printed seed repeats a failing run. */
function generator(from: number): () => number {
  let state = (from % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

function bytes(length: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}
