import type { UploadTicket } from '../../cloud/vod'
import type { CallContext } from '../../http/call'

/** UploadAddress and UploadAuth exactly as VOD gave them. */
export function ticketAnswer(c: CallContext, ticket: UploadTicket, now: number): Response {
  const { videoId, uploadAddress, uploadAuth, requestId } = ticket
  c.set('upstreamRequestId', requestId)
  return c.json({ videoId, uploadAddress, uploadAuth, serverTime: new Date(now).toISOString() })
}
