import { type Http, type Ports, UploadError } from '../uploader/index'
import { expectOssAddress } from '../uploader/oss/endpoint'
import { bucketUrl } from '../uploader/oss/oss-client'
import { encodeKey, signOssV4 } from '../uploader/oss/v4-signature'
import { decodeUploadTicket } from '../uploader/vod/upload-ticket'
import { ServiceError } from './service-error'
import type { CoverTicket, TokenService } from './token-service'

/** Of VOD's CreateUploadImage, as the service takes it. */
const MAX_COVER_BYTES = 10 * 1024 * 1024
/** WeChat ends a request after a minute. */
const TIMEOUT_MS = 60_000
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
}
/** What WeChat names otherwise, or not at all, is known by its first bytes. */
const BEGINNINGS: readonly (readonly [extension: string, bytes: readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
]

export interface CoverOptions {
  service: Pick<TokenService, 'askForCover'>
  /** Its calls must settle, as those of punctualHttp do. */
  http: Http
  files: Ports['files']
  now(): number
  /** As the engine's. */
  trustedHosts: readonly string[]
}

/**
 * Brings a picture to VOD: asks the service for a place, and puts it there.
 * @returns the token for changeVideo
 * @throws {ServiceError} of the service; `cover_unusable` where it is no picture that VOD takes
 * @throws {UploadError} file_missing, file_unreadable, endpoint_refused, oss_refused, or of the network
 */
export async function putCover(videoId: string, path: string, options: CoverOptions): Promise<string> {
  const picture = await readPicture(path, options.files)
  const extension = extensionOf(picture)
  if (extension === undefined || picture.byteLength > MAX_COVER_BYTES) {
    throw new ServiceError('cover_unusable', 'The picture is too large, or none of png, jpg and gif.')
  }
  const place = await options.service.askForCover(videoId, { extension, size: picture.byteLength })
  await put(videoId, place, picture, TYPES[extension] as string, options)
  return place.cover
}

async function readPicture(path: string, files: Ports['files']): Promise<ArrayBuffer> {
  const file = await files.open(path)
  try {
    // More than may be is not read at all.
    return await file.read(0, Math.min(file.size, MAX_COVER_BYTES + 1))
  } finally {
    await file.close().catch(() => undefined)
  }
}

function extensionOf(picture: ArrayBuffer): string | undefined {
  const head = new Uint8Array(picture, 0, Math.min(4, picture.byteLength))
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0]
}

async function put(
  videoId: string,
  place: CoverTicket,
  picture: ArrayBuffer,
  type: string,
  { http, now, trustedHosts }: CoverOptions,
): Promise<void> {
  // The service's clock: the phone's may be wrong.
  const time = Date.parse(place.serverTime) || now()
  const { address, auth } = decodeUploadTicket({ ...place, videoId }, time)
  expectOssAddress(address, trustedHosts)
  const { status } = await http.send({
    method: 'PUT',
    url: `${bucketUrl(address)}/${encodeKey(address.key)}`,
    headers: signOssV4('PUT', address, {}, { 'content-type': type }, auth, time),
    body: picture,
    timeoutMs: TIMEOUT_MS,
  }).response
  if (status < 200 || status >= 300)
    throw new UploadError('oss_refused', `OSS refuses the cover (${status}).`, { status })
}
