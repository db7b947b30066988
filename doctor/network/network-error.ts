/** No answer came. `code` is Node's (ENOTFOUND, ECONNREFUSED, CERT_HAS_EXPIRED, …), or TIMEOUT. */
export class NetworkError extends Error {
  readonly code: string
  /** Host, with its port where that is not the scheme's own. */
  readonly host: string

  constructor(code: string, host: string) {
    super(`${host}: ${code}`)
    this.name = 'NetworkError'
    this.code = code
    this.host = host
  }
}

export type NetworkKind = 'name' | 'refused' | 'slow' | 'certificate' | 'tls' | 'lost'

/** What kind of failure a code stands for; of unknown ones, that the connection was lost. */
export function networkKind(code: string): NetworkKind {
  if (/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/.test(code)) return 'name'
  if (code === 'ECONNREFUSED') return 'refused'
  if (/^(TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return 'slow'
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return 'certificate'
  if (/SSL|TLS|EPROTO/.test(code)) return 'tls'
  return 'lost'
}
