import type { SettingsStore } from '../../runtime/settings'
import { asyncCall, CallError } from '../call'
import { requirePrivacy } from '../privacy'
import type { TempFiles } from '../temp-files'
import { extensionOf } from './choose-media'
import { pickFiles } from './file-picker'
import { probeVideo } from './probe'

type VideoOption = Omit<WechatMiniprogram.ChooseVideoOption, 'success' | 'fail' | 'complete'>
type FileOption = Omit<WechatMiniprogram.ChooseMessageFileOption, 'success' | 'fail' | 'complete'>
type ChooseFile = WechatMiniprogram.ChooseFile

/** Files to pick at once. */
const MOST_FILES = 100

/** wx.chooseVideo and wx.chooseMessageFile by the browser's file dialog: there are no chats here. */
export function chooseFilesFamily(files: TempFiles, settings: SettingsStore) {
  return {
    chooseVideo: asyncCall('chooseVideo', async (_option: VideoOption) => {
      requirePrivacy(settings)
      const [file] = await pickFiles({ accept: 'video/*', multiple: false })
      if (!file) throw new CallError('cancel')
      const { duration, width, height } = await probeVideo(file)
      return { tempFilePath: files.add(file, extensionOf(file)), size: file.size, duration, width, height }
    }),
    chooseMessageFile: asyncCall('chooseMessageFile', async ({ count, type = 'all' }: FileOption) => {
      requirePrivacy(settings)
      if (!(count >= 0 && count <= MOST_FILES)) throw new CallError('parameter error: count must be from 0 to 100')
      const accept = type === 'video' ? 'video/*' : type === 'image' ? 'image/*' : ''
      const picked = await pickFiles({ accept, multiple: count > 1 })
      return { tempFiles: picked.slice(0, count).map((file) => describe(file, files)) }
    }),
  }
}

function describe(file: File, files: TempFiles): ChooseFile {
  const kind = file.type.split('/')[0]
  return {
    path: files.add(file, extensionOf(file)),
    name: file.name,
    size: file.size,
    time: Math.floor(file.lastModified / 1000),
    type: kind === 'video' || kind === 'image' ? kind : 'file',
  }
}
