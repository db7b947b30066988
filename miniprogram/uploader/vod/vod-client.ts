import { type CloudClock, isoSeconds } from '../cloud/clock'
import { encodeQuery } from '../cloud/percent-encode'
import { refusal } from '../cloud/refusal'
import { UploadError } from '../errors'
import type { Ports } from '../ports'
import type { Run } from '../run/run'
import { acs3Headers } from './acs3-signature'
import type { EncodedTicket } from './upload-ticket'

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

export interface VodOptions {
  ports: Pick<Ports, 'random'>
  clock: CloudClock
  /** Base URL; `https://vod.<region>.aliyuncs.com` where not given. */
  url?: string | undefined
}

/**
 * Calls VOD, signed with V3, and returns the place and key in its answer, unchecked.
 * @throws {UploadError} vod_refused with VOD's code, vod_malformed, or what `Run.send` rejects with
 */
export async function callVod(
  action: 'CreateUploadVideo' | 'RefreshUploadVideo',
  parameters: Readonly<Record<string, string>>,
  credentials: StsCredentials,
  { ports, clock, url }: VodOptions,
  run: Run,
): Promise<EncodedTicket> {
  const base = url ?? `https://vod.${credentials.region}.aliyuncs.com`
  // In the body, not in the address: a title of 128 Chinese characters alone takes 1,152 bytes.
  const body = encodeQuery(parameters)
  const response = await run.send(() => {
    const headers = acs3Headers({
      method: 'POST',
      host: base.split('/')[2] ?? '',
      action,
      version: VERSION,
      body,
      date: isoSeconds(clock.now()),
      nonce: nonce(ports.random),
      ...credentials,
    })
    headers.accept = 'application/json'
    headers['content-type'] = 'application/x-www-form-urlencoded'
    return { method: 'POST', url: `${base}/`, headers, body, timeoutMs: TIMEOUT_MS }
  })
  let answer: Record<string, unknown> = {}
  try {
    answer = JSON.parse(response.text) ?? {}
  } catch (cause) {
    // Of a proxy's error page the status says it all.
    if (response.status === 200) throw new UploadError('vod_malformed', 'VOD has not answered JSON.', { cause })
  }
  if (response.status === 200)
    return { videoId: answer.VideoId, uploadAddress: answer.UploadAddress, uploadAuth: answer.UploadAuth }
  const read = (name: string) => (typeof answer[name] === 'string' ? answer[name] : undefined)
  throw refusal('VOD', action, response, read, clock)
}

/** 32 random hexadecimal digits. */
function nonce(random: () => number): string {
  let text = ''
  while (text.length < 32) text += Math.floor(random() * 16).toString(16)
  return text
}
