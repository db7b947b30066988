/** A CRC-64 as two unsigned 32-bit halves: not every JavaScript engine of WeChat has BigInt. */
export interface Crc64 {
  readonly high: number
  readonly low: number
}

/** Polynomial of ECMA-182, bits reversed. OSS uses it with initial value and final xor of all ones (`x-oss-hash-crc64ecma`). */
const POLY_HIGH = 0xc96c5795
const POLY_LOW = 0xd7870f42

const ZERO: Crc64 = { high: 0, low: 0 }
const ONE: Crc64 = { high: 0x80000000, low: 0 }

interface Tables {
  high: Int32Array
  low: Int32Array
}

let tables: Tables | undefined
const powers: Crc64[] = []

/**
 * The CRC of `data`, or of earlier bytes with the CRC `previous` followed by `data`. Eight bytes a step (slicing-by-8);
 * the tables (16 KiB) are built by the first call.
 */
export function crc64(data: Uint8Array, previous: Crc64 = ZERO): Crc64 {
  tables ??= buildTables()
  const { high: tableHigh, low: tableLow } = tables
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const end = data.byteLength
  const endOfSteps = end - (end % 8)
  let high = ~previous.high
  let low = ~previous.low
  let at = 0
  for (; at < endOfSteps; at += 8) {
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
  return { high: ~high >>> 0, low: ~low >>> 0 }
}

/**
 * The CRC of A followed by B, from the CRCs of both; `lengthOfB` in bytes. Costs some thousand steps whatever the length,
 * so that the CRC of a file comes from those of its parts.
 */
export function combineCrc64(a: Crc64, b: Crc64, lengthOfB: number): Crc64 {
  let shift = ONE
  // x^(8·lengthOfB): the power of two 2^3 is the eight bits of a byte.
  for (let rest = lengthOfB, exponent = 3; rest > 0; rest = Math.floor(rest / 2), exponent++) {
    if (rest % 2 === 1) shift = multiply(power(exponent), shift)
  }
  return xor(multiply(shift, a), b)
}

/** As OSS writes it: unsigned decimal. */
export function formatCrc64(crc: Crc64): string {
  // Long division by 10^9 on 16-bit digits, as 64 bits do not fit a number.
  let digits = [crc.high >>> 16, crc.high & 0xffff, crc.low >>> 16, crc.low & 0xffff]
  let text = ''
  while (digits.some((digit) => digit > 0)) {
    let remainder = 0
    digits = digits.map((digit) => {
      const value = remainder * 0x10000 + digit
      remainder = value % 1e9
      return Math.floor(value / 1e9)
    })
    text = String(remainder).padStart(9, '0') + text
  }
  return text.replace(/^0+/, '') || '0'
}

/** Both halves in hexadecimal with a dot between, for keeping. */
export function crc64ToHex({ high, low }: Crc64): string {
  return `${high.toString(16)}.${low.toString(16)}`
}

/** What crc64ToHex wrote. */
export function crc64FromHex(text: string): Crc64 {
  const [high = 0, low = 0] = text.split('.').map((half) => Number.parseInt(half, 16))
  return { high, low }
}

/** Table 0 moves a byte through the register; table n moves it on through n more zero bytes. */
function buildTables(): Tables {
  const high = new Int32Array(8 * 256)
  const low = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc: Crc64 = { high: 0, low: byte }
    for (let bit = 0; bit < 8; bit++) crc = timesX(crc)
    high[byte] = crc.high
    low[byte] = crc.low
  }
  for (let index = 256; index < 8 * 256; index++) {
    const previousHigh = high[index - 256] as number
    const previousLow = low[index - 256] as number
    const byte = previousLow & 255
    low[index] = ((previousLow >>> 8) | (previousHigh << 24)) ^ (low[byte] as number)
    high[index] = (previousHigh >>> 8) ^ (high[byte] as number)
  }
  return { high, low }
}

/** x^(2^exponent) modulo the polynomial. */
function power(exponent: number): Crc64 {
  for (let n = powers.length; n <= exponent; n++) {
    const previous = powers[n - 1]
    powers.push(previous ? multiply(previous, previous) : timesX(ONE))
  }
  return powers[exponent] as Crc64
}

/** The product of two polynomials modulo the polynomial. Bit 63 stands for x^0, as everywhere here. */
function multiply(a: Crc64, b: Crc64): Crc64 {
  let product = ZERO
  let shifted = b
  for (let bit = 63; bit >= 0; bit--) {
    const half = bit >= 32 ? a.high : a.low
    if ((half >>> (bit % 32)) & 1) product = xor(product, shifted)
    shifted = timesX(shifted)
  }
  return product
}

function timesX({ high, low }: Crc64): Crc64 {
  const shifted = { high: high >>> 1, low: ((low >>> 1) | (high << 31)) >>> 0 }
  return low & 1 ? xor(shifted, { high: POLY_HIGH, low: POLY_LOW }) : shifted
}

function xor(a: Crc64, b: Crc64): Crc64 {
  return { high: (a.high ^ b.high) >>> 0, low: (a.low ^ b.low) >>> 0 }
}
