// SHA-256 and HMAC-SHA256 (FIPS 180-4, RFC 2104). WeChat offers no hash function, and iOS runs without a JIT: only
// headers and short bodies are hashed with these, never a video.

const BLOCK = 64

const primes: number[] = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)

// All constants of SHA-256 are the first 32 bits of the fraction of a root of a prime: what an Int32Array keeps of this.
const INITIAL = Int32Array.from(primes.slice(0, 8), (prime) => Math.sqrt(prime) * 2 ** 32)
const ROUND = Int32Array.from(primes, (prime) => Math.cbrt(prime) * 2 ** 32)

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const { length } = message
  // The message, a one bit, zeros, and the length in bits.
  const view = new DataView(new ArrayBuffer(Math.ceil((length + 9) / BLOCK) * BLOCK))
  const padded = new Uint8Array(view.buffer)
  padded.set(message)
  padded[length] = 0x80
  view.setUint32(padded.length - 4, length * 8)
  const state = INITIAL.slice()
  for (let at = 0; at < padded.length; at += BLOCK) {
    compress(
      state,
      ROUND.map((_, t) => (t < 16 ? view.getInt32(at + t * 4) : 0)),
    )
  }
  state.forEach((word, i) => {
    view.setInt32(i * 4, word)
  })
  return padded.slice(0, 32)
}

/** 32 bytes. Keys of any length. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? sha256(key) : key)
  const hash = (mask: number, rest: Uint8Array) => {
    const bytes = new Uint8Array(BLOCK + rest.length)
    bytes.set(block.map((byte) => byte ^ mask))
    bytes.set(rest, BLOCK)
    return sha256(bytes)
  }
  return hash(0x5c, hash(0x36, message))
}

/** @param schedule the block in its first 16 words; the others are filled */
function compress(state: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    if (t >= 16) {
      const early = schedule[t - 15] as number
      const late = schedule[t - 2] as number
      schedule[t] =
        (schedule[t - 16] as number) +
        (schedule[t - 7] as number) +
        (rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)) +
        (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10))
    }
    const t1 =
      h +
      (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
      ((e & f) ^ (~e & g)) +
      (ROUND[t] as number) +
      (schedule[t] as number)
    const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i] as number) + (after[i] as number)
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}
