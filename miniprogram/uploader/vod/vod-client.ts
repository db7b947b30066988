import type { CloudClock } from '../cloud/clock'
import { encodeQuery } from '../cloud/percent-encode'
import { refusal } from '../cloud/refusal'
import { hexSha256 } from '../crypto/text-hashes'
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

/**
 * Calls VOD, signed with V3, and returns the place and key in its answer, unchecked.
 * @param url base URL
 * @throws {UploadError} vod_refused with VOD's code, vod_malformed, or what `Run.send` rejects with
 */
export async function callVod(
  action: 'CreateUploadVideo' | 'RefreshUploadVideo',
  parameters: Readonly<Record<string, string>>,
  credentials: StsCredentials,
  ports: Pick<Ports, 'random'>,
  clock: CloudClock,
  run: Run,
  url = `https://vod.${credentials.region}.aliyuncs.com`,
): Promise<EncodedTicket> {
  // In the body, not in the address: a title of 128 Chinese characters alone takes 1,152 bytes.
  const body = encodeQuery(parameters)
  const response = await run.send(() => {
    // 32 hexadecimal digits.
    const nonce = hexSha256(`${ports.random()}${ports.random()}`).slice(0, 32)
    return {
      method: 'POST',
      url: `${url}/`,
      headers: {
        ...acs3Headers(url.split('/')[2] as string, action, VERSION, body, credentials, clock.now(), nonce),
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
      timeoutMs: TIMEOUT_MS,
    }
  })
  let answer: Record<string, unknown> | undefined
  try {
    answer = JSON.parse(response.text)
  } catch {
    // A page of something in between: a refusal without a code.
  }
  if (response.status === 200 && answer)
    return { videoId: answer.VideoId, uploadAddress: answer.UploadAddress, uploadAuth: answer.UploadAuth }
  const read = (name: string) => (typeof answer?.[name] === 'string' ? answer[name] : undefined)
  throw refusal('VOD', action, response, read, clock)
}
