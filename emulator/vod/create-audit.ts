import * as v from 'valibot'
import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import { videoNotFound } from './refresh-upload-video'
import { decide } from './review'

const verdict = v.object({
  VideoId: v.pipe(v.string(), v.minLength(1)),
  Status: v.picklist(['Blocked', 'Normal']),
  Reason: v.optional(v.string(), ''),
  Comment: v.optional(v.string(), ''),
})

/** Verdicts of one call. */
const VERDICTS_MAX = 100
/** Bytes. */
const REASON_MAX = 128
const COMMENT_MAX = 512

/**
 * VOD CreateAudit: the verdict of a reviewer, which beats the automatic one. AuditContent is a JSON array as text. A video
 * that still awaits its file can only be deleted ("basic data types"); the code of that refusal is not documented.
 */
export const createAudit: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:CreateAudit',

  run({ cloud, parameters }) {
    const content = v.safeParse(
      v.pipe(v.string(), v.parseJson(), v.array(verdict), v.minLength(1), v.maxLength(VERDICTS_MAX)),
      parameters.require('AuditContent'),
    )
    if (!content.success) throw invalid()
    const audits = content.output.map(({ VideoId, Status, Reason, Comment }) => {
      if (Buffer.byteLength(Reason) > REASON_MAX || Buffer.byteLength(Comment) > COMMENT_MAX) throw invalid()
      const video = cloud.videos.get(VideoId)
      if (!video) throw videoNotFound()
      if (video.status === 'Uploading') {
        throw new CloudError(403, 'Forbidden.IllegalStatus', 'Status of the video is illegal.')
      }
      return { video, status: Status, reason: Reason }
    })
    for (const { video, status, reason } of audits) decide(cloud, video, status, reason)
    return {}
  },
}

function invalid(): CloudError {
  return new CloudError(400, 'InvalidParameter', 'The specified parameter AuditContent is not valid.')
}
