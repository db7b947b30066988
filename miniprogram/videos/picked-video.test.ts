import { expect, it } from 'vitest'
import type { UploadFile } from '../uploader/index'
import { repairPickedVideo } from './picked-video'

const whole = { path: 'wxfile://tmp/a.mp4', title: '海边', thumbPath: 'wxfile://t.jpg', size: 5, duration: 3.2 }

it('leaves a file of this version as it is', () => {
  const file = structuredClone(whole)
  expect(repairPickedVideo(file)).toBe(true)
  expect(file).toEqual(whole)
})

it.each<[string, object, object]>([
  [
    'nothing but a path',
    { title: undefined, thumbPath: undefined, size: undefined, duration: undefined },
    { title: 'a.mp4', thumbPath: '', size: 0, duration: 0 },
  ],
  ['numbers as text', { size: '5', duration: '3.2' }, { size: 5, duration: 3.2 }],
  // What JSON makes of NaN.
  ['no numbers', { size: null, duration: null }, { size: 0, duration: 0 }],
  ['a title of another type', { title: 7, fileName: 'b.mov' }, { title: 'b', fileName: 'b.mov' }],
  ['half an emoji in its title', { title: `海边${'🏖'.slice(0, 1)}` }, { title: '海边' }],
  ['a title that is nothing but half an emoji', { title: '🏖'.slice(1) }, { title: 'a.mp4' }],
  ['a name that VOD refuses', { title: undefined, fileName: '会议.m2ts' }, { title: '会议' }],
  ['an override of direction in its title', { title: '\u202egnp' }, { title: 'gnp' }],
  ['a field of another version', { rating: 5 }, { rating: 5 }],
])('turns no file away, and repairs one with %s', (_, changes, expected) => {
  const file = { ...whole, ...changes } as UploadFile
  expect(repairPickedVideo(file)).toBe(true)
  expect(file).toMatchObject({ path: whole.path, ...expected })
})

it('drops what is said of it in another type', () => {
  const said = { description: '', tags: ['a'], categoryId: null, coverPath: 'c', notify: true, retitled: true }
  const file = { ...whole, ...said } as UploadFile
  repairPickedVideo(file)
  expect(file).toEqual({ ...whole, ...said })
  const wrong = {
    description: 1,
    tags: [1],
    categoryId: 5,
    coverPath: null,
    notify: 1,
    retitled: '',
    toldFor: 1,
    lost: 0,
  }
  const other = { ...whole, ...wrong } as unknown as UploadFile
  repairPickedVideo(other)
  expect(other).toEqual(whole)
})

it('drops a name of another type', () => {
  const file = { ...whole, fileName: 7 } as unknown as UploadFile
  repairPickedVideo(file)
  expect(file).toEqual(whole)
})
