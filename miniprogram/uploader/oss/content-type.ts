/**
 * Content types of objects that players are given as they were uploaded: without transcoding VOD plays only these (VOD
 * documentation, "media upload overview"), and phones record the first three. What VOD takes at all, VOD decides.
 */
const CONTENT_TYPES = new Map(
  Object.entries({
    mp4: 'video/mp4',
    m4v: 'video/mp4',
    mov: 'video/quicktime',
    flv: 'video/x-flv',
    webm: 'video/webm',
    m3u8: 'application/vnd.apple.mpegurl',
    mp3: 'audio/mpeg',
  }),
)

/** The content type for a file's name, by its extension in any case of letters. */
export function contentTypeFor(fileName: string): string {
  return CONTENT_TYPES.get(fileName.split('.').pop()?.toLowerCase() as string) ?? 'application/octet-stream'
}
