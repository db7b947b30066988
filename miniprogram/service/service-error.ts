/** The token service said no, or said nothing that makes sense. */
export class ServiceError extends Error {
  /** The service's problem code, such as `code_used`; `malformed_answer` where it gave none. */
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined

  constructor(code: string, message: string, status: number, requestId?: string) {
    super(message)
    this.name = 'ServiceError'
    this.code = code
    this.status = status
    this.requestId = requestId
  }
}
