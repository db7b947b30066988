import { Agent } from 'node:http'
import OSS from 'ali-oss'
import type { UploadTicket } from '../../miniprogram/uploader/vod/upload-ticket'
import { localhostLookup } from '../../node-ports/localhost-lookup'
import { gauge } from './gauge'

/** One upload by the vendor's own client, in parts. The job comes as JSON; what it took goes to stdout, as JSON too. */
export interface AliOssJob {
  path: string
  ticket: UploadTicket
  partSize: number
  parallel: number
}

const { path, ticket, partSize, parallel } = JSON.parse(process.argv[2] as string) as AliOssJob
const { address, auth } = ticket
const agent = new Agent({ keepAlive: true, lookup: localhostLookup })
const options: OSS.Options & { agent: Agent } = {
  endpoint: address.endpoint,
  bucket: address.bucket,
  region: `oss-${auth.region}`,
  accessKeyId: auth.accessKeyId,
  accessKeySecret: auth.accessKeySecret,
  stsToken: auth.securityToken,
  // Without it the client warns that tokens end.
  refreshSTSToken: () => Promise.reject(new Error('The key is good for the whole upload.')),
  refreshSTSTokenInterval: 2 ** 31 - 1,
  authorizationV4: true,
  agent,
}
const client = new OSS(options)
const measured = await gauge(async () => {
  await client.multipartUpload(address.key, path, { partSize, parallel, mime: 'video/mp4' })
})
agent.destroy()
console.log(JSON.stringify(measured))
