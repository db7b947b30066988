import { describe, expect, it } from 'vitest'
import { hasVodExtension } from '../uploader/index'
import { countCharacters, FORMATS, fitTitle, nameOf, plainLines, refusedCharacters, titleOf } from './file-name'

describe('the name of a file', () => {
  it.each([
    ['a.mp4', 'a.mp4'],
    ['folder/a.MOV', 'a.MOV'],
    ['C:\\videos\\a.mkv', 'a.mkv'],
    ['  a.webm ', 'a.webm'],
    ['a🏖b.mp4', 'ab.mp4'],
    ['a\u202e4pm.mp4', 'a4pm.mp4'],
    ['a\u0000\n.mts', 'a .mts'],
  ])('is kept where it is that of a video, as VOD takes it: %j', (given, name) => {
    expect(nameOf(given)).toBe(name)
    expect(hasVodExtension(name)).toBe(true)
  })

  // VOD refuses the first three by InvalidFileName.Extension, whatever they hold.
  it.each(['a.m2ts', 'a.mxf', 'a.3gpp', 'a.txt', 'a.mp3', 'a.gif', 'a.m3u8', 'a', '.mp4', '🏖.mp4', '', 7, undefined])(
    'is not passed on where VOD would refuse it, or where it is no video: %j',
    (given) => {
      expect(nameOf(given)).toBe('')
    },
  )

  it('has one of the formats that people are told, and VOD takes them all', () => {
    for (const format of FORMATS) expect(nameOf(`a.${format}`), format).not.toBe('')
  })
})

describe('a title', () => {
  it.each([
    ['会议.mp4', '会议'],
    ['a.b.mp4', 'a.b'],
    ['海边🏖.mp4', '海边'],
  ])('is made of the name %s', (name, title) => {
    expect(titleOf(name)).toBe(title)
  })

  it.each([
    ['海边\u202Egnp.exe', '海边gnp.exe'],
    ['\u2066a\u2069\u200e\u200f', 'a'],
    ['a\tb\nc\u0007', 'a b c'],
    [` ${'长'.repeat(130)} `, '长'.repeat(128)],
    [`Sea ${'🏖'.slice(0, 1)}`, 'Sea'],
    ['\u2028\ufeff', ''],
  ])('has 128 characters that are whole and show: %j', (given, title) => {
    expect(fitTitle(given)).toBe(title)
  })

  it('tells which characters VOD refuses', () => {
    expect(refusedCharacters('🏖海🎬边🏖')).toBe('🏖🎬')
    expect(refusedCharacters('海边 ☀')).toBe('')
  })
})

it('counts an emoji as one character', () => {
  expect(countCharacters('海🏖')).toBe(2)
})

it('keeps the lines of a longer text', () => {
  expect(plainLines('a\r\nb\u202e\u0007\n\nc')).toBe('a\nb\n\nc')
})
