import { formatDayAndTime } from '../i18n/format'
import type { Texts } from '../i18n/index'
import { ask, type Deadline, type Untrusted } from '../wechat/calls'
import type { Client } from '../wechat/client'
import { numberOf, textOf } from '../wechat/values'
import { nameOf, titleOf } from './file-name'
import type { PickedVideo } from './picked-video'

export type ChooserWx = Partial<Pick<WechatMiniprogram.Wx, 'chooseMedia' | 'chooseVideo' | 'chooseMessageFile'>>

export interface Choosing {
  client: Pick<Client, 'desktop' | 'weCom'>
  /** Milliseconds since 1970: the time in the titles. */
  now: number
  /** A single one that was there before. */
  again?: boolean
  /** Titles that are there already: the numbers of new ones go on. */
  taken?: readonly string[]
  /** How many at most. */
  most?: number
}

export interface Chosen {
  videos: PickedVideo[]
  /** How many files were chosen besides that are no videos. */
  others: number
}

/** One of WeChat's ways to choose videos. Rejects with a WxFailure. */
export type Chooser = (wx: ChooserWx, t: Texts, choosing: Choosing, deadline: Deadline) => Promise<Chosen>

/** How many WeChat lets one choose at a time (20 from base library 2.25.0 on; 9 works everywhere). */
const MAX_VIDEOS = 9
/** Longest recording that is offered, seconds: WeChat's own limit. Videos from the album may be of any length. */
const MAX_RECORDING_S = 60
/** WeCom, like WeChat on computers, has opened nothing where more was asked for (youzan/vant-weapp#4505, #5438). */
const MAX_RECORDING_WECOM_S = 10

function countOf({ again, most = MAX_VIDEOS }: Choosing): number {
  return again ? 1 : Math.max(1, Math.min(MAX_VIDEOS, most))
}

/** Album and camera. There is none on computers, where naming a length of recordings has kept the window from opening. */
function sources({ client, again }: Choosing): Pick<WechatMiniprogram.ChooseMediaOption, 'sourceType' | 'maxDuration'> {
  if (client.desktop) return { sourceType: ['album'] }
  const maxDuration = client.weCom ? MAX_RECORDING_WECOM_S : MAX_RECORDING_S
  return { sourceType: again ? ['album'] : ['album', 'camera'], maxDuration }
}

/** wx.chooseMedia, from base library 2.10.0 on. */
export const chooseMedia: Chooser = async (wx, t, choosing, deadline) => {
  const { tempFiles } = await ask<WechatMiniprogram.ChooseMediaSuccessCallbackResult>(
    'chooseMedia',
    (callbacks) =>
      (wx as WechatMiniprogram.Wx).chooseMedia({
        count: countOf(choosing),
        mediaType: ['video'],
        // Compressed by default; applies to videos too since base library 2.25.0.
        sizeType: ['original'],
        ...sources(choosing),
        ...callbacks,
      }),
    deadline,
  )
  const files = objects<WechatMiniprogram.MediaFile>(tempFiles).map((file) => ({
    ...file,
    path: file.tempFilePath,
    thumbPath: file.thumbTempFilePath,
  }))
  return videosOf(files, t, choosing)
}

/** wx.chooseVideo, which came before: one video, and no picture of it on most phones. */
export const chooseVideo: Chooser = async (wx, t, choosing, deadline) => {
  const file = await ask<WechatMiniprogram.ChooseVideoSuccessCallbackResult & { thumbTempFilePath: string }>(
    'chooseVideo',
    (callbacks) => (wx as WechatMiniprogram.Wx).chooseVideo({ compressed: false, ...sources(choosing), ...callbacks }),
    deadline,
  )
  return videosOf([{ ...file, path: file.tempFilePath, thumbPath: file.thumbTempFilePath }], t, choosing)
}

/**
 * wx.chooseMessageFile: files of a chat; on a computer WeChat may offer its disk, too. Of all types, since a long recording
 * is sent as a file, which type `video` does not show; what is no video is counted and left out.
 */
export const chooseMessageFile: Chooser = async (wx, t, choosing, deadline) => {
  const { tempFiles } = await ask<WechatMiniprogram.ChooseMessageFileSuccessCallbackResult>(
    'chooseMessageFile',
    (callbacks) =>
      (wx as WechatMiniprogram.Wx).chooseMessageFile({
        count: countOf(choosing),
        type: 'all',
        ...callbacks,
      }),
    deadline,
  )
  const files = objects<WechatMiniprogram.ChooseFile>(tempFiles)
  const videos = files.filter(({ type, name, path }) => type === 'video' || nameOf(name) || nameOf(path))
  return { ...videosOf(videos, t, choosing), others: files.length - videos.length }
}

interface Found {
  path?: unknown
  thumbPath?: unknown
  /** That the file has in the chat; the album gives none. */
  name?: unknown
  size?: unknown
  duration?: unknown
  width?: unknown
  height?: unknown
}

function videosOf(files: readonly Found[], t: Texts, { now, taken = [] }: Choosing): Chosen {
  // Without a path there is no file.
  const there = files.filter(({ path }) => textOf(path) !== '')
  const titles = new Set(taken)
  const numberedTitle = () => {
    for (let index = 0; ; index++) {
      const title = t.defaultTitle(formatDayAndTime(now), index)
      if (!titles.has(title)) return title
    }
  }
  const videos = there.map(({ path, thumbPath, name, size, duration, width, height }): PickedVideo => {
    const fileName = nameOf(name)
    const title = titleOf(fileName) || numberedTitle()
    titles.add(title)
    const side = Math.max(numberOf(width), numberOf(height))
    return {
      path: textOf(path),
      title,
      thumbPath: textOf(thumbPath),
      size: numberOf(size),
      duration: numberOf(duration),
      ...(side > 0 && { side }),
      ...(fileName !== '' && { fileName }),
    }
  })
  return { videos, others: 0 }
}

function objects<T>(list: unknown): Untrusted<T>[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : []
}
