import { Problem } from '../problem'
import { forOperator, gatewayProblem, readAlibabaError } from './alibaba-error'

/** How VOD's message names the field that it refuses; nothing else is read of messages. */
const NOT_THE_TITLE = /specified (Description|Tags)\b/

/** What an error of a call to VOD means. */
export function vodProblem(cause: unknown): Problem {
  const error = readAlibabaError(cause)
  const { code, requestId } = error
  if (/^(IllegalCharacters|LengthExceededMax)$/.test(code) && NOT_THE_TITLE.test(String((cause as Error).message))) {
    return new Problem('details_refused', 'VOD takes no emoji and no special characters in descriptions and tags.')
  }
  switch (code) {
    case 'InvalidFileName.Extension':
      return new Problem('file_type_refused', 'VOD does not take files with this extension.')
    case 'IllegalCharacters':
      return new Problem('title_refused', 'VOD takes no emoji and no special characters in titles and file names.')
    case 'LengthExceededMax':
      return new Problem('title_refused', 'The title or the file name is too long for VOD.')
    case 'InvalidVideo.NotFound':
    case 'InvalidVideo.NoneExist':
      return new Problem('video_not_found', 'VOD has no such video.', { upstreamRequestId: requestId })
    case 'Forbidden.IllegalStatus':
    case 'InvalidVideo.NoneStream':
    case 'Forbidden.AliyunVoDEncryption':
      return new Problem('video_not_playable', 'The video cannot be played, or not yet.', {
        upstreamRequestId: requestId,
        hint: `VOD: ${code}`,
      })
    case 'InvalidTemplateGroupId.NotFound':
    case 'InvalidStorage.NotFound':
    case 'TagsExceededMax':
      return forOperator(
        'upload_settings_refused',
        'VOD',
        'check VOD_TEMPLATE_GROUP_ID, VOD_WORKFLOW_ID, VOD_STORAGE_LOCATION and VOD_TAGS',
        error,
      )
    case 'OperationDenied':
    case 'OperationDenied.Suspended':
    case 'Forbidden.InitFailed':
      return forOperator('vod_not_available', 'VOD', 'VOD is not activated in VOD_REGION, or is suspended', error)
  }
  if (code.startsWith('Forbidden') || code === 'NoPermission') {
    return forOperator(
      'vod_not_permitted',
      'VOD',
      'the RAM user of ALIBABA_CLOUD_ACCESS_KEY_ID needs vod:CreateUploadVideo, vod:RefreshUploadVideo, vod:GetVideoInfo and vod:GetPlayInfo, vod:UpdateVideoInfo to change what is said of a video, vod:CreateUploadImage with COVERS, vod:DeleteVideo with DELETE_AT_VOD, and vod:CreateAudit and vod:DeleteVideo with ENFORCE_AT_VOD',
      error,
    )
  }
  return gatewayProblem('VOD', cause, error)
}
