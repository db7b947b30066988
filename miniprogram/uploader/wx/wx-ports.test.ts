import { describe, expect, it, vi } from 'vitest'
import { wxFiles } from './wx-files'
import { wxHttp } from './wx-http'
import { wxPorts } from './wx-ports'

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
    ['request:fail interrupted', 'interrupted'],
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

  it.each([undefined, null, 0, -1, 7, 600, Number.NaN, 'x', {}])(
    'takes no answer with the status %j',
    async (status) => {
      const { http, sent } = fakeRequest()
      const { response } = http.send(request)
      sent[0]?.success?.(answer(status as number, {}, ''))
      await expect(response).rejects.toMatchObject({ code: 'network_failed' })
    },
  )

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
  /** WeChat's file system with one file; `refusal` is what readFile fails with. */
  function setUp(content: Uint8Array | undefined, refusal?: { errMsg: string; errno?: number }) {
    const calls: string[] = []
    const missing = { errMsg: 'stat:fail no such file or directory "wxfile://tmp_1.mp4"' }
    const bytes = content ?? new Uint8Array(0)
    const files = wxFiles({
      stat: (option: WechatMiniprogram.StatOption) =>
        content
          ? option.success?.({ stats: { size: bytes.length, isDirectory: () => false } } as never)
          : option.fail?.(missing as never),
      readFile: (option: WechatMiniprogram.ReadFileOption & { position: number; length: number }) => {
        calls.push('readFile')
        if (refusal) return option.fail?.(refusal as never)
        const { position, length } = option
        return option.success?.({ data: bytes.slice(position, position + length).buffer } as never)
      },
      open: (option: WechatMiniprogram.OpenOption) => {
        calls.push('open')
        option.success?.({ fd: '7' } as never)
      },
      read: (option: WechatMiniprogram.ReadOption & { position: number; length: number }) => {
        calls.push('read')
        const { arrayBuffer, position, length } = option
        const slice = bytes.subarray(position, position + length)
        new Uint8Array(arrayBuffer).set(slice)
        option.success?.({ bytesRead: slice.length, arrayBuffer } as never)
      },
      close: (option: WechatMiniprogram.FileSystemManagerCloseOption) => {
        calls.push(`close ${option.fd}`)
        option.success?.({ errMsg: 'close:ok' } as never)
      },
    } as unknown as WechatMiniprogram.FileSystemManager)
    return { open: () => files.open('wxfile://tmp_1.mp4'), calls }
  }

  it('opens a temp file and reads slices of it', async () => {
    const { open, calls } = setUp(Uint8Array.of(1, 2, 3, 4, 5))
    const file = await open()
    expect(file.size).toBe(5)
    expect(new Uint8Array(await file.read(1, 3))).toEqual(Uint8Array.of(2, 3, 4))
    await file.close()
    expect(calls).toEqual(['readFile'])
  })

  it.each([
    [{ errMsg: 'readFile:fail 1300202 the maximum size of the file storage limit is exceeded' }],
    [{ errMsg: 'readFile:fail', errno: 1300202 }],
    [{ errMsg: 'readFile:fail file size exceeds the limit' }],
  ])('reads by descriptor what readFile refuses for its size: %o', async (refusal) => {
    const { open, calls } = setUp(Uint8Array.of(1, 2, 3, 4, 5), refusal)
    const file = await open()
    const [first, second] = await Promise.all([file.read(0, 2), file.read(2, 2)])
    expect([...new Uint8Array(first), ...new Uint8Array(second)]).toEqual([1, 2, 3, 4])
    expect((await file.read(3, 5)).byteLength).toBe(2)
    await file.close()
    expect(calls).toEqual(['readFile', 'readFile', 'open', 'read', 'read', 'read', 'close 7'])
  })

  it('says that a temp file is gone, and that one cannot be read', async () => {
    await expect(setUp(undefined).open()).rejects.toMatchObject({ code: 'file_missing' })
    const file = await setUp(Uint8Array.of(1), { errMsg: 'readFile:fail permission denied' }).open()
    await expect(file.read(0, 1)).rejects.toMatchObject({ code: 'file_unreadable' })
  })
})

