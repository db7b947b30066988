import { randomBytes } from 'node:crypto'
import type { Grant } from '../credentials'
import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import type { Parameters } from '../gateway/parameters'
import { mediaExtension } from './extensions'
import { expectStorage } from './storage'
import { readMediaInfo } from './text-rules'
import { uploadTicket } from './upload-ticket'
import type { Video } from './videos'

/** The one template group every account has: upload without transcoding. */
const NO_TRANSCODING = 'VOD_NO_TRANSCODE'

/** VOD CreateUploadVideo, version 2017-03-21: makes a video in status Uploading, and lets its file be uploaded. */
export const createUploadVideo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:CreateUploadVideo',

  run({ cloud, exchange, call, credential, parameters }) {
    parameters.require('Title')
    const fileName = parameters.require('FileName')
    const extension = mediaExtension(fileName)
    if (!extension) {
      throw new CloudError(400, 'InvalidFileName.Extension', "The specified FileName's extension is illegal.")
    }
    parameters.integer('FileSize')
    const { title, description, cateId, tags, userData } = readMediaInfo(cloud.account, parameters)
    expectStorage(cloud)
    checkTemplate(parameters)
    checkReferenceId(parameters.get('ReferenceId'))

    const videoId = randomBytes(16).toString('hex')
    const coverUrl = parameters.get('CoverURL')
    const video: Video = {
      videoId,
      title,
      fileName,
      owner: ownerOf(credential.grant),
      status: 'Uploading',
      bucket: cloud.account.bucket,
      key: objectKey(videoId, extension),
      createdAt: call.now(),
      ...(description !== undefined && { description }),
      ...(tags !== undefined && { tags }),
      ...(cateId !== undefined && { cateId }),
      ...(coverUrl !== undefined && { coverUrl }),
      ...(userData !== undefined && { userData }),
    }
    cloud.videos.add(video)
    return { VideoId: videoId, ...uploadTicket(cloud, exchange, call, video) }
  },
}

/** `sv/<id>-<id>/<id>-<id>.<ext>`, as seen in UploadAddresses. The path cannot be chosen. */
function objectKey(videoId: string, extension: string): string {
  const name = `${videoId.slice(0, 8)}-${videoId.slice(8, 19)}`
  return `sv/${name}/${name}.${extension}`
}

/** WorkflowId wins over TemplateGroupId, so that the other is not even looked at. */
function checkTemplate(parameters: Parameters): void {
  const workflow = parameters.get('WorkflowId')
  const template = workflow ?? parameters.get('TemplateGroupId') ?? NO_TRANSCODING
  if (template !== NO_TRANSCODING || workflow !== undefined) {
    throw new CloudError(404, 'InvalidTemplateGroupId.NotFound', 'The TemplateGroupId does not exist.')
  }
}

/** Only its form is checked; videos cannot be found by it. */
function checkReferenceId(referenceId: string | undefined): void {
  if (referenceId !== undefined && !/^[\w-]{6,64}$/.test(referenceId)) {
    throw new CloudError(400, 'InvalidParameter', 'The specified parameter ReferenceId is not valid.')
  }
}

function ownerOf(grant: Grant): string {
  switch (grant.kind) {
    case 'user':
      return grant.user.name
    case 'session':
      return grant.session
    case 'upload':
      throw new Error('RAM lets no UploadAuth key get here')
  }
}
