import type { AppConfig } from './context'

/** 服务器域名 of a mini program: origins without a slash at the end. */
export interface DomainLists {
  /** request 合法域名 */
  request: string[]
  /** uploadFile 合法域名 */
  uploadFile: string[]
}

export interface DomainFacts {
  /** Undefined where nobody has told it. */
  service: string | undefined
  /** Calls of the service go by wx.cloud.callContainer. */
  cloudRun: boolean
  /** VOD's API. */
  vod: string
  /** Undefined where no probe could be made. */
  bucket: string | undefined
  /** A picture goes to the bucket by wx.request, whatever the engine. */
  covers: boolean
}

/** What stands where an address is not known. */
export const UNKNOWN = { service: 'https://<your token service>', bucket: 'https://<bucket>.oss-<region>.aliyuncs.com' }

/** Which domains a mini program calls: README, "Which engine". */
export function domainLists(
  { engine, authMethod }: Pick<AppConfig, 'engine' | 'authMethod'>,
  facts: DomainFacts,
): DomainLists {
  const bucket = facts.bucket ?? UNKNOWN.bucket
  const service = facts.cloudRun ? [] : [facts.service ? new URL(facts.service).origin : UNKNOWN.service]
  const vod = authMethod === 'sts' ? [new URL(facts.vod).origin] : []
  const viaRequest = engine === 'multipart' || facts.covers ? [bucket] : []
  return {
    request: [...new Set([...service, ...vod, ...viaRequest])],
    uploadFile: engine === 'vendor' ? [bucket] : [],
  }
}
