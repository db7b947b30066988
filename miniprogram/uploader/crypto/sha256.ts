// SHA-256 and HMAC-SHA256 (FIPS 180-4, RFC 2104). WeChat offers no hash function, and iOS runs without a JIT: only
// headers and short bodies are hashed with these, never a video.

const BLOCK = 64

const primes: number[] = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)

// All constants of SHA-256 are the first 32 bits of the fraction of a root of a prime: what an Int32Array keeps of this.
const ROUND = Int32Array.from(primes, (prime) => Math.cbrt(prime) * 2 ** 32)

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const { length } = message
  // The message, a one bit, zeros, and the length in bits.
  const padded = new Uint8Array((length + 72) & -BLOCK)
  const view = new DataView(padded.buffer)
  padded.set(message)
  padded[length] = 0x80
  view.setInt32(padded.length - 4, length * 8)
  const schedule = new Int32Array(64)
  const state = Int32Array.from(primes.slice(0, 8), (prime) => Math.sqrt(prime) * 2 ** 32)
  const words = new Int32Array(72)
  for (let at = 0; at < padded.length; at += BLOCK) {
    // The variables a to h begin as the last eight words, and each round moves them down by a word, so that they need not be
    // copied: what was a is b.
    words.set(state, 64)
    for (let t = 0; t < 64; t++) {
      const i = 63 - t
      const early = schedule[t - 15] as number
      const late = schedule[t - 2] as number
      schedule[t] =
        t < 16
          ? view.getInt32(at + t * 4)
          : (schedule[t - 16] as number) +
            (schedule[t - 7] as number) +
            (rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)) +
            (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10))
      const a = words[i + 1] as number
      const b = words[i + 2] as number
      const c = words[i + 3] as number
      const e = words[i + 5] as number
      const t1 =
        (words[i + 8] as number) +
        (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
        ((e & (words[i + 6] as number)) ^ (~e & (words[i + 7] as number))) +
        (ROUND[t] as number) +
        (schedule[t] as number)
      ;(words[i + 4] as number) += t1
      words[i] = t1 + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    }
    // The first block has been read, and the digest takes its place.
    for (let i = 0; i < 8; i++) {
      state[i] = (state[i] as number) + (words[i] as number)
      view.setInt32(i * 4, state[i] as number)
    }
  }
  return padded.slice(0, 32)
}

/** 32 bytes. Keys of any length. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? sha256(key) : key)
  const hash = (mask: number, rest: Uint8Array) => sha256(Uint8Array.of(...block.map((byte) => byte ^ mask), ...rest))
  return hash(0x5c, hash(0x36, message))
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << -by)
}
