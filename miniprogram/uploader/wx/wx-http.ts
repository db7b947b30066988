import { canceled as stopped, UploadError } from '../errors'
import type { Http, HttpResponse } from '../ports'

type WxRequest = Pick<WechatMiniprogram.Wx, 'request'>

/** HTTP by wx.request. Its `success` is called for every status, and header names come in any case. */
export function wxHttp(wx: WxRequest): Http {
  return {
    send(request) {
      let canceled = false
      let task: WechatMiniprogram.RequestTask | undefined
      const response = new Promise<HttpResponse>((resolve, reject) => {
        task = wx.request<string>({
          url: request.url,
          method: request.method,
          header: request.headers,
          ...(request.body !== undefined && { data: request.body }),
          timeout: request.timeoutMs,
          // Answers are XML or JSON: as text, WeChat leaves them alone.
          dataType: '其他',
          responseType: 'text',
          redirect: 'manual',
          success: ({ statusCode, header, data }) =>
            resolve({
              status: statusCode,
              headers: lowerCaseNames(header),
              text: typeof data === 'string' ? data : '',
            }),
          fail: ({ errMsg }) => reject(canceled ? stopped() : failureOf(errMsg, hostOf(request.url))),
        })
      })
      return {
        response,
        abort() {
          canceled = true
          task?.abort()
        },
      }
    },
  }
}

function lowerCaseNames(header: Record<string, unknown>): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of Object.keys(header)) headers[name.toLowerCase()] = String(header[name])
  return headers
}

function hostOf(url: string): string {
  return /^https?:\/\/[^/]+/.exec(url)?.[0] ?? url
}

/** errMsg is all that WeChat gives, such as `request:fail timeout` or `request:fail interrupted`. */
export function failureOf(errMsg: string, host: string): UploadError {
  if (/time\s*(d )?out/i.test(errMsg))
    return new UploadError('timed_out', `${host} did not answer in time (${errMsg}).`)
  if (/interrupted/i.test(errMsg))
    return new UploadError('interrupted', `The request to ${host} was ended in the background (${errMsg}).`)
  return new UploadError('network_failed', `${host} cannot be reached (${errMsg}).`)
}
