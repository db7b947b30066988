import { expect, it } from 'vitest'
import { contentTypeFor } from './content-type'

it.each([
  ['a.mp4', 'video/mp4'],
  ['A.MP4', 'video/mp4'],
  ['with.dots.in.MoV', 'video/quicktime'],
  ['song.mp3', 'audio/mpeg'],
  ['old.rmvb', 'application/octet-stream'],
  ['mp4x', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('gives %j the type %s', (name, type) => {
  expect(contentTypeFor(name)).toBe(type)
})
