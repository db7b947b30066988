/**
 * What the engine needs of a platform. `wx/` has the adapters for WeChat; another platform brings its own.
 *
 * @example
 * // The least that uploads: no checkpoints, no pause in the background, no question before mobile data is used.
 * const ports: Ports = {
 *   http: { send: (request) => ({ response: fetchIt(request), abort }) },
 *   files: { open: async (path) => ({ size, read, close }) },
 *   now: Date.now,
 *   random: Math.random,
 *   setTimer(callback, ms) {
 *     const timer = setTimeout(callback, ms)
 *     return () => clearTimeout(timer)
 *   },
 * }
 */
export interface Ports {
  http: Http
  files: Files
  /** Milliseconds since 1970 by the device's clock, which may be wrong and may jump. */
  now(): number
  /** A number from 0 to 1, as Math.random gives it. */
  random(): number
  /** Calls back once after `ms` milliseconds (0: as soon as others have had their turn). Returns what prevents it. */
  setTimer(callback: () => void, ms: number): () => void
  /** Keeps checkpoints beyond the app's life. Without it an upload survives everything but that. */
  storage?: Storage
  /** Without it the engine takes the device to be on a network that costs nothing. */
  network?: Network
  /** Without it the app is always in the foreground. */
  lifecycle?: Lifecycle
  /**
   * How many requests to one host the platform sends at a time, where that is known: it lets others wait while their time
   * runs out. The engine has no more under way, unless its options say otherwise.
   */
  readonly maxRequests?: number
  /** Keeps the screen on while something is being uploaded. */
  keepScreenOn?(on: boolean): void
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
   * answer came, `timed_out`, `interrupted` where the system ended it in the background, or `canceled` after `abort`.
   * It may also never settle, as on some phones when the network drops: the engine has its own watchdog.
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

/** What a platform says of a file without reading it. */
export interface FileFacts {
  /** Bytes. */
  readonly size: number
  /** When its bytes were last changed, milliseconds since 1970, by whatever clock; missing where the platform does not say. */
  readonly modifiedAt?: number
}

export interface OpenFile extends FileFacts {
  /** What lies at the path now: perhaps another file by the same name. Rejects like `open`. Without it, `open` again tells. */
  stat?(): Promise<FileFacts>
  /**
   * The bytes from `position`; the engine never asks beyond the end. May fill `into`, which has this length and which
   * nobody needs any more, instead of a new buffer. Rejects like `open`.
   */
  read(position: number, length: number, into?: ArrayBuffer): Promise<ArrayBuffer>
  close(): Promise<void>
}

/** Small texts by key. Synchronous, so that a checkpoint is there before anything else happens. */
export interface Storage {
  get(key: string): string | undefined
  /** Throws when the storage is full. */
  set(key: string, value: string): void
  remove(key: string): void
}

/** `mobile` is what a user may pay for by the byte. */
export type NetworkKind = 'none' | 'mobile' | 'other'

export interface Network {
  current(): Promise<NetworkKind>
  /** Returns what ends it. */
  onChange(listener: (kind: NetworkKind) => void): () => void
}

export interface Lifecycle {
  /** The app went to the background: requests under way will soon be interrupted. Returns what ends it. */
  onHide(listener: () => void): () => void
  /** It is in the foreground again. Returns what ends it. */
  onShow(listener: () => void): () => void
}
