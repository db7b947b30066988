import { UploadError } from '../errors'

/** OSS's own: `oss-cn-shanghai.aliyuncs.com`, `oss-accelerate.aliyuncs.com`, `cn-shanghai.oss.aliyuncs.com` and the like. */
const OSS_HOST = /(^|\.)oss(-[a-z0-9-]+)?\.aliyuncs\.com$/
/** This machine's addresses; its names are `localhost` and all below it. */
const LOOPBACK = /^(127(\.\d+){3}|\[::1])$/
/** Source: OSS documentation, "Bucket naming conventions". */
const BUCKET = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Scheme and host, and nothing that a parser might read otherwise. */
const ENDPOINT = /^((https?):\/\/)?([a-z0-9.-]+|\[[0-9a-f:]+])(:\d+)?\/?$/

/**
 * Makes sure that bytes and token go to OSS and nowhere else, whatever an UploadAddress says: over https, to a host of
 * OSS. Loopback may be plain http, and so may hosts that the developer names.
 * @param trustedHosts host names that may stand in OSS's place, with all below them
 * @throws {UploadError} endpoint_refused
 */
export function expectOssAddress(
  { endpoint, bucket }: { endpoint: string; bucket: string },
  trustedHosts: readonly string[],
): void {
  const [, , scheme = 'https', host = ''] = ENDPOINT.exec(endpoint.toLowerCase()) ?? []
  const trusted =
    (scheme === 'https' && OSS_HOST.test(host)) ||
    LOOPBACK.test(host) ||
    ['localhost', ...trustedHosts].some((one) => `.${host}`.endsWith(`.${one}`))
  if (trusted && BUCKET.test(bucket)) return
  throw new UploadError('endpoint_refused', `${bucket} at ${endpoint} is not OSS over https: see trustedHosts.`)
}

/** Host name of a base URL, without its port. */
export function hostNameOf(url: string): string {
  return /^https?:\/\/(\[[^\]]*]|[^/:?#]*)/.exec(url.toLowerCase())?.[1] ?? ''
}
