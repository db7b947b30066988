import type { UploadTicket } from '../../miniprogram/uploader/vod/upload-ticket'
import type { Check } from '../check'
import { knockAtBucket } from '../clouds/oss'
import { Refusal } from '../clouds/refusal'
import type { Context } from '../context'
import { explainRefusal } from '../explain-refusal'
import type { Failed } from '../finding'

/** OSS has no place for a signature of a kind that it does not take, and says so in several ways. */
const SIGNATURE_REFUSED = /^(InvalidArgument|SignatureDoesNotMatch|AccessDenied|NotImplemented|InvalidAccessKeyId)$/

/** The bucket, at the domain and with the signature that the phone's engine uses. */
export const oss: Check = {
  id: 'oss',
  needs: ['upload-address'],
  async run(context, found) {
    const { texts, app } = context
    const { bucketUrl, ticket } = found
    if (!bucketUrl || !ticket) return { status: 'skipped', cause: texts.vod.notMade }
    const { host } = new URL(bucketUrl)
    const v4 = await knock('V4', context, ticket, found.skewMs)
    if (v4 && !isOfPolicy(v4)) {
      if (!SIGNATURE_REFUSED.test(v4.code ?? '')) return failed(v4, host, context)
      const v1 = await knock('V1', context, ticket, found.skewMs)
      const explanation = v1 && !isOfPolicy(v1) ? explainRefusal(v4, context) : texts.oss.v1Only(host)
      return { ...failed(v4, host, context), ...explanation }
    }
    if (app.engine === 'vendor') {
      const v1 = await knock('V1', context, ticket, found.skewMs)
      if (v1 && !isOfPolicy(v1)) return { ...failed(v1, host, context), ...texts.oss.vendorNeedsV1(host) }
    }
    if (v4) return { ...failed(v4, host, context), status: 'warning', ...texts.oss.mayNotList(host) }
    return { status: 'ok', detail: app.engine === 'vendor' ? texts.oss.takesBoth(host) : texts.oss.takesV4(host) }
  },
}

/** Whether the signature was taken, and a policy has judged whoever it is of. */
function isOfPolicy({ code, said }: Refusal): boolean {
  return code === 'AccessDenied' && /authorizer's policy/.test(said)
}

/** Undefined where OSS has let us come as far as we wanted. */
async function knock(signature: 'V4' | 'V1', { send, now }: Context, ticket: UploadTicket, skewMs = 0) {
  try {
    await knockAtBucket(send, ticket, signature, now() + skewMs)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function failed(refusal: Refusal, host: string, context: Context): Failed {
  const general = explainRefusal(refusal, context)
  const { oss } = context.texts
  switch (refusal.code) {
    case 'PublicEndpointForbidden':
      return { status: 'failed', ...general, ...oss.publicEndpoint(host) }
    case 'NoSuchBucket':
      return { status: 'failed', ...general, ...oss.noBucket(host) }
    default:
      return { status: 'failed', ...general }
  }
}
