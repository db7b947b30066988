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
      const response = new Promise<HttpResponse>((resolve, reject) => {
        const fail = (failure: unknown) => reject(canceled ? stopped() : failureOf(failure, hostOf(request.url)))
        const options: WechatMiniprogram.RequestOption<string> = {
          url: request.url,
          method: request.method,
          header: request.headers,
          ...(request.body !== undefined && { data: request.body }),
          timeout: request.timeoutMs,
          // Answers are XML or JSON: as text, WeChat leaves them alone.
          dataType: '其他',
          responseType: 'text',
          redirect: 'manual',
          success(result: Partial<WechatMiniprogram.RequestSuccessCallbackResult<string>> | undefined) {
            const status = Number(result?.statusCode)
            if (!isHttpStatus(status)) return fail({ errMsg: 'request:ok without a status' })
            const { header, data } = result ?? {}
            resolve({ status, headers: lowerCaseNames(header ?? {}), text: typeof data === 'string' ? data : '' })
          },
          fail,
        }
        try {
          task = wx.request<string>(options)
        } catch (error) {
          fail(error)
        }
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

/** WeChat's typings promise a status; what it gives may be nothing, or no status of HTTP's. */
function isHttpStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 100 && status <= 599
}

function lowerCaseNames(header: Record<string, unknown>): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of Object.keys(header)) headers[name.toLowerCase()] = String(header[name])
  return headers
}

function hostOf(url: string): string {
  return /^https?:\/\/[^/]+/.exec(url)?.[0] ?? url
}
