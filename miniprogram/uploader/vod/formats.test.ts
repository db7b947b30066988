import { expect, it } from 'vitest'
import { contentTypeFor } from './formats'

it.each([
  ['a.mp4', 'video/mp4'],
  ['A.MP4', 'video/mp4'],
  ['with.dots.in.MoV', 'video/quicktime'],
  ['song.mp3', 'audio/mpeg'],
])('takes %s', (name, type) => {
  expect(contentTypeFor(name)).toBe(type)
})

it.each(['a.txt', 'mp4', 'a.', '', '.mp4/x', 'a.constructor', 'a.mp4 '])('does not take %j', (name) => {
  expect(contentTypeFor(name)).toBeUndefined()
})
