import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Mounted, mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import { ServiceError } from '../../service/service-error'
import type { ServiceSettings } from '../../service/settings'
import { type HttpRequest, type NetworkKind, UploadError } from '../../uploader/index'
import type { Uploader } from '../../uploader/uploader'
import type { PickedVideo } from '../../videos/picked-video'

const MB = 1024 * 1024

/** What the engine reaches in these tests: a bucket that answers when the test says so, and files by their sizes. */
const cloud = vi.hoisted(() => ({
  /** Requests that have not been answered, by file. */
  pending: [] as { request: HttpRequest; answer(text: string): void }[],
  /** Bytes of the temp files that are there. */
  files: {} as Record<string, number>,
  /** What they begin with, where it matters. */
  contents: {} as Record<string, string>,
  /** The phone's network, and who hears of it. */
  network: 'other' as NetworkKind,
  onNetwork: undefined as ((kind: NetworkKind) => void) | undefined,
  /** What the service has told, and who hears of it. */
  settings: undefined as ServiceSettings | undefined,
  onSettings: undefined as (() => void) | undefined,
  /** What the service was told of videos. */
  told: [] as [videoId: string, details: object][],
  /** How the next question for a place is answered instead. */
  refusal: undefined as unknown,
}))

const contentOf = vi.hoisted(() => (path: string) => `\0\0\0\x18ftyp${path}`)

vi.mock('../../services', async () => {
  const { createUploader, UploadError: MissingFile } = await import('../../uploader/index')
  const { en: t } = await import('../../i18n/en')
  const encode = (value: object) => btoa(JSON.stringify(value))
  const files = {
    open: async (path: string) => {
      const size = cloud.files[path]
      if (size === undefined) throw new MissingFile('file_missing', 'gone')
      // Each file has bytes of its own.
      const content = cloud.contents[path] ?? contentOf(path)
      const read = async (_: number, length: number) => {
        const bytes = new Uint8Array(length)
        new TextEncoder().encodeInto(content, bytes)
        return bytes.buffer
      }
      return { size, read, close: async () => undefined }
    },
  }
  const uploader = createUploader<PickedVideo>({
    ports: {
      now: () => Date.now(),
      random: Math.random,
      setTimer(callback, ms) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
      files,
      network: {
        current: async () => cloud.network,
        onChange(listener) {
          cloud.onNetwork = listener
          return () => undefined
        },
      },
      http: {
        send(request) {
          let cancel = () => undefined as undefined
          const response = new Promise<{ status: number; headers: Record<string, string>; text: string }>(
            (resolve, reject) => {
              const headers = { etag: '"e"', 'x-oss-hash-crc64ecma': '1' }
              cloud.pending.push({ request, answer: (text) => resolve({ status: 200, headers, text }) })
              cancel = () => void reject(new MissingFile('canceled', 'aborted')) as undefined
            },
          )
          return { response, abort: () => cancel() }
        },
      },
    },
    // Each file is one of its own in the bucket: the tests know it by its title.
    getAuth: async (request) => {
      if (cloud.refusal) throw cloud.refusal
      return {
        videoId: request.kind === 'create-video' ? `id of ${request.title}` : request.videoId,
        uploadAddress: encode({
          Endpoint: 'https://oss-cn-shanghai.aliyuncs.com',
          Bucket: 'b',
          FileName: request.kind === 'create-video' ? request.fileName : '',
        }),
        uploadAuth: encode({ AccessKeyId: 'k', AccessKeySecret: 's', SecurityToken: 't', Expiration: '3000' }),
      }
    },
    partSize: { start: MB, largest: MB },
    checksums: false,
  })
  const { engines } = await import('../../engines')
  const setTimer = (callback: () => void, ms: number) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const client = { language: 'en', textSize: 17, library: '3.8.12', desktop: false, weCom: false }
  const details = { tell: (videoId: string, said: object) => cloud.told.push([videoId, said]) }
  const { followDetails } = await import('../../videos/tell-details')
  followDetails(uploader, details as never)
  const settings = {
    get current() {
      return cloud.settings
    },
    subscribe(listener: () => void) {
      cloud.onSettings = listener
      return () => undefined
    },
  }
  const authWatch = { creating: false, renewing: new Set(), subscribe: () => () => undefined }
  const { abilities } = engines.multipart
  return { t, uploader, abilities, client, setTimer, tooOld: false, details, settings, authWatch, files }
})
const { uploader } = (await import('../../services')) as unknown as { uploader: Uploader<PickedVideo> }

