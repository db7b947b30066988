import { multipartTransfer } from './multipart/multipart-transfer'
import { DEFAULT_PART_SIZE, type PartSizeLimits } from './multipart/part-size'
import { hostNameOf } from './oss/endpoint'
import type { Ports } from './ports'
import { DEFAULT_TRIES } from './run/retry'
import type { TransferFactory } from './transfer'
import type { UploadFile } from './upload-file'
import type { CreatedVideo, GetAuth } from './video/authority'

export interface UploaderOptions<F extends UploadFile = UploadFile> {
  ports: Ports
  /** Gets credentials from your server, by either method of VOD. */
  getAuth: GetAuth
  /**
   * Told of each new video before its first byte is sent, so that your server knows whose it is. Its rejection fails the
   * upload as that of getAuth does; it may be called again for the same video.
   */
  onCreated?: (video: CreatedVideo) => Promise<void>
  /** VOD's base URL; `https://vod.<region>.aliyuncs.com` where not given. */
  vodUrl?: string
  /**
   * Host names that may stand in OSS's place, with all below them. By default files go to OSS over https only, to the
   * machine itself, and to the host of `vodUrl`.
   */
  trustedHosts?: readonly string[]
  /** How files get to VOD. By default in parts. */
  transfer?: TransferFactory<F>
  /** Files under way at a time. Default 2. */
  filesAtOnce?: number
  /** Parts of one file under way at a time, 1–10. By default they follow the link: three to begin with. */
  parallelParts?: number
  /** Requests of all files under way at a time. Default what `ports` say, or 8: WeChat allows 10 for the whole app. */
  maxRequests?: number
  /** Bytes; parts adapt to the link between OSS's least, 100 KiB, and `largest`. Default 200 KiB to start, 4 MiB at most. */
  partSize?: PartSizeLimits
  /** Whether the CRC-64 of each part and of the whole is compared with OSS's. Default true. */
  checksums?: boolean
  /** Tries of a request that fails, in a row without any progress of its file. Default 10. */
  tries?: number
  /**
   * Asked before more than `mobileDataFreeBytes` go over mobile data, with the bytes of all files that would go; the
   * answer is for all of them, for as long as the device stays on it. Without it mobile data is used as any other network.
   */
  confirmMobileData?: (bytes: number) => Promise<boolean>
  /** Default 20 MiB. */
  mobileDataFreeBytes?: number
  /** Checks what checkpoints hold, when files carry more than UploadFile: uploads of another shape are forgotten. */
  isFile?: (file: UploadFile) => file is F
}

/** WeChat allows ten for the whole app. */
const MAX_REQUESTS = 8

const DEFAULTS = {
  transfer: multipartTransfer,
  filesAtOnce: 2,
  partSize: DEFAULT_PART_SIZE,
  checksums: true,
  tries: DEFAULT_TRIES,
  trustedHosts: [],
  mobileDataFreeBytes: 20 * 1024 * 1024,
}

export function settingsOf<F extends UploadFile>(options: UploaderOptions<F>) {
  const { vodUrl, ports } = options
  const settings = { ...DEFAULTS, maxRequests: ports.maxRequests ?? MAX_REQUESTS, ...options }
  if (vodUrl) settings.trustedHosts = [...settings.trustedHosts, hostNameOf(vodUrl)]
  return settings
}
