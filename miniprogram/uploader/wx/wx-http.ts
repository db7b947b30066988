import { canceled as stopped } from '../errors'
import type { Http, HttpResponse } from '../ports'
import { failureOf } from './wx-failure'

type WxRequest = Pick<WechatMiniprogram.Wx, 'request'>

/** HTTP by wx.request. Its `success` is called for every status, and header names come in any case. */
export function wxHttp(wx: WxRequest): Http {
  return {
    send({ url, method, headers, body, timeoutMs }) {
      let canceled = false
      let task: Partial<WechatMiniprogram.RequestTask> | undefined
      const response = new Promise<HttpResponse>((resolve, fail) => {
        task = wx.request<string>({
          url,
          method,
          header: headers,
          ...(body && { data: body }),
          timeout: timeoutMs,
          // Answers are XML or JSON: as text, WeChat leaves them alone.
          dataType: '其他',
          responseType: 'text',
          redirect: 'manual',
          success(result: Partial<WechatMiniprogram.RequestSuccessCallbackResult<string>> | undefined) {
            const { statusCode, header, data } = result ?? {}
            // WeChat's typings promise a status; what it gives may be nothing, or no status of HTTP's.
            if (!/^[1-5]\d\d$/.test(`${statusCode}`)) return fail('no status')
            const named: Record<string, string> = {}
            for (const name in header) named[name.toLowerCase()] = `${header[name as keyof typeof header]}`
            resolve({ status: Number(statusCode), headers: named, text: typeof data === 'string' ? data : '' })
          },
          fail,
        })
      }).catch((failure: unknown) => {
        // Scheme and host: what follows is signed, and nobody's business.
        throw canceled ? stopped() : failureOf(failure, url.split('/', 3).join('/'))
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