/** Answers what the bucket was asked: how it begins an upload, and how it ends one. */
async function answerControl(): Promise<void> {
  await settled()
  for (const { request, answer } of take(({ method }) => method !== 'PUT')) {
    answer(request.url.includes('?uploads') ? '<UploadId>u</UploadId>' : '<ETag>e</ETag>')
  }
  await settled()
}

/** The parts under way, in the order of their sending; what is taken is to be answered. */
function takeParts(path = ''): { answer(text: string): void }[] {
  return take(({ method, url }) => method === 'PUT' && url.includes(path))
}

function take(which: (request: HttpRequest) => boolean) {
  const taken = cloud.pending.filter(({ request }) => which(request))
  cloud.pending = cloud.pending.filter(({ request }) => !which(request))
  return taken
}

const video = (name: string, size = 10 * MB) => {
  cloud.files[`http://tmp/${name}.mp4`] = size
  return {
    tempFilePath: `http://tmp/${name}.mp4`,
    thumbTempFilePath: '',
    size,
    duration: 34,
    width: 320,
    height: 240,
    fileType: 'video' as const,
  }
}

type Faked =
  | 'showModal'
  | 'showToast'
  | 'chooseMedia'
  | 'chooseMessageFile'
  | 'showActionSheet'
  | 'compressVideo'
  | 'requestSubscribeMessage'
  | 'setClipboardData'
  | 'vibrateShort'
  | 'pageScrollTo'
  | 'navigateTo'
  | 'switchTab'

function fakeWx() {
  const picked: ReturnType<typeof video>[] = []
  const wx = {
    setNavigationBarTitle: vi.fn(),
    setTabBarItem: vi.fn(),
    chooseMedia: vi.fn((option: WechatMiniprogram.ChooseMediaOption) =>
      option.success?.({ tempFiles: picked.splice(0), type: 'video', errMsg: 'chooseMedia:ok' } as never),
    ),
    chooseMessageFile: vi.fn(),
    showModal: vi.fn(),
    showToast: vi.fn(),
    showActionSheet: vi.fn(),
    compressVideo: vi.fn(),
    requestSubscribeMessage: vi.fn(),
    setClipboardData: vi.fn(({ success }: WechatMiniprogram.SetClipboardDataOption) => success?.({} as never)),
    vibrateShort: vi.fn(),
    pageScrollTo: vi.fn(),
    navigateTo: vi.fn(),
    switchTab: vi.fn(),
  } as unknown as WechatMiniprogram.Wx & Record<Faked, ReturnType<typeof vi.fn>>
  return { wx, picked }
}

/** Opens the page and adds videos by its own button. */
async function open(...videos: ReturnType<typeof video>[]) {
  const { wx, picked } = fakeWx()
  const page = await mount('pages/upload/upload', { wx })
  const choose = async (label: string, ...more: ReturnType<typeof video>[]) => {
    picked.push(...more)
    page.tap(`[aria-label="${label}"]`)
    await settled()
  }
  if (videos.length > 0) await choose(en.choose, ...videos)
  return { page, wx, choose }
}

/** Opens the sheet of the first row, types, and closes it by the button. */
async function say(page: Mounted, fields: Record<string, string>, button: string = en.done): Promise<void> {
  page.tap('[aria-label^="Edit "]')
  await settled()
  for (const [label, value] of Object.entries(fields)) page.triggerEvent(label, 'input', { value })
  await settled()
  page.tap(button)
  await settled()
}

/** Lets promises and rendering go on. */
const settled = () => vi.advanceTimersByTimeAsync(0)

const stateOf = (index: number) => uploader.tasks[index]?.snapshot.state

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 0, 2, 3, 4) }))
afterEach(async () => {
  for (const { id } of uploader.tasks) uploader.remove(id)
  // What drops the parts is answered too: an answer that never comes would hold one of the engine's slots.
  await settled()
  for (const { answer } of cloud.pending) answer('')
  await settled()
  cloud.pending = []
  cloud.files = {}
  cloud.contents = {}
  cloud.network = 'other'
  cloud.settings = undefined
  cloud.told = []
  cloud.refusal = undefined
  vi.useRealTimers()
})

