import type { SettingsStore } from '../../runtime/settings'
import { asyncCall, CallError } from '../call'
import { requirePrivacy } from '../privacy'
import type { TempFiles } from '../temp-files'
import { pickFiles } from './file-picker'
import { probeImage, probeVideo } from './probe'

type Option = Omit<WechatMiniprogram.ChooseMediaOption, 'success' | 'fail' | 'complete'>
type MediaFile = WechatMiniprogram.MediaFile

/** Files to pick at once, since base library 2.25.0. */
const MOST_FILES = 20

const EXTENSIONS: Record<string, string> = { 'video/quicktime': 'mov', 'image/jpeg': 'jpg', 'video/x-matroska': 'mkv' }

/** wx.chooseMedia by the browser's file dialog. The original file's name stays hidden, as on a phone. */
export function chooseMediaFamily(files: TempFiles, settings: SettingsStore) {
  return {
    chooseMedia: asyncCall('chooseMedia', async (option: Option) => {
      requirePrivacy(settings)
      const count = option.count ?? 9
      if (count < 1 || count > MOST_FILES) throw new CallError(`parameter error: count must be from 1 to ${MOST_FILES}`)
      const types = option.mediaType ?? ['image', 'video']
      const fromCamera = option.sourceType?.length === 1 && option.sourceType[0] === 'camera'
      const picked = await pickFiles({
        accept: acceptOf(types),
        multiple: count > 1 && !fromCamera,
        ...(fromCamera && { capture: option.camera === 'front' ? 'user' : 'environment' }),
      })
      const tempFiles = await Promise.all(picked.slice(0, count).map((file) => describe(file, files)))
      const kinds = new Set(tempFiles.map(({ fileType }) => fileType))
      return { tempFiles, type: kinds.size > 1 ? 'mix' : (tempFiles[0]?.fileType ?? types[0] ?? 'mix') }
    }),
  }
}

function acceptOf(types: string[]): string {
  // Some systems know no MIME type for these.
  const video = 'video/*,.mkv,.flv,.avi,.ts,.m4v'
  return types.map((type) => (type === 'mix' ? `image/*,${video}` : type === 'video' ? video : 'image/*')).join(',')
}

async function describe(file: File, files: TempFiles): Promise<MediaFile> {
  const extension =
    /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1] ?? EXTENSIONS[file.type] ?? file.type.split('/')[1] ?? 'mp4'
  const tempFilePath = files.add(file, extension)
  if (file.type.startsWith('image/')) {
    const size = await probeImage(file)
    return { tempFilePath, size: file.size, fileType: 'image', ...size, duration: 0, thumbTempFilePath: '' }
  }
  const { duration, width, height, thumbnail } = await probeVideo(file)
  const thumbTempFilePath = thumbnail ? files.add(thumbnail, 'jpg') : ''
  return { tempFilePath, size: file.size, fileType: 'video', duration, width, height, thumbTempFilePath }
}
