/** A CRC-64 as two unsigned 32-bit halves: not every JavaScript engine of WeChat has BigInt. */
export interface Crc64 {
  readonly high: number
  readonly low: number
}

/** Polynomial of ECMA-182, bits reversed. OSS uses it with initial value and final xor of all ones (`x-oss-hash-crc64ecma`). */
const POLYNOMIAL: Crc64 = { high: 0xc96c5795, low: 0xd7870f42 }

export const CRC64_OF_NOTHING: Crc64 = { high: 0, low: 0 }

interface Tables {
  high: Int32Array
  low: Int32Array
}

let tables: Tables | undefined
/** x^(8·2^n) modulo the polynomial: of a byte, of two, of four, … Further ones are added when they are needed. */
const powers: Crc64[] = [{ high: 0x800000, low: 0 }]

/**
 * The CRC of `data`, or of earlier bytes with the CRC `previous` followed by `data`. Eight bytes a step (slicing-by-8);
 * the tables (16 KiB) are built by the first call.
 */
export function crc64(data: Uint8Array, previous: Crc64 = CRC64_OF_NOTHING): Crc64 {
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
  let shifted = a
  for (let rest = lengthOfB, n = 0; rest > 0; rest = Math.floor(rest / 2), n++) {
    const power = powers[n] ?? multiply(powers[n - 1] as Crc64, powers[n - 1] as Crc64)
    powers[n] = power
    if (rest % 2) shifted = multiply(power, shifted)
  }
  return xor(shifted, b)
}

/** As OSS writes it: unsigned decimal. */
export function formatCrc64({ high, low }: Crc64): string {
  let text = ''
  // Division by ten of one half after the other, as 64 bits do not fit a number.
  do {
    const value = (high % 10) * 2 ** 32 + low
    text = (value % 10) + text
    high = Math.floor(high / 10)
    low = Math.floor(value / 10)
  } while (high || low)
  return text
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
  const high = new Int32Array(2048)
  const low = new Int32Array(2048)
  for (let index = 0; index < 2048; index++) {
    let crc: Crc64 = { high: 0, low: index }
    if (index < 256) for (let bit = 0; bit < 8; bit++) crc = timesX(crc)
    else {
      const previousHigh = high[index - 256] as number
      const previousLow = low[index - 256] as number
      const byte = previousLow & 255
      crc = {
        high: (previousHigh >>> 8) ^ (high[byte] as number),
        low: ((previousLow >>> 8) | (previousHigh << 24)) ^ (low[byte] as number),
      }
    }
    high[index] = crc.high
    low[index] = crc.low
  }
  return { high, low }
}

/** The product of two polynomials modulo the polynomial. Bit 63 stands for x^0, as everywhere here. */
function multiply(a: Crc64, b: Crc64): Crc64 {
  let product = CRC64_OF_NOTHING
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
  return low & 1 ? xor(shifted, POLYNOMIAL) : shifted
}

function xor(a: Crc64, b: Crc64): Crc64 {
  return { high: (a.high ^ b.high) >>> 0, low: (a.low ^ b.low) >>> 0 }
}