describe('the upload page', () => {
  it('begins with an invitation, and lists what is chosen', async () => {
    const { page, choose } = await open()
    expect(page.element.textContent).toContain(en.emptyHeading)
    await choose(en.choose, video('a'), video('b'))
    expect(page.element.textContent).not.toContain(en.emptyHeading)
    expect(page.text()).toContain('10.0 MB · 0:34')
    expect(page.element.textContent).toContain('Upload 2 videos')
    expect(cloud.pending).toHaveLength(0)
  })

  it('starts all that wait, two at a time, and asks before it stops one', async () => {
    const { page, wx } = await open(video('a'), video('b'), video('c'))
    page.tap('[aria-label="Upload 3 videos"]')
    await answerControl()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.state)).toEqual(['uploading', 'uploading', 'waiting'])
    page.tap('[aria-label^="Stop uploading"]')
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ title: en.stopQuestion }))
    expect(uploader.tasks).toHaveLength(3)
    wx.showModal.mock.calls[0]?.[0].success({ confirm: true })
    expect(uploader.tasks).toHaveLength(2)
  })

  it('pauses and resumes a video, and keeps what has been uploaded', async () => {
    const { page } = await open(video('a'))
    page.tap('[aria-label="Upload 1 video"]')
    await answerControl()
    for (const part of takeParts()) part.answer('')
    await vi.advanceTimersByTimeAsync(300)
    page.tap('[aria-label^="Pause uploading"]')
    await settled()
    expect(stateOf(0)).toBe('paused')
    const { percent = 0 } = uploader.tasks[0]?.snapshot.progress ?? {}
    expect(percent).toBeGreaterThan(0)
    expect(page.text()).toContain(en.pausedByUser)
    expect(page.text()).toContain(`${percent} %`)
    page.tap('[aria-label^="Resume uploading"]')
    await answerControl()
    expect(stateOf(0)).toBe('uploading')
    expect(page.text()).toContain(`${percent} %`)
  })

  it('pauses and resumes all, where there are several', async () => {
    const { page, choose } = await open(video('a'))
    page.tap('[aria-label="Upload 1 video"]')
    await answerControl()
    expect(page.all(en.pauseAll)).toHaveLength(0)
    await choose(en.addMore, video('b'), video('c'))
    page.tap('[aria-label="Upload 2 videos"]')
    await answerControl()
    page.tap(en.pauseAll)
    await settled()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.pausedBy)).toEqual(['user', 'user', 'user'])
    expect(page.text()).toContain('0 of 3 done · paused')
    page.tap(en.resumeAll)
    await answerControl()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.state)).toEqual(['uploading', 'uploading', 'waiting'])
    expect(page.get(en.pauseAll)).toBeTruthy()
  })

  it('shows a file that is gone, and goes on with it when it is chosen again, under its own title', async () => {
    const { page, wx, choose } = await open(video('a'), video('b', 20 * MB))
    uploader.tasks[0]?.rename('Mine')
    page.tap('[aria-label="Upload 2 videos"]')
    await answerControl()
    for (const part of takeParts('a.mp4')) part.answer('')
    await settled()
    uploader.tasks[0]?.pause()
    delete cloud.files['http://tmp/a.mp4']
    uploader.tasks[0]?.resume()
    await settled()
    expect(page.text()).toContain(en.errorFileGone)

    await choose('Choose again: the file of “Mine”', video('other', 11 * MB))
    expect(wx.chooseMedia).toHaveBeenLastCalledWith(expect.objectContaining({ count: 1, sourceType: ['album'] }))
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ title: en.otherFile }))
    expect(stateOf(0)).toBe('error')

    // By the button for new videos it works as well, and adds no row.
    cloud.contents['http://tmp/again.mp4'] = contentOf('http://tmp/a.mp4')
    await choose(en.addMore, video('again'))
    await answerControl()
    expect(uploader.tasks).toHaveLength(2)
    expect(uploader.tasks[0]?.snapshot).toMatchObject({
      state: 'uploading',
      file: { title: 'Mine', path: 'http://tmp/again.mp4' },
    })
  })

  it('asks before it drops what has been uploaded of a video that failed', async () => {
    const { page, wx } = await open(video('a'))
    page.tap('[aria-label="Upload 1 video"]')
    await answerControl()
    for (const part of takeParts()) part.answer('')
    await settled()
    delete cloud.files['http://tmp/a.mp4']
    uploader.tasks[0]?.pause()
    uploader.tasks[0]?.resume()
    await settled()
    expect(uploader.tasks[0]?.snapshot.error).toBeInstanceOf(UploadError)
    page.tap('[aria-label^="Remove"]')
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ title: en.stopQuestion }))
  })

  it('takes videos of a chat, and says how many files are none', async () => {
    const { page, wx } = await open()
    page.tap(en.chooseFromChat)
    await settled()
    const [option] = wx.chooseMessageFile.mock.calls[0] as [WechatMiniprogram.ChooseMessageFileOption]
    const files = ['会议.mp4', 'notes.pdf'].map((name) => ({ path: `http://tmp/${name}`, name, size: 5, type: 'file' }))
    option.success?.({ tempFiles: files, errMsg: 'chooseMessageFile:ok' } as never)
    await settled()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file)).toMatchObject([{ title: '会议', fileName: '会议.mp4' }])
    expect(wx.showModal).toHaveBeenCalledWith(
      expect.objectContaining({ title: en.notAdded(1), content: expect.stringContaining(en.refusedOthers(1)) }),
    )
  })

  it('looks for a lost file of a chat in the chats', async () => {
    const { page, wx } = await open()
    const file = { title: 'Mine', fileName: 'a.mp4', thumbPath: '', size: 5, duration: 0 }
    uploader.upload({ path: 'http://tmp/lost.mp4', ...file })
    await settled()
    page.tap('Choose again: the file of “Mine”')
    await settled()
    expect(wx.chooseMedia).not.toHaveBeenCalled()
    expect(wx.chooseMessageFile).toHaveBeenCalledWith(expect.objectContaining({ count: 1 }))
  })

  it('says so when no window opens, until one has been used', async () => {
    const { page, wx } = await open()
    wx.chooseMedia.mockImplementationOnce(() => undefined)
    page.tap(en.choose)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(page.text()).toContain(en.chooseSilent)
    // It may still have opened, and be used.
    wx.chooseMedia.mock.calls[0]?.[0].success({ tempFiles: [video('a')] })
    await settled()
    expect(page.text()).not.toContain(en.chooseSilent)
    expect(uploader.tasks).toHaveLength(1)
  })

  it('shows a lost network while it is lost, as the engine hears of it', async () => {
    const { page } = await open()
    cloud.onNetwork?.('none')
    await settled()
    expect(page.text()).toContain(en.offline)
    cloud.onNetwork?.('other')
    await settled()
    expect(page.text()).not.toContain(en.offline)
  })

  it('has the engine ask for the network again when it is shown: a change may have been missed', async () => {
    const { page } = await open()
    for (const [network, offline] of [
      ['none', true],
      ['other', false],
    ] as const) {
      cloud.network = network
      page.hide()
      page.show()
      await vi.waitFor(() => expect(page.text().includes(en.offline)).toBe(offline))
    }
  })

  it('keeps half an emoji out of a title', async () => {
    const { page } = await open(video('a'))
    await say(page, { [en.titleNamed('Video 01-02 03:04')]: `Sea ${'🏖'.slice(0, 1)}` })
    expect(uploader.tasks[0]?.snapshot.file.title).toBe('Sea')
  })

  it('opens, and lists what there is, although no call of wx works', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    uploader.add({ path: 'http://tmp/a.mp4', title: 'Mine', thumbPath: '', size: 5, duration: 0 })
    const page = await mount('pages/upload/upload', { wx: {} })
    expect(page.get('Remove “Mine”')).toBeTruthy()
    page.tap(en.addMore)
    await settled()
    page.unmount()
    vi.restoreAllMocks()
  })

  it('hands less than 1 KB to setData a tick, four times a second, with twenty rows', async () => {
    const { page } = await open()
    const size = 200 * MB
    for (let i = 0; i < 20; i++) {
      const path = video(String(i), size).tempFilePath
      uploader.upload({ path, title: `A title of usual length ${i}`, thumbPath: '', size, duration: 60 })
    }
    await answerControl()
    await vi.advanceTimersByTimeAsync(300)

    const before = page.setDataCalls.length
    const seconds = 5
    for (let step = 0; step < seconds * 20; step++) {
      for (const path of ['/0.mp4', '/1.mp4']) {
        const part = cloud.pending.find(({ request }) => request.url.includes(path))
        expect(part).toBeDefined()
        cloud.pending = cloud.pending.filter((one) => one !== part)
        part?.answer('')
      }
      await vi.advanceTimersByTimeAsync(50)
    }
    const calls = page.setDataCalls.slice(before)
    const ticks = calls.filter(({ path }) => path === 'components/video-uploader/video-uploader')
    expect(ticks.length).toBeGreaterThan(seconds * 3)
    expect(ticks.length).toBeLessThanOrEqual(seconds * 4 + 1)
    for (const { bytes } of ticks) expect(bytes).toBeLessThan(1024)
    // The rows themselves set nothing meanwhile.
    expect(calls.length).toBe(ticks.length)
  })
})

