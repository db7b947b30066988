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
      await opens(settings, option)
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

/** WeChat on computers has opened nothing, and said nothing, where recordings might be longer than ten seconds. */
function opens({ current: { platform } }: SettingsStore, { maxDuration = 10 }: Option): Promise<void> {
  const silent = (platform === 'windows' || platform === 'mac') && maxDuration > 10
  return silent ? new Promise(() => undefined) : Promise.resolve()
}

function acceptOf(types: string[]): string {
  // Some systems know no MIME type for these.
  const video = 'video/*,.mkv,.flv,.avi,.ts,.m4v'
  return types.map((type) => (type === 'mix' ? `image/*,${video}` : type === 'video' ? video : 'image/*')).join(',')
}

/** Of a file that has none, by its type. */
export function extensionOf({ name, type }: File): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1] ?? EXTENSIONS[type] ?? type.split('/')[1] ?? 'mp4'
}

async function describe(file: File, files: TempFiles): Promise<MediaFile> {
  const tempFilePath = files.add(file, extensionOf(file))
  if (file.type.startsWith('image/')) {
    const size = await probeImage(file)
    return { tempFilePath, size: file.size, fileType: 'image', ...size, duration: 0, thumbTempFilePath: '' }
  }
  const { duration, width, height, thumbnail } = await probeVideo(file)
  const thumbTempFilePath = thumbnail ? files.add(thumbnail, 'jpg') : ''
  return { tempFilePath, size: file.size, fileType: 'video', duration, width, height, thumbTempFilePath }
}
