import { describe, expect, it, vi } from 'vitest'
import { wxFiles } from './wx-files'
import { wxHttp } from './wx-http'

type RequestOption = WechatMiniprogram.RequestOption<string>

/** wx.request as WeChat has it: it keeps the options and calls back when the test says so. */
function fakeRequest() {
  const sent: RequestOption[] = []
  const abort = vi.fn()
  const wx = {
    request: (option: RequestOption) => {
      sent.push(option)
      return { abort } as unknown as WechatMiniprogram.RequestTask
    },
  } as unknown as Pick<WechatMiniprogram.Wx, 'request'>
  return { http: wxHttp(wx), sent, abort }
}

const request = {
  method: 'PUT',
  url: 'https://bucket.oss-cn-shanghai.aliyuncs.com/key?signature=secret',
  headers: { 'content-type': 'application/octet-stream' },
  body: new ArrayBuffer(3),
  timeoutMs: 60_000,
} as const

const answer = (statusCode: number, header: Record<string, string>, data: string) =>
  ({
    statusCode,
    header,
    data,
    cookies: [],
    errMsg: 'request:ok',
  }) as unknown as WechatMiniprogram.RequestSuccessCallbackResult<string>

const failWith = (option: RequestOption | undefined, errMsg: string) =>
  option?.fail?.({ errMsg } as WechatMiniprogram.RequestFailCallbackErr)

describe('wxHttp', () => {
  it('hands the request to wx.request as it is, and asks for text', () => {
    const { http, sent } = fakeRequest()
    void http.send(request)
    expect(sent[0]).toMatchObject({
      url: request.url,
      method: 'PUT',
      header: request.headers,
      data: request.body,
      timeout: 60_000,
      responseType: 'text',
    })
    expect(sent[0]?.dataType).not.toBe('json')
  })

  it('sends no data where there is no body', () => {
    const { http, sent } = fakeRequest()
    const { body, ...withoutBody } = request
    void http.send(withoutBody)
    expect(sent[0]).not.toHaveProperty('data')
  })

  it.each([200, 403, 503])('resolves for status %d, with header names in lower case', async (status) => {
    const { http, sent } = fakeRequest()
    const { response } = http.send(request)
    sent[0]?.success?.(answer(status, { ETag: '"A"', 'X-Oss-Hash-Crc64ecma': '7' }, '<xml/>'))
    expect(await response).toEqual({
      status,
      headers: { etag: '"A"', 'x-oss-hash-crc64ecma': '7' },
      text: '<xml/>',
    })
  })

  it.each([
    ['request:fail timeout', 'timed_out'],
    ['request:fail timed out', 'timed_out'],
    ['request:fail errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET', 'network_failed'],
    ['request:fail interrupted', 'network_failed'],
    ['request:fail url not in domain list', 'network_failed'],
  ])('takes "%s" for %s and keeps the signed URL to itself', async (errMsg, code) => {
    const { http, sent } = fakeRequest()
    const { response } = http.send(request)
    failWith(sent[0], errMsg)
    const error = await response.then(
      () => expect.unreachable(),
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ code, message: expect.stringContaining(errMsg) })
    expect(error.message).toContain('https://bucket.oss-cn-shanghai.aliyuncs.com ')
    expect(error.message).not.toContain('secret')
  })

  it('aborts the task of wx.request, and says that it was canceled', async () => {
    const { http, sent, abort } = fakeRequest()
    const call = http.send(request)
    call.abort()
    expect(abort).toHaveBeenCalledOnce()
    failWith(sent[0], 'request:fail abort')
    await expect(call.response).rejects.toMatchObject({ code: 'canceled' })
  })
})

describe('wxFiles', () => {
  const fileSystem = (content: Uint8Array | undefined) => {
    const missing = { errMsg: 'getFileInfo:fail no such file or directory "wxfile://tmp_1.mp4"' }
    return wxFiles({
      getFileInfo: (option: WechatMiniprogram.GetFileInfoOption) =>
        content
          ? option.success?.({ size: content.length } as WechatMiniprogram.GetFileInfoSuccessCallbackResult)
          : option.fail?.(missing as never),
      readFile: (option: WechatMiniprogram.ReadFileOption) => {
        if (!content) return option.fail?.({ errMsg: 'readFile:fail permission denied' } as never)
        const { position = 0, length = content.length } = option as { position?: number; length?: number }
        const data = content.slice(position, position + length).buffer
        return option.success?.({ data } as WechatMiniprogram.ReadFileSuccessCallbackResult)
      },
    } as unknown as WechatMiniprogram.FileSystemManager)
  }

  it('opens a temp file and reads slices of it', async () => {
    const file = await fileSystem(Uint8Array.of(1, 2, 3, 4, 5)).open('wxfile://tmp_1.mp4')
    expect(file.size).toBe(5)
    expect(new Uint8Array(await file.read(1, 3))).toEqual(Uint8Array.of(2, 3, 4))
    await file.close()
  })

  it('says that a temp file is gone', async () => {
    await expect(fileSystem(undefined).open('wxfile://tmp_1.mp4')).rejects.toMatchObject({ code: 'file_missing' })
  })
})