const settingsOf = (changes: Partial<ServiceSettings> = {}): ServiceSettings => ({
  limits: {
    ...{ maxBytes: 100 * MB, maxSeconds: 60, dailyUploads: 10, dailyBytes: 1000 * MB },
    ...{ titleCharacters: 128, descriptionCharacters: 1024, tags: 16, tagCharacters: 32 },
  },
  left: { uploads: 10, bytes: 1000 * MB },
  resetsAt: Date.now() + 3_600_000,
  categories: [{ id: '7', name: 'Travel' }],
  ...{ review: false, covers: true, shares: true, reports: false, messages: [] },
  ...changes,
})

const rowsOf = (page: Mounted) => page.all('.title').map(({ textContent }) => textContent)

/** All parts of a file arrive, one after the other. */
async function uploadAll(path: string): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await answerControl()
    for (const part of takeParts(path)) part.answer('')
    await vi.advanceTimersByTimeAsync(300)
  }
}

describe('what is picked', () => {
  it('is left out where it is no video, empty, too large or too long, and that is said with what is taken', async () => {
    cloud.settings = settingsOf()
    cloud.contents['http://tmp/notes.mp4'] = 'These are notes, and no video. '.repeat(20)
    const long = { ...video('long'), duration: 90 }
    const { page, wx } = await open(video('notes', 400), video('empty', 0), video('huge', 200 * MB), long, video('ok'))
    await settled()
    const [{ title, content }] = wx.showModal.mock.calls[0] as [{ title: string; content: string }]
    expect(title).toBe(en.notAdded(4))
    expect(content.split('\n')).toEqual([
      expect.stringMatching(/^Empty: /),
      expect.stringMatching(/^Not a video: /),
      expect.stringMatching(/^Over 100.MB: /),
      expect.stringMatching(/^Longer than 1:00: /),
      expect.stringMatching(/^Formats: MP4, MOV/),
    ])
    expect(rowsOf(page)).toEqual(['Video 01-02 03:04 (5)'])
  })

  it('is numbered on over the whole queue, so that no two have one name', async () => {
    const { page, choose } = await open(video('a'), video('b'))
    await choose(en.addMore, video('c'))
    expect(rowsOf(page)).toEqual(['Video 01-02 03:04', 'Video 01-02 03:04 (2)', 'Video 01-02 03:04 (3)'])
    expect(new Set(page.all('[aria-label^="Edit"]').map((node) => node.getAttribute('aria-label'))).size).toBe(3)
  })

  it.each([
    [true, 1],
    [false, 2],
  ])('is asked about where it is in the list already: skipped %s, %d rows', async (confirm, rows) => {
    const { wx, choose } = await open(video('a'))
    cloud.contents['http://tmp/copy.mp4'] = contentOf('http://tmp/a.mp4')
    await choose(en.addMore, video('copy'))
    const [question] = wx.showModal.mock.calls[0] as [WechatMiniprogram.ShowModalOption]
    expect(question).toMatchObject({ title: en.doubleQuestion, confirmText: en.doubleSkip })
    question.success?.({ confirm, cancel: !confirm, errMsg: '' } as never)
    await settled()
    expect(uploader.tasks).toHaveLength(rows)
  })

  it('comes into view, and is said', async () => {
    const { page, wx } = await open(video('a'), video('b'))
    await vi.advanceTimersByTimeAsync(200)
    const last = uploader.tasks[1]?.id
    expect(wx.pageScrollTo).toHaveBeenCalledWith(expect.objectContaining({ selector: `.uploader >>> #row-${last}` }))
    expect(page.text('.said')).toBe(en.saidAdded(2))
  })

  it('can be made smaller where it is large and would go over mobile data', async () => {
    const { page, wx, choose } = await open()
    cloud.network = 'mobile'
    cloud.onNetwork?.('mobile')
    wx.showActionSheet.mockImplementation(({ success }) => success({ tapIndex: 0 }))
    await choose(en.choose, { ...video('large', 90 * MB), duration: 60 })
    const [{ itemList }] = wx.showActionSheet.mock.calls[0] as [{ itemList: string[] }]
    expect(itemList).toEqual([expect.stringMatching(/about 18.8.MB/), expect.stringMatching(/original \(90.0.MB\)/)])
    expect(page.text()).toContain(en.makingSmaller)
    expect(page.all('[aria-label^="Upload 1"]')).toHaveLength(0)
    cloud.files['http://tmp/small.mp4'] = 20 * MB
    wx.compressVideo.mock.calls[0]?.[0].success({ tempFilePath: 'http://tmp/small.mp4' })
    await settled()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file)).toMatchObject([
      { path: 'http://tmp/small.mp4', size: 20 * MB, title: 'Video 01-02 03:04' },
    ])
    expect(page.get('Upload 1 video')).toBeTruthy()
  })

  it('is taken as it is where it cannot be made smaller, or the user does not want to wait', async () => {
    vi.spyOn(console, 'warn').mockImplementationOnce(() => undefined)
    const { page, wx, choose } = await open()
    cloud.network = 'mobile'
    cloud.onNetwork?.('mobile')
    wx.showActionSheet.mockImplementation(({ success }) => success({ tapIndex: 0 }))
    await choose(en.choose, video('large', 90 * MB), video('larger', 95 * MB))
    wx.compressVideo.mock.calls[0]?.[0].fail({ errMsg: 'compressVideo:fail' })
    await settled()
    page.tap('[aria-label^="Take original"]')
    await settled()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file.path)).toEqual([
      'http://tmp/large.mp4',
      'http://tmp/larger.mp4',
    ])
    expect(page.get('Upload 2 videos')).toBeTruthy()
  })

  it('is more than today’s allowance: that is said, and only what fits is started', async () => {
    cloud.settings = settingsOf({ left: { uploads: 1, bytes: 1000 * MB } })
    const { page } = await open(video('a'), video('b'))
    expect(page.text()).toContain(en.overAllowance)
    page.tap(en.startsLater(1))
    await answerControl()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.started)).toEqual([true, false])
    cloud.settings = settingsOf({ left: { uploads: 0, bytes: 1000 * MB } })
    cloud.onSettings?.()
    await settled()
    expect(page.text()).toContain('Today’s allowance is used up, renewed 01-02 04:04')
    // The next day it can be started without a new launch.
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(page.get('Upload 1 video')).toBeTruthy()
  })
})

