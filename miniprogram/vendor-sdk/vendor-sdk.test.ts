import { describe, expect, it, vi } from 'vitest'
import { cloudDate } from './cloud-date'
import { bytesOfFile, LoadedPercent } from './sdk-progress'
import { type SdkCalls, sdkWx } from './sdk-wx'
import { LinkSpeed, LONGEST_MS } from './time-limit'

describe('cloudDate', () => {
  const CloudDate = cloudDate(() => 1_767_323_045_000)

  it('is a Date by another clock', () => {
    expect(new CloudDate().toISOString()).toBe('2026-01-02T03:04:05.000Z')
    expect(CloudDate.now()).toBe(1_767_323_045_000)
    expect(CloudDate()).toBe(new Date(1_767_323_045_000).toString())
    expect(new CloudDate()).toBeInstanceOf(Date)
  })

  it('leaves times that are named alone', () => {
    expect(new CloudDate(5).getTime()).toBe(5)
    expect(new CloudDate(new Date(5)).getTime()).toBe(5)
    expect(CloudDate.parse('1970-01-01T00:00:01Z')).toBe(1000)
    expect(CloudDate.UTC(1970, 0, 1)).toBe(0)
  })
})

describe('progress', () => {
  it.each([
    ['of 0 to 100', [0, 1, 2, 50, 100], [0, 0.01, 0.02, 0.5, 1]],
    ['of 0 to 1', [0, 0.01, 0.5, 0.99, 1], [0, 0.01, 0.5, 0.99, 1]],
    ['of 0 to 100, with fractions', [0.5, 50, 0.5], [0.5, 0.5, 0.005]],
    ['beyond all bounds', [-1, 101], [0, 1]],
  ])('%s is read as a fraction', (_, told, read) => {
    const percent = new LoadedPercent()
    expect(told.map((loaded) => percent.read(loaded))).toEqual(read)
  })

  it('of the form is that of its file', () => {
    // A form of 1,500 bytes, 1,000 of them the file.
    expect([0, 300, 500, 1000, 1500].map((sent) => bytesOfFile(sent, 1500, 1000))).toEqual([0, 0, 0, 500, 1000])
  })
})

describe('LinkSpeed', () => {
  const MiB = 1024 * 1024

  it('expects a poor link until something was measured', () => {
    const speed = new LinkSpeed()
    expect(speed.expectedMs(MiB)).toBe(10_240)
    speed.measured(undefined)
    speed.measured(2 * MiB)
    expect(speed.expectedMs(MiB)).toBe(500)
  })

  it('allows a minute of silence where progress is told, and three times what is expected where it is not', () => {
    const speed = new LinkSpeed()
    speed.measured(MiB)
    expect(speed.silenceMs('reporting', 100 * MiB)).toBe(60_000)
    expect(speed.silenceMs('sending', 100 * MiB)).toBe(360_000)
    expect(speed.silenceMs('sending', 100_000 * MiB)).toBe(LONGEST_MS)
  })

  it('gives the SDK a minute to begin, and the time that the digest of a large file takes', () => {
    expect(new LinkSpeed().silenceMs('before', 1000 * MiB)).toBe(160_000)
  })
})

describe('the wx of the SDK', () => {
  const calls = (more: Partial<SdkCalls> = {}): SdkCalls => ({
    over: false,
    timeoutMs: 7,
    answer: () => undefined,
    answered: (tell) => tell(),
    unanswered: (_, tell) => tell(),
    sending: vi.fn(),
    sent: vi.fn(),
    stored: (tell) => tell(),
    failed: (_, tell) => tell(),
    ...more,
  })
  const task = { abort: vi.fn(), onProgressUpdate: vi.fn() }
  const real = {
    request: vi.fn(() => 'task of request'),
    uploadFile: vi.fn(() => task),
    getSystemInfoSync: () => 'system',
    getFileSystemManager: () => ({ getFileInfo: (option: { filePath: string }) => `info of ${option.filePath}` }),
  } as unknown as WechatMiniprogram.Wx
  const vod = (query: string) => ({ url: `https://vod.cn-shanghai.aliyuncs.com/?${query}` })

  it('is WeChat itself, but for what is watched', () => {
    const wx = sdkWx(real, calls())
    expect(wx.getSystemInfoSync()).toBe('system')
    const moved = wx as unknown as { getFileInfo(option: object): string }
    expect(moved.getFileInfo({ filePath: 'a' })).toBe('info of a')
  })

  it.each([
    vod('Version=2017-03-21&Action=CreateUploadVideo'),
    vod('Action=CreateUploadVideo&Title=x'),
    { url: 'https://vod.cn-shanghai.aliyuncs.com', data: { Action: 'CreateUploadVideo' } },
  ])("has VOD's calls answered: %o", async (option) => {
    const success = vi.fn()
    const asked: string[] = []
    const answer = (action: string) => {
      asked.push(action)
      return Promise.resolve({ VideoId: 'v' })
    }
    sdkWx(real, calls({ answer })).request({ ...option, success })
    await vi.waitFor(() => expect(success).toHaveBeenCalled())
    expect(success.mock.calls[0]?.[0]).toMatchObject({ statusCode: 200, data: { VideoId: 'v' } })
    expect(asked).toEqual(['CreateUploadVideo'])
    expect(real.request).not.toHaveBeenCalled()
  })

  it.each([
    vod('Action=GetUploadProgress'),
    { url: 'https://other.example/?Action=CreateUploadVideo' },
    { url: 'https://vod.evil.example/?Action=CreateUploadVideo' },
    { url: 'https://vod.cn-shanghai.aliyuncs.com.evil.example/?Action=CreateUploadVideo' },
  ])('lets other calls go out as they are: %o', (option) => {
    const answer = (action: string) => (action === 'CreateUploadVideo' ? Promise.resolve({}) : undefined)
    expect(sdkWx(real, calls({ answer })).request(option)).toBe('task of request')
    expect(real.request).toHaveBeenLastCalledWith(option)
  })

  it('does nothing any more once it is over', () => {
    vi.mocked(real.request).mockClear()
    vi.mocked(real.uploadFile).mockClear()
    const wx = sdkWx(real, calls({ over: true }))
    wx.request({ url: 'https://other.example/' }).abort()
    wx.uploadFile({ url: 'https://b.example/', filePath: 'a', name: 'file' }).onProgressUpdate(() => undefined)
    expect(real.request).not.toHaveBeenCalled()
    expect(real.uploadFile).not.toHaveBeenCalled()
  })

  it('gives an upload its time where the SDK gives none', () => {
    const option = { url: 'https://b.example/', filePath: 'a', name: 'file' }
    sdkWx(real, calls()).uploadFile(option)
    expect(real.uploadFile).toHaveBeenLastCalledWith(expect.objectContaining({ ...option, timeout: 7 }))
    sdkWx(real, calls()).uploadFile({ ...option, timeout: 5 })
    expect(real.uploadFile).toHaveBeenLastCalledWith(expect.objectContaining({ timeout: 5 }))
  })
})
