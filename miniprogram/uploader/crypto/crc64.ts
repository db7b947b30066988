/**
 * A CRC-64 as it is kept: its halves in hexadecimal with a dot between. Not every JavaScript engine of WeChat has BigInt,
 * and 64 bits do not fit a number.
 */
export type Crc64 = string

export const CRC64_OF_NOTHING: Crc64 = '0.0'

/** The upper and the lower 32 bits. What stands for x^0 is bit 63, as everywhere here. */
type Halves = readonly [high: number, low: number]

/** x^8: by so much a byte pushes on what was before it. */
const X8: Halves = [1 << 23, 0]

/** Of each byte, pushed through by so many more bytes as its table has before it. */
let tables: readonly [high: Int32Array, low: Int32Array] | undefined

/**
 * The CRC of `data`, or of earlier bytes with the CRC `previous` followed by `data`, as OSS counts it
 * (`x-oss-hash-crc64ecma`): ECMA-182 with initial value and final xor of all ones. Eight bytes a step (slicing-by-8); the
 * tables (16 KiB) are built by the first call.
 */
export function crc64(data: Uint8Array, previous: Crc64 = CRC64_OF_NOTHING): Crc64 {
  tables ??= buildTables()
  const [tableHigh, tableLow] = tables
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const end = data.byteLength
  let [high, low] = parse(previous)
  high = ~high
  low = ~low
  let at = 0
  for (; at < end - 7; at += 8) {
    low ^= view.getInt32(at, true)
    high ^= view.getInt32(at + 4, true)
    // The byte that is met first has seven more bytes to be pushed through, so it takes the last table.
    const i7 = 1792 + (low & 255)
    const i6 = 1536 + ((low >>> 8) & 255)
    const i5 = 1280 + ((low >>> 16) & 255)
    const i4 = 1024 + (low >>> 24)
    const i3 = 768 + (high & 255)
    const i2 = 512 + ((high >>> 8) & 255)
    const i1 = 256 + ((high >>> 16) & 255)
    const i0 = high >>> 24
    // Written out, since the indices are known to be in range and calls are dear without a JIT, as on iOS.
    low =
      (tableLow[i7] as number) ^
      (tableLow[i6] as number) ^
      (tableLow[i5] as number) ^
      (tableLow[i4] as number) ^
      (tableLow[i3] as number) ^
      (tableLow[i2] as number) ^
      (tableLow[i1] as number) ^
      (tableLow[i0] as number)
    high =
      (tableHigh[i7] as number) ^
      (tableHigh[i6] as number) ^
      (tableHigh[i5] as number) ^
      (tableHigh[i4] as number) ^
      (tableHigh[i3] as number) ^
      (tableHigh[i2] as number) ^
      (tableHigh[i1] as number) ^
      (tableHigh[i0] as number)
  }
  for (; at < end; at++) {
    const index = (low ^ view.getUint8(at)) & 255
    low = ((low >>> 8) | (high << 24)) ^ (tableLow[index] as number)
    high = (high >>> 8) ^ (tableHigh[index] as number)
  }
  return write([~high, ~low])
}

/**
 * The CRC of A followed by B, from the CRCs of both; `lengthOfB` in bytes. Costs some thousand steps whatever the length,
 * so that the CRC of a file comes from those of its parts.
 */
export function combineCrc64(a: Crc64, b: Crc64, lengthOfB: number): Crc64 {
  let shifted = parse(a)
  let power = X8
  for (; lengthOfB; lengthOfB = Math.floor(lengthOfB / 2)) {
    if (lengthOfB % 2) shifted = multiply(power, shifted)
    power = multiply(power, power)
  }
  const [high, low] = parse(b)
  return write([shifted[0] ^ high, shifted[1] ^ low])
}

/** As OSS writes it: unsigned decimal. */
export function formatCrc64(crc: Crc64): string {
  let [high, low] = parse(crc)
  let text = ''
  // Division by ten of one half after the other, as 64 bits do not fit a number.
  do {
    low += (high % 10) * 2 ** 32
    text = (low % 10) + text
    high = Math.floor(high / 10)
    low = Math.floor(low / 10)
  } while (high || low)
  return text
}

function write(halves: Halves): Crc64 {
  return halves.map((half) => (half >>> 0).toString(16)).join('.')
}

function parse(crc: Crc64): Halves {
  return crc.split('.').map((half) => Number.parseInt(half, 16)) as unknown as Halves
}

/** Table 0 moves a byte through the register; table n moves it on through n more zero bytes. */
function buildTables(): NonNullable<typeof tables> {
  const high = new Int32Array(2048)
  const low = new Int32Array(2048)
  for (let index = 0; index < 2048; index++) {
    const moved = multiply(X8, [high[index - 256] ?? 0, low[index - 256] ?? index], 55)
    high[index] = moved[0]
    low[index] = moved[1]
  }
  return [high, low]
}

/**
 * The product of two polynomials modulo that of ECMA-182.
 * @param bit the first of `a` that is not 0
 */
function multiply(a: Halves, [highB, lowB]: Halves, bit = 0): Halves {
  let high = 0
  let low = 0
  for (; bit < 64; bit++) {
    const carry = -(low & 1)
    low = ((low >>> 1) | (high << 31)) ^ (carry & 0xd7870f42)
    high = (high >>> 1) ^ (carry & 0xc96c5795)
    if ((a[bit < 32 ? 1 : 0] >>> bit) & 1) {
      high ^= highB
      low ^= lowB
    }
  }
  return [high, low]
}
