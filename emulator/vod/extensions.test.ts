import { expect, test } from 'vitest'
import { mediaExtension } from './extensions'

/** The tables of "media upload overview", upper-case as printed there. */
const video =
  'MP4 TS 3GP MPG MPEG MPE DAT VOB ASF AVI WMV FLV F4V RM RMVB MOV MKV M3U8 DV GIF M2T M4V MJ2 MJPEG MTS OGG QT SWF WEBM'
const audio = 'MP3 WMA WAV AAC RA M4A FLAC APE AC3 AMR CAF ACM'

test.each([...video.split(' '), ...audio.split(' ')])('the check of extensions takes .%s, in any case', (extension) => {
  expect(mediaExtension(`video.${extension}`)).toBe(extension.toLowerCase())
  expect(mediaExtension(`video.${extension.toLowerCase()}`)).toBe(extension.toLowerCase())
})

test.each(['video', 'video.', '.', 'video.exe', 'video.png', 'video.mp4x', 'video.mp4/x', 'video.mp4.txt', 'mp4', ''])(
  'the check of extensions refuses %j',
  (fileName) => {
    expect(mediaExtension(fileName)).toBeUndefined()
  },
)

test.each(['wxfile://tmp_0a1b.mp4', 'http://tmp/x.mp4', 'D:\\video\\a.b.mp4', '测试.mp4'])(
  'the check of extensions finds the one of %s',
  (fileName) => {
    expect(mediaExtension(fileName)).toBe('mp4')
  },
)
