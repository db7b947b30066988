import { describe, expect, it } from 'vitest'
import { fileNameForVod, hasVodExtension } from './file-name'

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)))
const nothing = bytes()
const head =
  ({ buffer }: Uint8Array<ArrayBuffer>) =>
  () =>
    Promise.resolve(buffer)

describe('the name of a picked file, for VOD,', () => {
  it.each([
    ['IMG_0001.MOV', 'IMG_0001.MOV'],
    ['tmp_x.mp4?x=1', 'tmp_x.mp4'],
    ['tmp_x.mp4 ', 'tmp_x.mp4'],
    ['tmp_x.mp4#t=1', 'tmp_x.mp4'],
    ['tmp_x', 'tmp_x.mp4'],
    ['tmp_x.unknown', 'tmp_x.unknown.mp4'],
    ['', 'video.mp4'],
    ['?', 'video.mp4'],
    ['海边😀.mov', '海边.mov'],
    ['half \ud83d.mov', 'half .mov'],
  ])('is made of "%s": "%s"', async (path, name) => {
    expect(await fileNameForVod(path, head(nothing))).toBe(name)
    expect(hasVodExtension(name)).toBe(true)
  })

  it.each([
    ['mp4', bytes(0, 0, 0, 24, 'ftypisom')],
    ['mov', bytes(0, 0, 0, 20, 'ftypqt  ')],
    ['mov', bytes(0, 0, 0, 8, 'wide')],
    ['3gp', bytes(0, 0, 0, 24, 'ftyp3gp4')],
    ['m4v', bytes(0, 0, 0, 24, 'ftypM4V ')],
    ['webm', bytes(0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x84, 'webm')],
    ['mkv', bytes(0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x88, 'matroska')],
    ['flv', bytes('FLV', 1)],
    ['avi', bytes('RIFF', 0, 0, 0, 0, 'AVI ')],
    ['wmv', bytes(0x30, 0x26, 0xb2, 0x75)],
    ['mpg', bytes(0, 0, 1, 0xba)],
    ['ts', Uint8Array.from({ length: 400 }, (_, i) => (i % 188 === 0 ? 0x47 : 0))],
    ['rmvb', bytes('.RMF')],
    ['mp4', bytes('something else')],
  ])('takes its type, %s, from its first bytes', async (extension, bytes) => {
    expect(await fileNameForVod('tmp_1', head(bytes))).toBe(`tmp_1.${extension}`)
  })
})
