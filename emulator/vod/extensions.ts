/**
 * What VOD takes as a video or audio file, by its extension in any case (document_detail/55396, "media upload overview").
 * Without transcoding only MP4, FLV, MP3, M3U8 and WebM play.
 */
const VIDEO =
  'mp4 ts 3gp mpg mpeg mpe dat vob asf avi wmv flv f4v rm rmvb mov mkv m3u8 dv gif m2t m4v mj2 mjpeg mts ogg qt swf webm'
const AUDIO = 'mp3 wma wav aac ra m4a flac ape ac3 amr caf acm'

const allowed = new Set(`${VIDEO} ${AUDIO}`.split(' '))

/** The extension of a file name, lower-case and without its dot, if VOD takes such files. */
export function mediaExtension(fileName: string): string | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase()
  return extension !== undefined && allowed.has(extension) ? extension : undefined
}
