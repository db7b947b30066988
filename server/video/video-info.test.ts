import { expect, it } from 'vitest'
import type { VideoInfo } from '../cloud/vod'
import { factsOf } from './video-info'

const info = (changes: Partial<VideoInfo>): VideoInfo => ({
  title: 'Holiday',
  status: 'Normal',
  createdAt: 0,
  size: 0,
  duration: 0,
  coverUrl: undefined,
  userData: undefined,
  appId: undefined,
  requestId: undefined,
  ...changes,
})

it.each([
  ['awaits its file', info({ status: 'Uploading' }), { status: 'Uploading', blocked: false }],
  ['never got one', info({ status: 'UploadFail' }), { status: 'UploadFail', blocked: false }],
  ['has arrived', info({ status: 'UploadSucc', size: 10 }), { status: 'UploadSucc', blocked: false, size: 10 }],
  ['has arrived without a byte', info({ status: 'UploadSucc' }), { status: 'UploadSucc', blocked: false, size: 0 }],
  [
    'is done',
    info({ size: 10, duration: 3.5, coverUrl: 'https://c/1.jpg' }),
    { status: 'Normal', blocked: false, size: 10, duration: 3.5, coverUrl: 'https://c/1.jpg' },
  ],
  // What it was before is not lost: a reviewer may let it go again.
  ['is blocked', info({ status: 'Blocked', size: 10 }), { blocked: true, size: 10 }],
])('factsOf reads what VOD answers about a video that %s', (_, answer, facts) => {
  expect(factsOf(answer)).toEqual(facts)
})
