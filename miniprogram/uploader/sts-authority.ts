import type { CloudClock } from './clock'
import { UploadError } from './errors'
import type { Ports } from './ports'
import type { UploadAuthority } from './upload-task'
import { createUploadVideo, type StsCredentials } from './vod/vod-client'

export interface StsAuthorityOptions {
  ports: Ports
  clock: CloudClock
  /** Asked once per file. `serverTime` (ISO 8601) sets the engine's clock. */
  getCredentials(): Promise<StsCredentials & { serverTime?: string }>
  vodUrl?: string | undefined
}

/** The STS method of VOD: the app gets a token, and the engine itself calls CreateUploadVideo with it. */
export function stsAuthority({ ports, clock, getCredentials, vodUrl }: StsAuthorityOptions): UploadAuthority {
  return {
    async createUpload(video, onCall) {
      const credentials = await getCredentials().catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new UploadError('credentials_failed', `No credentials for the upload: ${reason}`, { cause })
      })
      if (credentials.serverTime) clock.set(credentials.serverTime)
      return createUploadVideo(video, credentials, { ports, clock, url: vodUrl, onCall })
    },
  }
}
