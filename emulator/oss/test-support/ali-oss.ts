import { Agent } from 'node:http'
import OSS from 'ali-oss'
import { BUCKET, type TestKey } from './use-emulator'

export type SignatureVersion = 'V1' | 'V4'

/** Bucket hosts are below `localhost`, which not every machine resolves. */
const agent = new Agent({
  lookup: (_host, options, found) => {
    if (options.all) found(null, [{ address: '127.0.0.1', family: 4 }])
    else found(null, '127.0.0.1', 4)
  },
})

/** The vendor's own client, as a server would use it. */
export function aliOss(
  port: number,
  key: TestKey,
  { version = 'V4', bucket = BUCKET, region = 'oss-cn-shanghai' }: AliOssOptions = {},
): OSS {
  const options: OSS.Options & { agent: Agent } = {
    endpoint: `http://localhost:${port}`,
    bucket,
    region,
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.accessKeySecret,
    stsToken: key.securityToken,
    // Without it the client warns that tokens end.
    refreshSTSToken: () => Promise.reject(new Error('not in these tests')),
    refreshSTSTokenInterval: 2 ** 31 - 1,
    authorizationV4: version === 'V4',
    agent,
  }
  return new OSS(options)
}

export interface AliOssOptions {
  version?: SignatureVersion
  bucket?: string
  region?: string
}
