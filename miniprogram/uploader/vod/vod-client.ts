import { type CloudClock, isoSeconds } from '../clock'
import { UploadError } from '../errors'
import { encodeQuery } from '../percent-encode'
import type { HttpCall, HttpResponse, Ports } from '../ports'
import { acs3Headers } from './acs3-signature'
import { decodeUploadTicket, type UploadTicket } from './upload-ticket'

const VERSION = '2017-03-21'
const TIMEOUT_MS = 15_000

/** STS credentials of the token service. */
export interface StsCredentials {
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
  /** VOD's region, such as `cn-shanghai` (not `oss-cn-shanghai`). */
  region: string
}

/** What VOD is told of a video. */
export interface VideoDescription {
  /** 1–128 characters. */
  title: string
  /** With one of VOD's extensions. */
  fileName: string
  /** Bytes. */
  fileSize: number
}

export interface VodOptions {
  ports: Ports
  clock: CloudClock
  /** Base URL; `https://vod.<region>.aliyuncs.com` where not given. */
  url?: string | undefined
  /** Told of each request before it is sent, so that it can be aborted. */
  onCall: (call: HttpCall) => void
}

/**
 * Asks VOD for a new video and the place to upload it to.
 * @throws {UploadError} vod_refused with VOD's code, vod_malformed, or what the http port rejects with
 */
export async function createUploadVideo(
  video: VideoDescription,
  credentials: StsCredentials,
  { ports, clock, url, onCall }: VodOptions,
): Promise<UploadTicket> {
  const base = url ?? `https://vod.${credentials.region}.aliyuncs.com`
  // In the body, not in the address: a title of 128 Chinese characters alone takes 1,152 bytes.
  const body = encodeQuery({ Title: video.title, FileName: video.fileName, FileSize: String(video.fileSize) })
  const headers = acs3Headers({
    method: 'POST',
    host: hostOf(base),
    action: 'CreateUploadVideo',
    version: VERSION,
    body,
    date: isoSeconds(clock.now()),
    nonce: nonce(ports.random),
    ...credentials,
  })
  const call = ports.http.send({
    method: 'POST',
    url: `${base}/`,
    headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body,
    timeoutMs: TIMEOUT_MS,
  })
  onCall(call)
  return decodeUploadTicket(readAnswer(await call.response), credentials.region)
}

function readAnswer(response: HttpResponse): Record<string, unknown> {
  let answer: Record<string, unknown> = {}
  try {
    const json: unknown = JSON.parse(response.text)
    if (typeof json === 'object' && json !== null) answer = json as Record<string, unknown>
  } catch (cause) {
    if (response.status === 200) throw new UploadError('vod_malformed', 'VOD answered without JSON.', { cause })
    // A proxy's error page: the status says it all.
  }
  if (response.status === 200) return answer
  const cloudCode = typeof answer.Code === 'string' ? answer.Code : `HTTP ${response.status}`
  const message = typeof answer.Message === 'string' ? answer.Message : 'no message'
  throw new UploadError('vod_refused', `VOD refused CreateUploadVideo: ${cloudCode} (${withoutSignature(message)})`, {
    status: response.status,
    cloudCode,
    ...(typeof answer.RequestId === 'string' && { requestId: answer.RequestId }),
  })
}

/** SignatureDoesNotMatch quotes the whole string to sign, the security token within. */
function withoutSignature(message: string): string {
  return message.split(/server string to sign is:/i, 1)[0] as string
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

/** 32 random hexadecimal digits. */
function nonce(random: () => number): string {
  let text = ''
  while (text.length < 32) text += Math.floor(random() * 16).toString(16)
  return text
}
