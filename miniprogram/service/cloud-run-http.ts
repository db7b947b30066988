import { type Http, type HttpResponse, UploadError } from '../uploader/index'
import { ask, attempt, type SetTimer, WxFailure } from '../wechat/calls'
import { objectOf } from '../wechat/values'

/** Where a service runs on WeChat Cloud Run (微信云托管). */
export interface CloudRun {
  /** Id of the environment. */
  env: string
  /** Name of the service in it. */
  service: string
}

/** wx.cloud, which the typings have, and some clients have not. */
interface Wx {
  readonly cloud: WechatMiniprogram.Wx['cloud']
}

/** Longest that callContainer waits, milliseconds. Source: WeChat Cloud Run documentation, "callContainer". */
const LONGEST_MS = 15_000

/**
 * HTTP by wx.cloud.callContainer, from base library 2.23.0 on: within WeChat, with the user's openid in headers that its
 * gateway sets. Texts alone, 100 KiB at most. A call cannot be taken back: whoever aborts it no longer hears of it.
 */
export function cloudRunHttp(wx: Wx, { env, service }: CloudRun, setTimer: SetTimer): Http {
  let ready = false
  return {
    send({ method, url, headers, body, timeoutMs }) {
      if (!ready) attempt('cloud.init', () => wx.cloud.init({ env }), undefined)
      ready = true
      const timeout = Math.min(timeoutMs, LONGEST_MS)
      const answer = ask<{ statusCode: number; header: object; data: string }>(
        'cloud.callContainer',
        (callbacks) =>
          wx.cloud.callContainer({
            config: { env },
            path: url,
            method,
            header: { ...headers, 'X-WX-SERVICE': service },
            ...(body !== undefined && { data: body }),
            // Else WeChat makes an object of it, of a body that is no JSON too.
            dataType: 'text',
            timeout,
            ...callbacks,
          }),
        { ms: timeout, setTimer },
      )
      return { response: answer.then(toResponse, fail), abort: () => undefined }
    },
  }
}

function toResponse({
  statusCode,
  header,
  data,
}: {
  statusCode?: unknown
  header?: unknown
  data?: unknown
}): HttpResponse {
  const status = Number(statusCode)
  if (!(status >= 100 && status < 600)) throw new UploadError('network_failed', 'callContainer gave no status.')
  const headers = Object.entries(objectOf(header)).map(([name, value]) => [name.toLowerCase(), String(value)])
  return {
    status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    text: typeof data === 'string' ? data : JSON.stringify(data ?? ''),
  }
}

function fail(error: unknown): never {
  if (!(error instanceof WxFailure)) throw error
  const code = error.late || /time\s*out|超时/i.test(error.errMsg) ? 'timed_out' : 'network_failed'
  throw new UploadError(code, error.message, { cause: error })
}
