/**
 * File extensions that VOD takes (VOD documentation, "media upload overview"), each with the content type its object
 * gets: players go by it when they are given the file as it was uploaded.
 */
const CONTENT_TYPES = new Map(
  Object.entries({
    // video
    mp4: 'video/mp4',
    ts: 'video/mp2t',
    '3gp': 'video/3gpp',
    mpg: 'video/mpeg',
    mpeg: 'video/mpeg',
    mpe: 'video/mpeg',
    dat: 'video/mpeg',
    vob: 'video/mpeg',
    asf: 'video/x-ms-asf',
    avi: 'video/x-msvideo',
    wmv: 'video/x-ms-wmv',
    flv: 'video/x-flv',
    f4v: 'video/mp4',
    rm: 'application/vnd.rn-realmedia',
    rmvb: 'application/vnd.rn-realmedia-vbr',
    mov: 'video/quicktime',
    mkv: 'video/x-matroska',
    m3u8: 'application/vnd.apple.mpegurl',
    dv: 'video/x-dv',
    gif: 'image/gif',
    m2t: 'video/mp2t',
    m4v: 'video/x-m4v',
    mj2: 'video/mj2',
    mjpeg: 'video/x-motion-jpeg',
    mts: 'video/mp2t',
    ogg: 'video/ogg',
    qt: 'video/quicktime',
    swf: 'application/x-shockwave-flash',
    webm: 'video/webm',
    // audio
    mp3: 'audio/mpeg',
    wma: 'audio/x-ms-wma',
    wav: 'audio/wav',
    aac: 'audio/aac',
    ra: 'audio/x-realaudio',
    m4a: 'audio/mp4',
    flac: 'audio/flac',
    ape: 'audio/x-ape',
    ac3: 'audio/ac3',
    amr: 'audio/amr',
    caf: 'audio/x-caf',
    acm: 'audio/x-acm',
  }),
)

/** The content type for a file's name, or undefined where VOD would refuse its extension (in any case of letters). */
export function contentTypeFor(fileName: string): string | undefined {
  return CONTENT_TYPES.get(/\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '')
}