describe('what was picked in an earlier life of the app, and is gone', () => {
  const lost = { title: 'Mine', tags: ['sun'], thumbPath: '', size: 10 * MB, duration: 0, lost: true }

  it('takes the same file under what was said of it, and is not started by that', async () => {
    uploader.add({ path: 'http://tmp/gone.mp4', ...lost })
    const { page, wx, choose } = await open()
    expect(page.text()).toContain(en.errorFileGone)
    expect(page.all('[aria-label^="Upload 1"]')).toHaveLength(0)
    await choose('Choose again: the file of “Mine”', video('other', 11 * MB))
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ title: en.otherFile }))
    await choose('Choose again: the file of “Mine”', video('again'))
    expect(uploader.tasks.map(({ snapshot }) => snapshot)).toMatchObject([
      { started: false, file: { path: 'http://tmp/again.mp4', title: 'Mine', tags: ['sun'], lost: false } },
    ])
    expect(page.get('Upload 1 video')).toBeTruthy()
  })

  it('is found by its size among new videos', async () => {
    uploader.add({ path: 'http://tmp/gone.mp4', ...lost })
    const { choose } = await open()
    await choose(en.addMore, video('new', 3 * MB), video('again'))
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file)).toMatchObject([
      { title: 'Mine', path: 'http://tmp/again.mp4' },
      { path: 'http://tmp/new.mp4' },
    ])
  })
})

