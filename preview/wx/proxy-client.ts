import { CallError } from './call'

/** Who makes a call of wx.cloud.callContainer, and from where. */
export interface Caller {
  /** Name of the user who is logged in to WeChat. */
  user: string
  env: string
  /** As X-WX-SOURCE has it. */
  source: string
}

/** One request as the app wants it sent. */
export interface Outgoing {
  url: string
  method: string
  header: Record<string, string>
  body: ArrayBuffer | string | Blob | undefined
  /** Of a call by WeChat Cloud Run: its gateway vouches for them. */
  caller?: Caller
  timeoutMs: number
  signal: AbortSignal
  /** Bytes of the body that have left the proxy. */
  onProgress?: (sent: number) => void
}

export interface Incoming {
  status: number
  /** Names as the server wrote them. */
  header: Record<string, string>
  cookies: string[]
  body: ArrayBuffer
}

/** By which the preview's server knows this page's line. */
const pageName = crypto.randomUUID()

/** Says how fast the phone's line is, in bytes a second; undefined: as fast as it goes. For what is under way, too. */
export async function setLineRate(rate: number | undefined): Promise<void> {
  await fetch(`/__preview/line?page=${pageName}&rate=${rate ?? 0}`, { method: 'POST' })
}

const progressListeners = new Map<string, (sent: number) => void>()

/** The preview's server reports the progress of uploads: a browser only knows what it has handed to the system. */
export function hearProgress(events: EventSource): void {
  events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
    const { id, sent } = JSON.parse(data) as { id: string; sent: number }
    progressListeners.get(id)?.(sent)
  })
}

/**
 * Sends a request by the preview's server, as WeChat's client sends them outside of any web page: no CORS, and no
 * header is hidden.
 * @throws {CallError} in WeChat's words where no answer came; what `signal` was aborted with where it was
 */
export async function send(outgoing: Outgoing): Promise<Incoming> {
  const { signal, onProgress } = outgoing
  const id = crypto.randomUUID()
  if (onProgress) progressListeners.set(id, onProgress)
  try {
    const response = await fetch('/__wx/request', {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'x-wx-target': encodeURIComponent(outgoing.url),
        'x-wx-method': outgoing.method,
        'x-wx-headers': encodeURIComponent(JSON.stringify(outgoing.header)),
        ...(outgoing.caller && { 'x-wx-caller': encodeURIComponent(JSON.stringify(outgoing.caller)) }),
        ...(onProgress && { 'x-wx-progress': id }),
        'x-wx-page': pageName,
      },
      // As a Blob, bytes do not pass through the browser's developer tools, which slowed uploads down by six.
      body: outgoing.body instanceof ArrayBuffer ? new Blob([outgoing.body]) : (outgoing.body ?? null),
      signal,
    })
    const failed = response.headers.get('x-wx-error')
    if (failed !== null) throw new CallError(decodeURIComponent(failed))
    const status = response.headers.get('x-wx-status')
    if (status === null) throw new CallError('the preview has ended; start it again')
    const lines = JSON.parse(decodeURIComponent(response.headers.get('x-wx-headers') ?? '[]')) as [string, string][]
    return {
      status: Number(status),
      ...headersOf(lines),
      body: await response.arrayBuffer(),
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof CallError) throw error
    throw new CallError(CONNECTION_LOST)
  } finally {
    progressListeners.delete(id)
  }
}

const CONNECTION_LOST = 'errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET'

function headersOf(lines: [string, string][]): Pick<Incoming, 'header' | 'cookies'> {
  const header: Record<string, string> = {}
  const cookies: string[] = []
  for (const [name, value] of lines) {
    header[name] = header[name] === undefined ? value : `${header[name]},${value}`
    if (name.toLowerCase() === 'set-cookie') cookies.push(value)
  }
  return { header, cookies }
}
