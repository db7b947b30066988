import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64 } from './base64'
import { decodeUtf8, encodeUtf8 } from './utf8'

const SAMPLES = ['', 'plain', 'ümlaut', '测试视频', '🎬 clip', '\u0000\u007f\u0080\u07ff\u0800\uffff']

describe('UTF-8', () => {
  it.each(SAMPLES)('encodes %j as TextEncoder does, and decodes it again', (text) => {
    expect(encodeUtf8(text)).toEqual(new Uint8Array(Buffer.from(text)))
    expect(decodeUtf8(encodeUtf8(text))).toBe(text)
  })

  it('encodes a lone surrogate as U+FFFD', () => {
    expect(encodeUtf8('a\ud800b')).toEqual(new TextEncoder().encode('a\ud800b'))
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeUtf8(Uint8Array.of(0xff, 0xfe))).toThrow(URIError)
  })
})

describe('decodeBase64', () => {
  it('agrees with Buffer at every length, with and without padding', () => {
    for (let length = 0; length < 100; length++) {
      const bytes = randomBytes(length)
      const text = bytes.toString('base64')
      expect(decodeBase64(text)).toEqual([...bytes])
      expect(decodeBase64(text.replace(/=+$/, ''))).toEqual([...bytes])
    }
  })

  it.each(['a', 'ab*=', 'ab\ncd', 'a==='])('refuses %j', (text) => {
    expect(() => decodeBase64(text)).toThrow(RangeError)
  })
})