describe('wxPorts', () => {
  type Listener = (result: { isConnected?: boolean; networkType?: string }) => void

  function setUp(networkType = 'wifi') {
    const listeners = { network: new Set<Listener>(), hide: new Set<() => void>(), show: new Set<() => void>() }
    const storage = new Map<string, unknown>()
    const setKeepScreenOn = vi.fn()
    const ports = wxPorts({
      request: vi.fn(),
      getFileSystemManager: () => ({}),
      getStorageSync: (key: string) => storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
      removeStorageSync: (key: string) => void storage.delete(key),
      getNetworkType: ({ success, fail }: { success: Listener; fail: () => void }) =>
        networkType === 'fails' ? fail() : success({ networkType }),
      onNetworkStatusChange: (listener: Listener) => void listeners.network.add(listener),
      offNetworkStatusChange: (listener: Listener) => void listeners.network.delete(listener),
      onAppHide: (listener: () => void) => void listeners.hide.add(listener),
      offAppHide: (listener: () => void) => void listeners.hide.delete(listener),
      onAppShow: (listener: () => void) => void listeners.show.add(listener),
      offAppShow: (listener: () => void) => void listeners.show.delete(listener),
      setKeepScreenOn,
    } as unknown as WechatMiniprogram.Wx)
    return { ports, listeners, setKeepScreenOn }
  }

  it('keeps texts in the storage, and finds nothing where there is none', () => {
    const { storage } = setUp().ports
    storage?.set('a', 'text')
    expect([storage?.get('a'), storage?.get('b')]).toEqual(['text', undefined])
    storage?.remove('a')
    expect(storage?.get('a')).toBeUndefined()
  })

  it.each([
    ['wifi', 'other'],
    ['5g', 'mobile'],
    ['2g', 'mobile'],
    ['none', 'none'],
    ['ethernet', 'other'],
    ['fails', 'other'],
  ])('takes the network %s for %s', async (networkType, kind) => {
    expect(await setUp(networkType).ports.network?.current()).toBe(kind)
  })

  it('tells changes of the network and of the app, until that is ended', () => {
    const { ports, listeners } = setUp()
    const told: string[] = []
    const endings = [
      ports.network?.onChange((kind) => told.push(kind)),
      ports.lifecycle?.onHide(() => told.push('hide')),
      ports.lifecycle?.onShow(() => told.push('show')),
    ]
    for (const listener of listeners.network) {
      listener({ isConnected: true, networkType: '4g' })
      listener({ isConnected: false, networkType: 'wifi' })
    }
    for (const listener of [...listeners.hide, ...listeners.show]) listener()
    expect(told).toEqual(['mobile', 'none', 'hide', 'show'])
    for (const end of endings) end?.()
    expect([listeners.network.size, listeners.hide.size, listeners.show.size]).toEqual([0, 0, 0])
  })

  it('does not stay without files when WeChat once gives no file system', async () => {
    const stat = ({ success }: { success: (result: object) => void }) => success({ stats: { size: 5 } })
    const getFileSystemManager = vi.fn(() => ({ stat })).mockReturnValueOnce(undefined as never)
    const ports = wxPorts({ getFileSystemManager } as unknown as WechatMiniprogram.Wx)
    await expect(ports.files.open('a')).rejects.toThrow()
    expect(await ports.files.open('a')).toMatchObject({ size: 5 })
  })

  it('keeps the screen on, and does not mind when it may not', () => {
    const { ports, setKeepScreenOn } = setUp()
    ports.keepScreenOn?.(true)
    expect(setKeepScreenOn).toHaveBeenCalledWith(expect.objectContaining({ keepScreenOn: true }))
    expect(setKeepScreenOn.mock.calls[0]?.[0].fail).toBeTypeOf('function')
  })
})