describe('what is said of a video', () => {
  it('before it is made goes to VOD with it, and to the service once it is', async () => {
    cloud.settings = settingsOf()
    const { page } = await open(video('a'))
    page.tap('[aria-label^="Edit "]')
    await settled()
    page.tap('Travel')
    page.triggerEvent(en.titleNamed('Video 01-02 03:04'), 'input', { value: 'Sea\u202e' })
    page.triggerEvent(en.descriptionField, 'input', { value: 'A day' })
    page.triggerEvent(en.tagsField, 'input', { value: 'sun, sea，sun' })
    await settled()
    expect(page.text()).toContain('3/128')
    page.tap(en.done)
    await settled()
    expect(rowsOf(page)).toEqual(['Sea'])
    page.tap('Upload 1 video')
    await answerControl()
    expect(cloud.told).toEqual([['id of Sea', { description: 'A day', tags: ['sun', 'sea'], categoryId: '7' }]])
  })

  it('while it is uploaded is told the service at once', async () => {
    const { page } = await open(video('a'))
    page.tap('Upload 1 video')
    await answerControl()
    await say(page, { [en.titleNamed('Video 01-02 03:04')]: 'Later' })
    expect(cloud.told).toEqual([['id of Video 01-02 03:04', { title: 'Later' }]])
    await vi.advanceTimersByTimeAsync(300)
    expect(rowsOf(page)).toEqual(['Later'])
  })

  it('is judged as it is typed: emoji, lengths, nothing', async () => {
    const { page } = await open(video('a'))
    page.tap('[aria-label^="Edit "]')
    await settled()
    for (const [value, problem] of [
      ['Sea 🏖', en.refusedCharacters('🏖')],
      ['a'.repeat(129), en.tooLongBy(1)],
      ['  ', en.needTitle],
    ] as const) {
      page.triggerEvent(en.titleNamed('Video 01-02 03:04'), 'input', { value })
      await settled()
      expect(page.text()).toContain(problem)
      expect(page.get(en.done).getAttribute('aria-disabled')).toBe('true')
      page.tap(en.done)
      await settled()
    }
    page.tap(en.cancel)
    await settled()
    expect(rowsOf(page)).toEqual(['Video 01-02 03:04'])
  })

  it('moves it in the queue, too', async () => {
    const { page } = await open(video('a'), video('b'), video('c'))
    const move = async (row: number, act: string) => {
      page.tap(page.all('[aria-label^="Edit "]')[row] as HTMLElement)
      await settled()
      page.tap(act)
      await settled()
    }
    const order = () =>
      uploader.tasks.map(({ snapshot }) => snapshot.file.path.slice('http://tmp/'.length, -4)).join('')
    await move(2, en.moveToFront)
    expect(order()).toBe('cab')
    await move(0, en.moveDown)
    expect(order()).toBe('acb')
    await move(2, en.moveUp)
    expect(order()).toBe('abc')
    expect(rowsOf(page)).toEqual(['Video 01-02 03:04', 'Video 01-02 03:04 (2)', 'Video 01-02 03:04 (3)'])
  })
})

