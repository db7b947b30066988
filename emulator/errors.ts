/** An error as the cloud reports it. The service that was called writes it in its own format (JSON or XML). */
export class CloudError extends Error {
  readonly status: number
  readonly code: string
  /** Further fields of the error's body, such as StringToSign. */
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message)
    this.name = 'CloudError'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

/** The exchange is over without a regular answer: its connection was dropped, or a fault has answered in its own way. */
export class ExchangeOver extends Error {
  constructor() {
    super('the exchange is over')
    this.name = 'ExchangeOver'
  }
}
