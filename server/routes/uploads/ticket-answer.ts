import type { Context } from 'hono'
import type { UploadTicket } from '../../cloud/vod'

/** UploadAddress and UploadAuth exactly as VOD gave them. */
export function ticketAnswer(c: Context, ticket: UploadTicket, now: number): Response {
  const { videoId, uploadAddress, uploadAuth } = ticket
  return c.json({ videoId, uploadAddress, uploadAuth, serverTime: new Date(now).toISOString() })
}
