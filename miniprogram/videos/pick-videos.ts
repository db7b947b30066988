import { formatDayAndTime } from '../i18n/format'
import type { Texts } from '../i18n/index'
import type { PickedVideo } from './picked-video'

/** How many WeChat lets one choose at a time (20 from base library 2.25.0 on; 9 works everywhere). */
const MAX_VIDEOS = 9
/** Longest recording that chooseMedia offers, seconds. Videos from the album may be of any length. */
const MAX_RECORDING_S = 60

export type PickResult =
  | { videos: PickedVideo[] }
  /** `refused`: by the user; `undeclared`: in the privacy guide of the mini program (errno 112). */
  | { reason: 'canceled' | 'refused' | 'undeclared' | 'failed' }

export interface PickOptions {
  /** Milliseconds since 1970: the time in the titles. */
  now: number
  /** A single one, of the album: one that was there before. */
  again?: boolean
}

/** Lets the user choose videos from the album or record one. */
export function pickVideos(
  wx: Pick<WechatMiniprogram.Wx, 'chooseMedia'>,
  t: Texts,
  { now, again = false }: PickOptions,
): Promise<PickResult> {
  return new Promise((resolve) => {
    wx.chooseMedia({
      count: again ? 1 : MAX_VIDEOS,
      mediaType: ['video'],
      sourceType: again ? ['album'] : ['album', 'camera'],
      // Compressed by default; applies to videos too since base library 2.25.0.
      sizeType: ['original'],
      maxDuration: MAX_RECORDING_S,
      success: ({ tempFiles }) => resolve({ videos: tempFiles.map((file, index) => toVideo(file, index, t, now)) }),
      fail: (error) => resolve({ reason: reasonOf(error) }),
    })
  })
}

function toVideo(file: WechatMiniprogram.MediaFile, index: number, t: Texts, now: number): PickedVideo {
  return {
    path: file.tempFilePath,
    // WeChat does not give the name that the video had in the album.
    title: t.defaultTitle(formatDayAndTime(now), index),
    thumbPath: file.thumbTempFilePath ?? '',
    size: file.size,
    duration: file.duration ?? 0,
  }
}

function reasonOf({
  errMsg,
  errno,
}: {
  errMsg: string
  errno?: number
}): 'canceled' | 'refused' | 'undeclared' | 'failed' {
  if (/cancel/i.test(errMsg)) return 'canceled'
  if (errno === 112 || /not declared in the privacy/i.test(errMsg)) return 'undeclared'
  if (errno === 103 || errno === 104 || /privacy permission|auth(orize)?[ :](deny|denied|no response)/i.test(errMsg))
    return 'refused'
  return 'failed'
}
