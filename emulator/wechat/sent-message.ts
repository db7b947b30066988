/** A subscription message that was sent. */
export interface SentMessage {
  /** The openid. */
  touser: string
  templateId: string
  page: string | null
  data: Record<string, string>
  /** ISO 8601 UTC. */
  sentAt: string
}
