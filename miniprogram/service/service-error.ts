import { UploadError } from '../uploader/errors'

export interface ServiceErrorDetails {
  /** HTTP status of the answer; 0 where there was none. */
  status?: number
  requestId?: string | undefined
  /** Seconds after which the service wants to be asked again. */
  retryAfterS?: number | undefined
  /** When what is used up comes back (`daily_limit_reached`), milliseconds since 1970 by the service's clock. */
  resetsAt?: number | undefined
  /**
   * Asking again later may help. Where not given, the status says so: true for 408, 429 and 5xx, and false for all else
   * that the service refuses.
   */
  passing?: boolean
}

/** The token service said no, something that is not the service answered in its place, or the login failed. */
export class ServiceError extends Error {
  /**
   * The service's problem code, such as `code_used`; `malformed_answer` where it was not the service that answered;
   * `login_failed` where WeChat gave no login code; `user_changed` where
   * another user has logged in since.
   */
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterS: number | undefined
  readonly resetsAt: number | undefined
  /** Read by the engine: it asks again while it has patience. */
  readonly passing: boolean

  constructor(code: string, message: string, details: ServiceErrorDetails = {}) {
    const { status = 0, requestId, retryAfterS, resetsAt } = details
    const { passing = status === 408 || status === 429 || status >= 500 } = details
    super(message)
    this.name = 'ServiceError'
    this.code = code
    this.status = status
    this.requestId = requestId
    this.retryAfterS = retryAfterS
    this.resetsAt = resetsAt
    this.passing = passing
  }
}

/** Codes of the phone's own by which no later try will help. */
const FINAL = ['file_missing', 'file_unreadable', 'endpoint_refused']

/** Whether asking again later will bring the same: what the service has refused, and what the phone has not. */
export function isFinal(error: unknown): boolean {
  if (error instanceof ServiceError) return !error.passing && error.code !== 'user_changed' && error.status !== 401
  return error instanceof UploadError && FINAL.includes(error.code)
}