describe('at the start', () => {
  it('WeChat is asked for a message straight from the tap, and one acceptance is for one video', async () => {
    cloud.settings = settingsOf({ messages: ['ready', 'refused'] })
    const { page, wx } = await open(video('a'), video('b'))
    page.tap('Upload 2 videos')
    // Not a moment later: WeChat would not open its question.
    expect(wx.requestSubscribeMessage.mock.calls[0]?.[0]).toMatchObject({ tmplIds: ['ready', 'refused'] })
    expect(wx.vibrateShort).toHaveBeenCalledWith(expect.objectContaining({ type: 'light' }))
    wx.requestSubscribeMessage.mock.calls[0]?.[0].success({ ready: 'accept', refused: 'reject' })
    await answerControl()
    expect(cloud.told).toEqual([['id of Video 01-02 03:04 (2)', { notify: true }]])
  })

  it.each([
    ['no template', settingsOf({ messages: [] })],
    ['no word of the service', undefined],
  ])('WeChat is not asked where there is %s', async (_, settings) => {
    cloud.settings = settings
    const { page, wx } = await open(video('a'))
    page.tap('Upload 1 video')
    expect(wx.requestSubscribeMessage).not.toHaveBeenCalled()
  })
})

describe('at the end', () => {
  it('a row leads to its video, and all of them to the list; what is over can be cleared', async () => {
    const { page, wx } = await open(video('a', MB), video('b', MB))
    page.tap('Upload 2 videos')
    await uploadAll('')
    expect(page.text()).toContain(en.allDone(2))
    expect(page.text('.said')).toBe(en.saidAllDone)
    expect(wx.vibrateShort).toHaveBeenCalledWith(expect.objectContaining({ type: 'medium' }))
    page.tap('[aria-label^="See “"]')
    const url = '/pages/video/video?id=id of Video 01-02 03:04'
    expect(wx.navigateTo).toHaveBeenCalledWith(expect.objectContaining({ url }))
    page.tap(en.goVideos)
    expect(wx.switchTab).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/videos/videos' }))
    page.tap(en.clearFinished)
    await settled()
    expect(page.text()).toContain(en.emptyHeading)
  })

  it('what has failed is counted, and tried again together', async () => {
    cloud.refusal = new ServiceError('down', 'x', { status: 400 })
    const { page } = await open(video('a'), video('b'))
    page.tap('Upload 2 videos')
    await settled()
    expect(page.text()).toContain('0 of 2 done · 2 failed')
    expect(page.text('.said')).toMatch(/has failed$/)
    cloud.refusal = undefined
    page.tap(en.retryAll)
    await answerControl()
    expect(uploader.tasks.map(({ snapshot }) => snapshot.state)).toEqual(['uploading', 'uploading'])
  })

  it('a day without allowance is said with its end, and cannot be tried again before', async () => {
    const resetsAt = Date.now() + 3_600_000
    cloud.settings = settingsOf()
    cloud.refusal = new ServiceError('daily_limit_reached', 'x', {
      status: 429,
      resetsAt,
      retryAfterS: 3600,
      passing: false,
    })
    const { page } = await open(video('a'))
    page.tap('Upload 1 video')
    await settled()
    expect(page.text()).toContain(en.errorDailyLimit('01-02 04:04'))
    expect(page.all('[aria-label^="Retry “"]')).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(page.all('[aria-label^="Retry “"]')).toHaveLength(1)
  })

  it('what only the operator can mend is said at once, with its id to copy', async () => {
    cloud.refusal = new ServiceError('role_not_assumable', 'x', { status: 500, requestId: 'R-1', passing: false })
    const { page, wx } = await open(video('a'))
    page.tap('Upload 1 video')
    await settled()
    expect(page.text()).toContain(en.errorSetup)
    expect(page.text()).toContain('ID R-1')
    page.tap('[aria-label^="Copy ID"]')
    await settled()
    expect(wx.setClipboardData).toHaveBeenCalledWith(expect.objectContaining({ data: 'R-1' }))
    expect(wx.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: en.idCopied }))
    // It may be mended by now.
    cloud.refusal = undefined
    page.tap('[aria-label^="Edit "]')
    await settled()
    page.tap(en.retry)
    await answerControl()
    expect(stateOf(0)).toBe('uploading')
  })
})

