// SHA-256 and HMAC-SHA256 (FIPS 180-4, RFC 2104). WeChat offers no hash function, and iOS runs without a JIT: only
// headers and short bodies are hashed with these, never a video.

const BLOCK = 64

const primes: number[] = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)

/** The first 32 bits of the fraction of a root of a prime: where SHA-256 takes all its constants from. */
const fraction = (root: number) => (root - Math.floor(root)) * 2 ** 32
const INITIAL = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
const ROUND = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = pad(message)
  const state = Int32Array.from(INITIAL)
  const schedule = new Int32Array(64)
  for (let at = 0; at < padded.byteLength; at += BLOCK) compress(state, schedule, padded, at)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => {
    digest.setInt32(index * 4, word)
  })
  return new Uint8Array(digest.buffer)
}

/** 32 bytes. Keys of any length. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? sha256(key) : key)
  const inner = concat(
    block.map((byte) => byte ^ 0x36),
    message,
  )
  return sha256(
    concat(
      block.map((byte) => byte ^ 0x5c),
      sha256(inner),
    ),
  )
}

/** The message, a one bit, zeros, and the length in bits as 64 bits. */
function pad(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / BLOCK) * BLOCK
  const bytes = new Uint8Array(length)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(length - 4, (message.length * 8) >>> 0)
  return view
}

function compress(state: Int32Array, schedule: Int32Array, blocks: DataView, at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = blocks.getInt32(at + t * 4)
  for (let t = 16; t < 64; t++) {
    const early = schedule[t - 15] as number
    const late = schedule[t - 2] as number
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[t] = (schedule[t - 16] as number) + s0 + (schedule[t - 7] as number) + s1
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g)
    const t1 =
      (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + (ROUND[t] as number) + (schedule[t] as number)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0
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
  for (let i = 0; i < 8; i++) state[i] = ((state[i] as number) + (after[i] as number)) | 0
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
