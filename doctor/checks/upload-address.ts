import { UploadError } from '../../miniprogram/uploader/index'
import { expectOssAddress } from '../../miniprogram/uploader/oss/endpoint'
import { bucketUrl } from '../../miniprogram/uploader/oss/oss-client'
import { decodeUploadTicket } from '../../miniprogram/uploader/vod/upload-ticket'
import { uploadMarks } from '../../server/users/upload-mark'
import type { Check } from '../check'
import { Refusal } from '../clouds/refusal'
import { SESSION } from './assume-role'

/** Where files go: UploadAddress, read as the phone reads it. It names the bucket, which no setting does. */
export const uploadAddress: Check = {
  id: 'upload-address',
  needs: ['upload-settings'],
  async run({ texts, now }, { created, skewMs = 0 }) {
    if (created === undefined || created instanceof Refusal) return { status: 'skipped', cause: texts.vod.notMade }
    const { VideoId: videoId, UploadAddress: uploadAddress, UploadAuth: uploadAuth } = created
    try {
      const ticket = decodeUploadTicket({ videoId, uploadAddress, uploadAuth }, now() + skewMs)
      const { address } = ticket
      const url = bucketUrl(address)
      if (/-internal\./.test(address.endpoint)) return { status: 'failed', ...texts.oss.internal(url) }
      expectOssAddress(address, [])
      return { status: 'ok', detail: url, found: { ticket, bucketUrl: url } }
    } catch (error) {
      if (!(error instanceof UploadError)) throw error
      const host = error.code === 'endpoint_refused' ? addressOf(uploadAddress) : undefined
      return { status: 'failed', ...texts.oss.unreadable(host), code: error.code }
    }
  },
}

/** Where old accounts of Shanghai may store (VOD, "regions"). */
const OLD_SHANGHAI = { region: 'cn-shanghai', bucketRegion: 'cn-beijing' }

/** Whether the video has come to be where the settings say. */
export const region: Check = {
  id: 'region',
  needs: ['upload-address'],
  async run({ texts, settings }, { ticket, info }) {
    if (!ticket) return { status: 'skipped', cause: texts.vod.notMade }
    const bucketRegion = ticket.auth.region
    const { region: expected } = settings
    const told = typeof info?.RegionId === 'string' ? info.RegionId : undefined
    const actual = told ?? bucketRegion
    if (actual === expected && bucketRegion === expected) return { status: 'ok', detail: expected }
    const isOld = expected === OLD_SHANGHAI.region && bucketRegion === OLD_SHANGHAI.bucketRegion
    if (isOld && (told === undefined || told === expected)) return { status: 'warning', ...texts.oss.oldShanghai }
    return { status: 'failed', ...texts.oss.wrongRegion(expected, actual === expected ? bucketRegion : actual) }
  },
}

/** Whether GetVideoInfo gives back UserData: no page of VOD's promises it, and who owns a video rests on it. */
export const userData: Check = {
  id: 'user-data',
  needs: ['upload-address'],
  async run({ texts, settings }, { info, infoForbidden, ticket }) {
    if (!ticket) return { status: 'skipped', cause: texts.vod.notMade }
    if (infoForbidden) return { status: 'skipped', because: 'service-rights' }
    if (!info) return { status: 'skipped', cause: texts.vod.probeUnknown }
    const back = typeof info?.UserData === 'string' ? info.UserData : undefined
    const mark = await uploadMarks(settings.sessionKeys).read(back, SESSION)
    if (mark === 'own') return { status: 'ok', detail: texts.vod.userDataBack }
    const status = settings.claims === 'marked' ? 'failed' : 'warning'
    return { status, ...texts.vod.userDataLost(back !== undefined) }
  },
}

function addressOf(uploadAddress: unknown): string | undefined {
  try {
    const { Endpoint } = JSON.parse(Buffer.from(String(uploadAddress), 'base64').toString())
    return typeof Endpoint === 'string' ? Endpoint.slice(0, 128) : undefined
  } catch {
    return undefined
  }
}
