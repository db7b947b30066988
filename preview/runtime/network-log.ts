export interface NetworkCall {
  /** Milliseconds since the start of the page. */
  at: number
  method: string
  url: string
  /** What of the cloud is called, where the request says so. */
  action: string | undefined
  /** Bytes of the body. */
  sent: number
  /** HTTP status; absent while it is under way, and where no answer came. */
  status?: number
  /** In WeChat's words. */
  error?: string
  received?: number
  /** Milliseconds that it took. */
  ms?: number
  /** By which the cloud knows the call. */
  requestId?: string
}

const MOST_CALLS = 500

/** The requests and uploads of the app, newest last. */
export class NetworkLog {
  readonly calls: NetworkCall[] = []
  /** Grows with every change. */
  revision = 0

  /** Adds a call; the returned function says how it has ended. */
  begin(outgoing: Pick<NetworkCall, 'method' | 'url' | 'action' | 'sent'>): (end: Partial<NetworkCall>) => void {
    const call: NetworkCall = { at: performance.now(), ...outgoing }
    this.calls.push(call)
    if (this.calls.length > MOST_CALLS) this.calls.shift()
    this.revision++
    return (end) => {
      Object.assign(call, end, { ms: performance.now() - call.at })
      this.revision++
    }
  }

  clear(): void {
    this.calls.length = 0
    this.revision++
  }
}