it('says offline on what waits for its turn', async () => {
  const { page } = await open(video('a'), video('b'), video('c'))
  page.tap('Upload 3 videos')
  await answerControl()
  cloud.onNetwork?.('none')
  await settled()
  expect(page.text()).toContain(en.queuedOffline)
})

describe('the component', () => {
  async function mountComponent(properties: Record<string, unknown>) {
    const { wx, picked } = fakeWx()
    const component = await mount('components/video-uploader/video-uploader', { wx, properties })
    const choose = async (label: string, ...videos: ReturnType<typeof video>[]) => {
      picked.push(...videos)
      component.tap(label)
      await settled()
    }
    return { component, wx, choose }
  }

  it('tells what happens by events', async () => {
    const { component, choose } = await mountComponent({ autoStart: true })
    const heard = Object.fromEntries(
      ['added', 'progress', 'success', 'fail', 'open'].map((name) => [name, component.listen(name)]),
    )
    await choose(en.choose, video('a', 4 * MB))
    const id = uploader.tasks[0]?.id
    await uploadAll('')
    const videoId = 'id of Video 01-02 03:04'
    expect(heard.added).toEqual([{ detail: { ids: [id] } }])
    expect(heard.progress?.[0]).toEqual({ detail: { id, percent: expect.any(Number) } })
    expect(heard.success).toEqual([{ detail: { id, videoId } }])
    component.tap('[aria-label^="See “"]')
    expect(heard.open).toEqual([{ detail: { videoId } }])
    delete cloud.files['http://tmp/gone.mp4']
    cloud.refusal = new ServiceError('down', 'x', { status: 400 })
    await choose(en.addMore, video('b'))
    expect(heard.fail).toEqual([{ detail: { id: uploader.tasks[1]?.id, code: 'credentials_failed' } }])
  })

  it('takes no more than it may', async () => {
    const { wx, choose } = await mountComponent({ maxCount: 2, chat: false })
    await choose(en.choose, video('a'))
    await choose(en.addMore, video('b'), video('c'))
    expect(wx.chooseMedia).toHaveBeenLastCalledWith(expect.objectContaining({ count: 1 }))
    expect(uploader.tasks).toHaveLength(2)
    expect(wx.showModal).toHaveBeenCalledWith(expect.objectContaining({ content: en.refusedCount(1) }))
  })

  it('offers no chat where it shall not', async () => {
    const { component } = await mountComponent({ chat: false })
    expect(component.all(en.chooseFromChat)).toHaveLength(0)
  })
})
