import { createHash, createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toHex } from './hex'
import { hmacSha256, sha256 } from './sha256'
import { encodeUtf8 } from './utf8'

describe('sha256', () => {
  it('gives the digests that FIPS 180-4 prints', () => {
    expect(toHex(sha256(encodeUtf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(toHex(sha256(encodeUtf8('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('agrees with node:crypto at every length around the block borders', () => {
    for (let length = 0; length <= 260; length++) {
      const message = randomBytes(length)
      expect(toHex(sha256(message)), message.toString('hex')).toBe(createHash('sha256').update(message).digest('hex'))
    }
  })
})

describe('hmacSha256', () => {
  it('gives the digest of RFC 4231, test case 2', () => {
    expect(toHex(hmacSha256(encodeUtf8('Jefe'), encodeUtf8('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  it('agrees with node:crypto for keys shorter, as long as, and longer than a block', () => {
    for (const length of [0, 1, 63, 64, 65, 200]) {
      const key = randomBytes(length)
      const message = randomBytes(100)
      expect(toHex(hmacSha256(key, message)), key.toString('hex')).toBe(
        createHmac('sha256', key).update(message).digest('hex'),
      )
    }
  })
})
