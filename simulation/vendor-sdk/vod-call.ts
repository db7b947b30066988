import type { UploadInfo } from './sdk-types'

/**
 * What `Vod` in the userData may hold, by the names of CreateUploadVideo. That its Title is not used is known of the SDK;
 * which of the others it passes on is not.
 */
const FROM_USER_DATA =
  'Description CateId Tags CoverURL TemplateGroupId WorkflowId StorageLocation UserData AppId'.split(' ')

/** The call that gets an entry its place and its key: creates what has no VideoId yet. */
export function ticketCall({ file, videoId, userData }: UploadInfo): Record<string, string> {
  if (videoId !== undefined) return { Action: 'RefreshUploadVideo', VideoId: videoId }
  const passed = FROM_USER_DATA.flatMap((name) => {
    const value = userData[name]
    if (value === undefined || value === null || value === '') return []
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]]
  })
  const common = { Title: file.url, ...(Object.fromEntries(passed) as Record<string, string>) }
  const image = /\.(jpe?g|png|gif)$/i.exec(file.url)?.[1]
  if (image !== undefined) {
    return { Action: 'CreateUploadImage', ImageType: 'default', ImageExt: image.toLowerCase(), ...common }
  }
  return { Action: 'CreateUploadVideo', FileName: file.url, ...common }
}
