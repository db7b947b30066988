import { readFailure, type UploadError, type WxFailure } from '../uploader/transfer-kit'

type RequestOption = WechatMiniprogram.RequestOption
type UploadFileOption = WechatMiniprogram.UploadFileOption
type Progress = WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult

/** Why a file did not get to OSS: OSS's refusal, or what WeChat says where no answer came. */
export type Failure = { status: number; body: string } | WxFailure

/** What the SDK's calls come to. None of these is called any more once it is `over`. */
export interface SdkCalls {
  readonly over: boolean
  /** Of wx.uploadFile where the SDK names none, milliseconds. */
  readonly timeoutMs: number
  /** VOD's answer in the place of the SDK's own call; undefined lets that go out as it is. Rejects with an UploadError. */
  answer(action: string): Promise<object> | undefined
  /** That answer is there. `informSdk` hands it to the SDK. */
  answered(informSdk: () => void): void
  /** That answer is an error. */
  unanswered(error: UploadError, informSdk: () => void): void
  /** The file goes on its way. */
  sending(abort: () => void): void
  /** Bytes of the form, the file within. */
  sent(bytes: number, ofBytes: number): void
  /** OSS says that it has the file. */
  stored(informSdk: () => void): void
  /** It did not get there. */
  failed(failure: Failure, informSdk: () => void): void
}

/**
 * The `wx` that the SDK gets. It is WeChat's own, but for two calls: what wx.uploadFile sends is watched and can be
 * aborted, since the SDK takes a 403 for a success and keeps no hold of its upload; and the SDK's calls to VOD by
 * wx.request are answered by us, since it gives every video its temp path for a title, cannot mark it as this user's, and
 * loses VOD's error codes.
 */
export function sdkWx(wx: WechatMiniprogram.Wx, calls: SdkCalls): WechatMiniprogram.Wx {
  return Object.create(wx, {
    request: { value: (option: RequestOption) => request(wx, option, calls) },
    uploadFile: { value: (option: UploadFileOption) => uploadFile(wx, option, calls) },
    // WeChat has moved it there, and no longer maintains the old one.
    getFileInfo: {
      value: (option: WechatMiniprogram.GetFileInfoOption) => wx.getFileSystemManager().getFileInfo(option),
    },
  }) as WechatMiniprogram.Wx
}

function request(wx: WechatMiniprogram.Wx, option: RequestOption, calls: SdkCalls): object {
  if (calls.over) return INERT
  const action = vodAction(option)
  const answer = action === undefined ? undefined : calls.answer(action)
  if (!answer) return wx.request(option)
  const succeed = (statusCode: number, data: object) =>
    option.success?.({ statusCode, data, header: {}, cookies: [], errMsg: 'request:ok' } as never)
  answer.then(
    (data) => {
      if (!calls.over) calls.answered(() => succeed(200, data))
    },
    (error: UploadError) => {
      if (calls.over) return
      const { cloudCode: Code, message: Message, status, requestId: RequestId } = error
      calls.unanswered(error, () => {
        if (Code === undefined) option.fail?.({ errMsg: `request:fail ${Message}` } as never)
        else succeed(status ?? 400, { Code, Message, RequestId })
      })
    },
  )
  return INERT
}

/** The API that a request calls, where it goes to VOD. The SDK writes all of it into the query. */
function vodAction({ url, data }: RequestOption): string | undefined {
  if (!/^https?:\/\/vod\.[^/]+\.aliyuncs\.com(\/|\?|$)/.test(url)) return undefined
  const inQuery = /[?&]Action=(\w+)/.exec(url)?.[1]
  return inQuery ?? (typeof data === 'object' ? (data as { Action?: string }).Action : undefined)
}

function uploadFile(wx: WechatMiniprogram.Wx, option: UploadFileOption, calls: SdkCalls): object {
  if (calls.over) return INERT
  const listeners: ((progress: Progress) => void)[] = []
  const task = wx.uploadFile({
    ...option,
    timeout: option.timeout ?? calls.timeoutMs,
    success: (result) => {
      if (calls.over) return
      const { statusCode: status, data: body } = result
      const informSdk = () => option.success?.(result)
      if (status >= 200 && status < 300) calls.stored(informSdk)
      else calls.failed({ status, body }, informSdk)
    },
    fail: (error) => {
      if (!calls.over) calls.failed(readFailure(error), () => option.fail?.(error))
    },
  })
  calls.sending(() => task.abort())
  task.onProgressUpdate((progress) => {
    if (calls.over) return
    calls.sent(progress.totalBytesSent, progress.totalBytesExpectedToSend)
    for (const listener of listeners) listener(progress)
  })
  return {
    ...INERT,
    abort: () => task.abort(),
    onProgressUpdate: (listener: (progress: Progress) => void) => listeners.push(listener),
  }
}

const nothing = () => undefined

/** A task of WeChat of which nothing is to be heard. */
const INERT = {
  abort: nothing,
  onProgressUpdate: nothing,
  offProgressUpdate: nothing,
  onHeadersReceived: nothing,
  offHeadersReceived: nothing,
}
