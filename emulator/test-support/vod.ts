/** What UploadAddress and UploadAuth hold. */
export interface UploadTicket {
  address: Record<string, string>
  auth: Record<string, string>
}

export function readTicket(answer: Record<string, unknown>): UploadTicket {
  return { address: base64Json(answer.UploadAddress), auth: base64Json(answer.UploadAuth) }
}

function base64Json(text: unknown): Record<string, string> {
  return JSON.parse(Buffer.from(String(text), 'base64').toString()) as Record<string, string>
}
