/** File extensions that VOD takes: VOD documentation, "media upload overview". */
const EXTENSIONS = new Set(
  (
    'mp4 ts 3gp mpg mpeg mpe dat vob asf avi wmv flv f4v rm rmvb mov mkv m3u8 dv gif m2t m4v mj2 mjpeg mts ogg qt swf webm ' +
    'mp3 wma wav aac ra m4a flac ape ac3 amr caf acm'
  ).split(' '),
)

/**
 * Content types of the objects that players are given as they were uploaded: without transcoding only these play (the
 * same page), and those that phones record. The others are transcoded by what is in them.
 */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  flv: 'video/x-flv',
  webm: 'video/webm',
  m3u8: 'application/vnd.apple.mpegurl',
  mp3: 'audio/mpeg',
}

/** The content type for a file's name, or undefined where VOD would refuse its extension (in any case of letters). */
export function contentTypeFor(fileName: string): string | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  return EXTENSIONS.has(extension) ? (CONTENT_TYPES[extension] ?? 'application/octet-stream') : undefined
}
