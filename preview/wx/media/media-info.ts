import { asyncCall, CallError } from '../call'
import type { TempFiles } from '../temp-files'
import { probeImage, probeVideo } from './probe'

const IMAGE_TYPES: Record<string, string> = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/gif': 'gif' }

/** What a picked file is, and a smaller picture of it. */
export function mediaInfoFamily(files: TempFiles) {
  return {
    getVideoInfo: asyncCall('getVideoInfo', async ({ src }: { src: string }) => {
      const file = files.get(src)
      const { duration, width, height } = await probeVideo(file)
      if (width === 0) throw new CallError('can not get video info')
      const bitrate = duration > 0 ? Math.round((file.size * 8) / 1000 / duration) : 0
      const kind = { type: file.type || 'video/mp4', orientation: 'up' as const, fps: 0 }
      return { ...kind, duration, width, height, bitrate, size: Math.ceil(file.size / 1024) }
    }),
    getImageInfo: asyncCall('getImageInfo', async ({ src }: { src: string }) => {
      const file = files.get(src)
      const { width, height } = await probeImage(file)
      if (width === 0) throw new CallError('image decode fail')
      return { width, height, path: src, orientation: 'up' as const, type: IMAGE_TYPES[file.type] ?? 'unknown' }
    }),
    /** A JPEG, as on iPhones. `quality` is of 100. */
    compressImage: asyncCall('compressImage', async (option: { src: string; quality?: number }) => {
      const image = await createImageBitmap(files.get(option.src)).catch(() => {
        throw new CallError('image decode fail')
      })
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width: image.width, height: image.height })
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      const quality = (option.quality ?? 80) / 100
      const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
      if (!jpeg) throw new CallError('compress image fail')
      return { tempFilePath: files.add(jpeg, 'jpg') }
    }),
  }
}
