import type { Call, Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import { utcSeconds } from '../gateway/utc'

/**
 * UploadAddress and UploadAuth for one object: Base64 of JSON. The address depends on the object alone, so that a refresh
 * gives it again; the key is new each time, and the keys before it stay good to their own end.
 */
export function uploadTicket(cloud: Cloud, exchange: Exchange, call: Call, object: { bucket: string; key: string }) {
  const expiration = utcSeconds(call.now() + cloud.switches.uploadAuthSeconds * 1000)
  const issued = cloud.credentials.issue({ kind: 'upload', ...object }, Date.parse(expiration))
  return {
    UploadAddress: base64Json({
      // OSS answers on this same port, under the host <bucket>.localhost.
      Endpoint: `http://localhost:${exchange.request.socket.localPort}`,
      Bucket: object.bucket,
      FileName: object.key,
    }),
    UploadAuth: base64Json({
      SecurityToken: issued.securityToken,
      AccessKeyId: issued.accessKeyId,
      ExpireUTCTime: expiration,
      AccessKeySecret: issued.accessKeySecret,
      // Observed beside a life of 3,000 s: clients that believe it, or take it for an instant, must fail here too.
      Expiration: '3600',
      Region: cloud.account.region,
    }),
  }
}

function base64Json(value: Record<string, string>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}
