import type { Call, Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'
import { permits } from '../ram/policy'
import { assumeRole } from '../sts/assume-role'
import { getCallerIdentity } from '../sts/get-caller-identity'
import { createAudit } from '../vod/create-audit'
import { createUploadImage } from '../vod/create-upload-image'
import { createUploadVideo } from '../vod/create-upload-video'
import { deleteVideo } from '../vod/delete-video'
import { getDefaultAiTemplate } from '../vod/get-default-ai-template'
import { getMessageCallback } from '../vod/get-message-callback'
import { getPlayInfo } from '../vod/get-play-info'
import { getVideoInfo } from '../vod/get-video-info'
import { refreshUploadVideo } from '../vod/refresh-upload-video'
import { updateVideoInfo } from '../vod/update-video-info'
import { getUploadProgress, reportUploadProgress } from '../vod/upload-progress'
import { readAcs3 } from './acs3'
import { type Format, sendAnswer, sendError, sendPreflight } from './answer'
import type { Api, OpenApi } from './api'
import { authenticate } from './authenticate'
import { missing, Parameters } from './parameters'
import { readRpc } from './rpc'

const APIS: Readonly<Record<string, Api | OpenApi>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
  CreateUploadVideo: createUploadVideo,
  RefreshUploadVideo: refreshUploadVideo,
  CreateUploadImage: createUploadImage,
  UpdateVideoInfo: updateVideoInfo,
  GetVideoInfo: getVideoInfo,
  GetPlayInfo: getPlayInfo,
  DeleteVideo: deleteVideo,
  CreateAudit: createAudit,
  GetMessageCallback: getMessageCallback,
  GetDefaultAITemplate: getDefaultAiTemplate,
  GetUploadProgress: getUploadProgress,
  ReportUploadProgress: reportUploadProgress,
}

/** How each request wants its answer, once that is known. */
const formats = new WeakMap<Exchange, Format>()

/**
 * The RPC gateway in front of STS and VOD. In reality each has its host; here Action and Version say which is meant. Takes
 * GET and POST, signed in the RPC style (HMAC-SHA1) or with V3 (ACS3-HMAC-SHA256).
 */
export async function handleGateway(cloud: Cloud, exchange: Exchange): Promise<void> {
  if (exchange.method === 'OPTIONS') return sendPreflight(exchange)
  const isV3 = exchange.header('authorization')?.startsWith('ACS3-') ?? false
  if (isV3) formats.set(exchange, 'JSON')
  const body = await exchange.readBody()
  const parameters = Parameters.read(exchange, body)
  if (!isV3) formats.set(exchange, parseFormat(parameters.get('Format')))
  checkTarget(exchange)

  const named = (name: string) => (isV3 ? exchange.header(`x-acs-${name.toLowerCase()}`) : parameters.get(name))
  const action = named('Action')
  if (!action) throw missing('Action')
  const api = Object.hasOwn(APIS, action) ? APIS[action] : undefined
  if (!api) throw apiNotFound()
  const call = await cloud.begin(exchange, action)
  checkVersion(api, named('Version'))

  if (api.open && !isV3 && !parameters.get('AccessKeyId')) {
    return sendAnswer(
      exchange,
      formats.get(exchange) ?? 'XML',
      action,
      await api.run({ cloud, exchange, call, parameters }),
    )
  }
  const credential = authenticate(cloud, call, isV3 ? readAcs3(exchange, body) : readRpc(exchange, parameters))
  checkFlow(cloud, call, api)
  if (api.right && !permits(cloud.account, credential.grant, api.right, '*')) {
    throw new CloudError(
      403,
      'Forbidden.RAM',
      "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    )
  }
  if (api.product === 'vod') checkSubscribed(cloud)
  const fields = await api.run({ cloud, exchange, call, credential, parameters })
  sendAnswer(exchange, formats.get(exchange) ?? 'XML', action, fields)
}

export function sendGatewayError(exchange: Exchange, error: CloudError): void {
  sendError(exchange, formats.get(exchange) ?? 'XML', error)
}

/** Without a Format the answer is XML (VOD "common parameters"). */
function parseFormat(format = 'XML'): Format {
  const known = (['JSON', 'XML'] as const).find((name) => name === format.toUpperCase())
  if (!known) throw new CloudError(400, 'InvalidParameter.Format', 'Specified parameter Format is not valid.')
  return known
}

function checkTarget({ method, url }: Exchange): void {
  if (method !== 'GET' && method !== 'POST') {
    throw new CloudError(400, 'UnsupportedHTTPMethod', 'This http method is not supported.')
  }
  if (url.pathname !== '/') throw apiNotFound()
}

function apiNotFound(): CloudError {
  return new CloudError(404, 'InvalidApi.NotFound', 'Specified api is not found, please check your url and method.')
}

function checkVersion(api: Pick<Api, 'version'>, version: string | undefined): void {
  if (!version) throw missing('Version')
  if (version !== api.version) {
    throw new CloudError(400, 'InvalidVersion', 'Specified parameter Version is not valid.')
  }
}

/** Flow control counts an account's calls a second, those of all its users and roles together. */
function checkFlow(cloud: Cloud, call: Call, { product }: Pick<Api, 'product'>): void {
  const { stsCallsPerSecond, vodCallsPerSecond } = cloud.switches
  const limit = product === 'sts' ? stsCallsPerSecond : vodCallsPerSecond
  if (limit > 0 && !cloud.throttle.admits(product, limit, 1000, call.now())) {
    throw new CloudError(400, 'Throttling.User', 'Request was denied due to user flow control.')
  }
}

/** Whether the account has VOD, and has paid for it (VOD, "error codes"). */
function checkSubscribed({ switches }: Cloud): void {
  if (switches.vod === 'inactive') {
    throw new CloudError(403, 'OperationDenied', 'Your account does not open VOD service yet.')
  }
  if (switches.vod === 'suspended') {
    throw new CloudError(403, 'OperationDenied.Suspended', 'Your VOD service is suspended.')
  }
}
