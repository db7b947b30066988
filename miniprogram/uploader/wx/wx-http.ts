import { canceled as stopped } from '../errors'
import type { Http, HttpResponse } from '../ports'
import { failureOf } from './wx-failure'

type WxRequest = Pick<WechatMiniprogram.Wx, 'request'>

/** HTTP by wx.request. Its `success` is called for every status, and header names come in any case. */
export function wxHttp(wx: WxRequest): Http {
  return {
    send(request) {
      let canceled = false
      let task: Partial<WechatMiniprogram.RequestTask> | undefined
      const { url, method, headers, body, timeoutMs } = request
      const response = new Promise<HttpResponse>((resolve, fail) => {
        task = wx.request<string>({
          url,
          method,
          header: headers,
          ...(body !== undefined && { data: body }),
          timeout: timeoutMs,
          // Answers are XML or JSON: as text, WeChat leaves them alone.
          dataType: '其他',
          responseType: 'text',
          redirect: 'manual',
          success(result: Partial<WechatMiniprogram.RequestSuccessCallbackResult<string>> | undefined) {
            const { statusCode, header, data } = result ?? {}
            // WeChat's typings promise a status; what it gives may be nothing, or no status of HTTP's.
            if (!/^[1-5]\d\d$/.test(`${statusCode}`)) return fail('no status')
            const text = typeof data === 'string' ? data : ''
            resolve({ status: Number(statusCode), headers: lowerCaseNames(header ?? {}), text })
          },
          fail,
        })
      }).catch((failure: unknown) => {
        throw canceled ? stopped() : failureOf(failure, originOf(url))
      })
      return {
        response,
        abort() {
          canceled = true
          task?.abort?.()
        },
      }
    },
  }
}

function lowerCaseNames(header: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

/** Scheme and host. What follows is signed, and nobody's business. */
function originOf(url: string): string {
  return url.split('/', 3).join('/')
}
