/** The token service said no, or said nothing that makes sense. */
export class ServiceError extends Error {
  /** The service's problem code, such as `code_used`; `malformed_answer` where it gave none. */
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined
  /** Seconds after which the service wants to be asked again. */
  readonly retryAfterS: number | undefined

  constructor(code: string, message: string, status: number, requestId?: string, retryAfterS?: number) {
    super(message)
    this.name = 'ServiceError'
    this.code = code
    this.status = status
    this.requestId = requestId
    this.retryAfterS = retryAfterS
  }
}
