import { describe, expect, it } from 'vitest'
import { refusalOf } from './check-pick'

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const look = (start: string, size = 1_000_000) => ({
  size,
  head: bytesOf(start.padEnd(Math.min(400, size), '\x00\x07')),
})
const video = { size: 1_000_000, duration: 30 }
const limits = { maxBytes: 2_000_000, maxSeconds: 60 }

describe('a file that was picked', () => {
  it.each([
    ['an MP4', look('\0\0\0\x18ftypmp42')],
    ['a QuickTime movie', look('\0\0\0\x14ftypqt  ')],
    ['Matroska', look('\x1aE\xdf\xa3')],
    ['a transport stream', look('G@\0\x10')],
    // DV, DAT and some more.
    ['something without a mark of its own', look('\x01\x02\x03')],
  ])('is added where it may be a video: %s', (_, given) => {
    expect(refusalOf(video, given, limits)).toBeUndefined()
  })

  it.each([
    ['empty', { size: 0, head: new Uint8Array(0) }],
    ['no_video', { size: 6, head: bytesOf('hello\n') }],
    ['no_video', { size: 6, head: bytesOf('\0\0\0\x18ft') }],
    ['no_video', { size: 5_000, head: bytesOf('# Notes\r\n\tand more of them '.repeat(15)) }],
    ['no_video', { size: 5_000, head: new TextEncoder().encode('今天的会议记录'.repeat(20)) }],
    ['no_video', look('%PDF-1.7')],
    ['no_video', look('PK\x03\x04')],
    ['no_video', look('\x89PNG\r\n')],
    ['no_video', look('\0\0\0\x18ftypheic')],
    ['no_video', look('RIFF\x10\0\0\0WAVE')],
    ['too_large', look('\0\0\0\x18ftypmp42', 2_000_001)],
  ] as const)('is refused as %s, by its bytes', (reason, given) => {
    expect(refusalOf(video, given, limits)).toBe(reason)
  })

  it('is refused where it is longer than the operator takes, but for what WeChat rounds', () => {
    expect(refusalOf({ ...video, duration: 60.9 }, undefined, limits)).toBeUndefined()
    expect(refusalOf({ ...video, duration: 62 }, undefined, limits)).toBe('too_long')
  })

  it('is added where nothing is known of it, and where there are no limits', () => {
    expect(refusalOf({ size: 0, duration: 0 }, undefined, limits)).toBeUndefined()
    expect(refusalOf({ size: 9e12, duration: 9e9 }, look('\0\0\0\x18ftypmp42'), undefined)).toBeUndefined()
    expect(refusalOf({ size: 3_000_000, duration: 0 }, undefined, limits)).toBe('too_large')
  })
})
