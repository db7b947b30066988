/**
 * What the engine needs of a platform. `wx/` has the adapters for WeChat; another platform brings its own.
 */
export interface Ports {
  http: Http
  files: Files
  /** Milliseconds since 1970 by the device's clock, which may be wrong. */
  now(): number
  /** A number from 0 to 1, as Math.random gives it. */
  random(): number
}

export interface Http {
  /** Starts a request. Redirects are not followed. */
  send(request: HttpRequest): HttpCall
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string | ArrayBuffer
  timeoutMs: number
}

export interface HttpCall {
  /**
   * Resolves for every HTTP status, once the body is there. Rejects with an UploadError: `network_failed` where no
   * answer came, `timed_out`, or `canceled` after `abort`.
   */
  readonly response: Promise<HttpResponse>
  abort(): void
}

export interface HttpResponse {
  status: number
  /** Names in lower case, whatever the platform makes of them. */
  headers: Readonly<Record<string, string>>
  text: string
}

export interface Files {
  /** Opens a file for reading. Rejects with an UploadError: `file_missing` or `file_unreadable`. */
  open(path: string): Promise<OpenFile>
}

export interface OpenFile {
  /** Bytes. */
  readonly size: number
  /** The bytes from `position`; the engine never asks beyond the end. Rejects like `open`. */
  read(position: number, length: number): Promise<ArrayBuffer>
  close(): Promise<void>
}
