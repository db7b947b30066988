import type { Files } from '../uploader/index'
import { ask, type SetTimer, WxFailure } from '../wechat/calls'
import { textOf } from '../wechat/values'
import { lookAtFile } from './look-at-file'
import type { PickedVideo } from './picked-video'

/** From here on it is asked whether a video shall be made smaller: as much as the engine takes for much on mobile data. */
const LARGE_BYTES = 20 * 1024 * 1024
/** kbit/s: what looks good on a phone's screen. */
const BITRATE = 2_500
const AUDIO_BITRATE = 128
const FPS = 30
/** Pixels of the longer side. */
const SIDE = 1280
/** Of the original; where less can be saved it is not worth the wait. */
const WORTHWHILE = 0.7
/** Milliseconds: phones take about as long as the video is, old ones twice as long; this is for those that never answer. */
const LONGEST_MS = 30 * 60_000

/** Bytes that a video will about have when it is made smaller; undefined where that is not worth while. */
export function smallerBytes({ size, duration }: Pick<PickedVideo, 'size' | 'duration'>): number | undefined {
  if (size < LARGE_BYTES || duration <= 0) return undefined
  const bytes = Math.round(((BITRATE + AUDIO_BITRATE) * 1000 * duration) / 8)
  return bytes <= size * WORTHWHILE ? bytes : undefined
}

export interface MakeSmallerOptions {
  files: Files
  setTimer: SetTimer
}

/** wx.compressVideo, from base library 2.11.0 on. Resolves with the original where that fails, or helps nothing. */
export async function makeSmaller(
  wx: Pick<WechatMiniprogram.Wx, 'compressVideo'>,
  video: PickedVideo,
  { files, setTimer }: MakeSmallerOptions,
): Promise<PickedVideo> {
  try {
    const { tempFilePath } = await ask<WechatMiniprogram.CompressVideoSuccessCallbackResult>(
      'compressVideo',
      (callbacks) =>
        wx.compressVideo({
          src: video.path,
          bitrate: BITRATE,
          fps: FPS,
          resolution: Math.min(1, SIDE / (video.side || SIDE)),
          ...callbacks,
        }),
      { ms: LONGEST_MS, setTimer },
    )
    const path = textOf(tempFilePath)
    const found = path === '' ? undefined : await lookAtFile(path, files, setTimer)
    // Some phones make files larger, or none.
    if (!found || found === 'gone' || found.size === 0 || found.size >= video.size) return video
    const { fileName, ...rest } = video
    const name = fileName && { fileName: fileName.replace(/\.[^.]*$/, '.mp4') }
    return { ...rest, ...name, path, size: found.size }
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    console.warn('The video is uploaded as it is.', error)
    return video
  }
}
