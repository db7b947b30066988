import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { encodeQuery } from '../../miniprogram/uploader/cloud/percent-encode'
import { encodeKey, signOssV4 } from '../../miniprogram/uploader/oss/v4-signature'
import { nodeHttp } from '../../node-ports/node-http'
import type { AliOssJob } from './ali-oss-process'
import type { BareJob } from './bare-process'
import { runChild } from './child'
import type { Video } from './cloud'
import type { EngineJob } from './engine-process'
import type { Measured } from './gauge'
import type { TestFile } from './test-file'

/** Each uploads a file to a video's place, in a process of its own. */

/** @param bundle of engine-process.ts */
export async function uploadByEngine(
  bundle: string,
  file: TestFile,
  video: Video,
  job: Pick<EngineJob, 'options'> & Partial<EngineJob>,
  nodeFlags: readonly string[] = [],
): Promise<Measured> {
  const whole: EngineJob = { path: file.path, video: video.encoded, ...job }
  return JSON.parse(await runChild(process.execPath, [...nodeFlags, bundle, JSON.stringify(whole)])) as Measured
}

export async function uploadByAliOss(
  file: TestFile,
  video: Video,
  parts: Pick<AliOssJob, 'partSize' | 'parallel'>,
): Promise<Measured> {
  const script = fileURLToPath(new URL('ali-oss-process.ts', import.meta.url))
  const job: AliOssJob = { path: file.path, ticket: video.ticket, ...parts }
  return JSON.parse(await runChild(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)])) as Measured
}

/** One plain PutObject. Returns seconds. */
export function putByCurl(file: TestFile, { ticket: { address, auth } }: Video): Promise<number> {
  const headers = signOssV4('PUT', address, {}, { 'content-type': 'video/mp4' }, auth, Date.now())
  return curl([
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...['-H', 'Expect:', '-T', file.path, `${bucketUrl(address)}/${encodeKey(address.key)}`],
  ])
}

/** The vendor's SDK lets a policy end after this long. */
const POLICY_LIFE_MS = 5 * 60_000

/**
 * One PostObject with signature V1: what the vendor's mini program SDK sends by wx.uploadFile. Returns seconds.
 * @param port where to connect instead of the server's own
 */
export function postByCurl(file: TestFile, { ticket: { address, auth } }: Video, port?: number): Promise<number> {
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(Date.now() + POLICY_LIFE_MS).toISOString(),
      conditions: [['content-length-range', 0, 1_048_576_000]],
    }),
  ).toString('base64')
  const fields = {
    key: address.key,
    policy,
    OSSAccessKeyId: auth.accessKeyId,
    'x-oss-security-token': auth.securityToken,
    success_action_status: '200',
    signature: createHmac('sha1', auth.accessKeySecret).update(policy).digest('base64'),
  }
  return curl([
    ...Object.entries(fields).flatMap(([name, value]) => ['--form-string', `${name}=${value}`]),
    ...['-H', 'Expect:', '-F', `file=@${file.path}`, `${bucketUrl(address, port)}/`],
  ])
}

/**
 * A multipart upload that is begun here, and whose parts are signed here, so that bare-process.ts has nothing to do but to
 * send them.
 */
export async function bareJob(
  file: TestFile,
  { ticket: { address, auth } }: Video,
  { partSize, parallel }: Pick<AliOssJob, 'partSize' | 'parallel'>,
): Promise<BareJob> {
  const http = nodeHttp()
  const { key } = address
  const sign = (method: 'POST' | 'PUT', query: Record<string, string>) => ({
    method,
    url: `${bucketUrl(address)}/${encodeKey(key)}?${encodeQuery(query)}`,
    headers: signOssV4(method, address, query, { 'content-type': 'video/mp4' }, auth, Date.now()),
  })
  const { text } = await http.send({ ...sign('POST', { uploads: '' }), timeoutMs: 10_000 }).response
  http.close()
  const uploadId = /<UploadId>(.*?)</.exec(text)?.[1] ?? ''
  const parts: BareJob['parts'] = []
  for (let position = 0; position < file.size; position += partSize) {
    const { url, headers } = sign('PUT', { partNumber: String(parts.length + 1), uploadId })
    parts.push({ url, headers, position, length: Math.min(partSize, file.size - position) })
  }
  return { path: file.path, parallel, parts }
}

async function curl(args: string[]): Promise<number> {
  const quiet = ['--silent', '--show-error', '--fail', '--noproxy', '*', '--ipv4']
  return Number(await runChild('curl', [...quiet, '--output', '/dev/null', '--write-out', '\n%{time_total}', ...args]))
}

/** curl itself knows that all of `.localhost` is this machine. */
function bucketUrl({ endpoint, bucket }: Video['ticket']['address'], port?: number): string {
  const url = new URL(endpoint)
  url.hostname = `${bucket}.${url.hostname}`
  if (port !== undefined) url.port = String(port)
  return url.origin
}
