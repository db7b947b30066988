import type { LogBook } from '../../runtime/log-book'
import { asyncCall, CallError } from '../call'
import type { TempFiles } from '../temp-files'
import { recordSmaller } from './record-smaller'

type Option = Pick<WechatMiniprogram.CompressVideoOption, 'src'> &
  Partial<Omit<WechatMiniprogram.CompressVideoOption, 'success' | 'fail' | 'complete'>>

/** Scale of both sides, and bits for each pixel of a frame. */
const QUALITIES = {
  low: { scale: 0.5, bitsPerPixel: 0.05 },
  medium: { scale: 0.75, bitsPerPixel: 0.07 },
  high: { scale: 1, bitsPerPixel: 0.1 },
}
const FRAMES_PER_SECOND = 25
/** Seconds of the longest video that is encoded anew: the browser takes as long as the video plays. */
const LONGEST_S = 60

/**
 * wx.compressVideo: the browser plays a short video and records it anew, smaller. Of a longer one, and where the result
 * would be larger, the copy is as large as its original, and says so.
 */
export function compressVideoFamily(files: TempFiles, book: LogBook) {
  return {
    compressVideo: asyncCall('compressVideo', async (option: Option) => {
      const original = files.get(option.src)
      const extension = /\.(\w+)$/.exec(option.src)?.[1] ?? 'mp4'
      const { scale, bitsPerPixel } = QUALITIES[option.quality ?? 'medium'] ?? QUALITIES.medium
      const smaller = await recordSmaller(original, {
        longest: LONGEST_S,
        scale: option.quality === undefined ? (option.resolution ?? scale) : scale,
        framesPerSecond: option.fps ?? FRAMES_PER_SECOND,
        bitsPerPixel,
        bitsPerSecond: option.quality === undefined && option.bitrate ? option.bitrate * 1000 : undefined,
      })
      if (smaller === 'unplayable') throw new CallError('compress video fail')
      if (smaller instanceof Blob && smaller.size < original.size) {
        const path = files.add(smaller, smaller.type.startsWith('video/webm') ? 'webm' : 'mp4')
        return { tempFilePath: path, size: kilobytes(smaller) }
      }
      const reason = smaller instanceof Blob ? 'encoded anew it would not be smaller' : REASONS[smaller]
      book.add('phone', 'info', [`compressVideo copies ${option.src}: ${reason}`])
      return { tempFilePath: files.add(original, extension), size: kilobytes(original) }
    }),
  }
}

const REASONS = { 'too long': `it is longer than ${LONGEST_S} s`, empty: 'the browser has encoded nothing' }

function kilobytes({ size }: Blob): number {
  return Math.ceil(size / 1024)
}
