import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canLaunchChromium, launchChromium } from '../preview/testing/chromium'
import { type Stack, startStack } from '../scripts/testing/stack'
import { layoutMistakes } from './layout'
import { Phone } from './phone'
import { freeBoxHeader, recordVideo } from './real-video'

// The mini program's own files in a real browser, from the choice of a video to its bytes in the emulated bucket.

const MiB = 1024 * 1024

let stack: Stack
let browser: Browser
let folder: string
let short: string
let other: string
let medium: string
const phones: Phone[] = []

const browserIsThere = canLaunchChromium()

beforeAll(async () => {
  if (!browserIsThere) return
  folder = await mkdtemp(join(tmpdir(), 'wevod-e2e-'))
  ;[stack, browser] = await Promise.all([startStack(), launchChromium()])
  short = join(folder, 'short.mp4')
  other = join(folder, 'other.mp4')
  await writeFile(short, await recordVideo(browser, { hue: 150 }))
  await writeFile(other, await recordVideo(browser, { hue: 20 }))
  medium = await enlarge(short, join(folder, 'medium.mp4'), 8 * MiB)
}, 90_000)

beforeEach(() => stack?.control('POST', '/reset'))

afterEach(async () => {
  const complaints = phones.flatMap((phone) => phone.complaints)
  await Promise.all(phones.splice(0).map((phone) => phone.close()))
  expect(complaints).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  if (folder) await rm(folder, { recursive: true })
})

async function open(settings: Record<string, string | number> = {}): Promise<Phone> {
  const phone = await Phone.open(browser, stack.previewUrl, settings)
  phones.push(phone)
  return phone
}

/** The same video with a `free` box that makes the file larger. */
async function enlarge(from: string, to: string, size: number): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(from)) chunks.push(chunk as Buffer)
  const video = Buffer.concat(chunks)
  const content = function* () {
    yield video
    yield freeBoxHeader(video, size)
    for (let left = size - video.length - 8; left > 0; left -= MiB)
      yield randomFillSync(Buffer.alloc(Math.min(left, MiB)))
  }
  await pipeline(Readable.from(content()), createWriteStream(to))
  return to
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

interface StoredVideo {
  title: string
  status: string
  size: number
  sha256: string
  owner: string
}

const stored = () => stack.control('GET', '/videos') as Promise<StoredVideo[]>

const fault = (operation: string, what: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  stack.control('POST', '/faults', [{ operation, fault: what, ...more }])

describe.runIf(browserIsThere)('a user', () => {
  it('picks two videos, gives one a title, and sees both arrive', async () => {
    const phone = await open()
    await phone.choose('选择视频', [short, other])
    await phone.page.getByRole('textbox', { name: '视频标题' }).first().fill('海边的下午')
    await phone.button('开始上传（2）').click()
    await phone.sees('已上传', 2)
    await phone.sees('已完成 2/2')
    const videos = await stored()
    expect(videos.map(({ title }) => title).sort()).toEqual(['海边的下午', expect.stringMatching(/^视频 .*（2）$/)])
    expect(videos.map((video) => video.sha256).sort()).toEqual([await sha256(short), await sha256(other)].sort())
    expect(new Set(videos.map(({ owner }) => owner)).size).toBe(1)

    await phone.page.getByRole('tab', { name: '我的视频' }).click()
    await phone.sees('海边的下午')
    await phone.button('播放“海边的下午”').click()
    await phone.page.waitForFunction(() => {
      const video = document.querySelector('video')
      return video !== null && video.videoWidth === 320
    })
  }, 60_000)

  it('uploads a file of 200 MB', async () => {
    const large = await enlarge(other, join(folder, 'large.mp4'), 200 * MiB)
    const phone = await open({ language: 'en' })
    await phone.choose('Choose videos', [large])
    await phone.button('Upload 1 video').click()
    await phone.page.getByText('Uploaded', { exact: true }).waitFor({ timeout: 110_000 })
    expect(await stored()).toEqual([expect.objectContaining({ size: 200 * MiB, sha256: await sha256(large) })])
  }, 120_000)

  it('adds a video while another is under way, and stops that after a question', async () => {
    await fault('UploadPart', { type: 'delay', ms: 600_000 }, { times: 'always' })
    const phone = await open({ language: 'en' })
    await phone.choose('Choose videos', [medium])
    await phone.button('Upload 1 video').click()
    await phone.sees('Uploading')
    await phone.choose('Add more', [short])
    await phone.sees('Ready to upload')
    await stack.control('DELETE', '/faults')
    await phone.page.getByRole('button', { name: /^Stop uploading/ }).click()
    await phone.sees('Stop this upload?')
    await phone.button('Stop').click()
    await phone.button('Upload 1 video').click()
    await phone.sees('Uploaded')
    const videos = await stored()
    expect(videos.map(({ status }) => status).sort()).toEqual(['Normal', 'Uploading'])
    expect(await stack.control('GET', '/calls')).toMatchObject({ AbortMultipartUpload: 1 })
  }, 60_000)

  it('is a different one to VOD than another user', async () => {
    for (const user of ['alice', 'bob']) {
      const phone = await open({ user })
      await phone.choose('选择视频', [short])
      await phone.button('开始上传（1）').click()
      await phone.sees('已上传')
    }
    const [first, second] = await stored()
    expect(first?.owner).not.toBe(second?.owner)
  }, 60_000)

  it('uploads with a phone whose clock is a day off', async () => {
    const phone = await open({ skew: 86_400 })
    await phone.choose('选择视频', [short])
    await phone.button('开始上传（1）').click()
    await phone.sees('已上传')
    expect(await stored()).toEqual([expect.objectContaining({ sha256: await sha256(short) })])
  }, 60_000)

  it('logs in again when the session is over', async () => {
    const phone = await open()
    await phone.page.evaluate(() => wx.setStorageSync('session', 'a.session.from-before'))
    await phone.page.reload()
    await phone.page.waitForSelector('html[data-ready]')
    await phone.choose('选择视频', [short])
    await phone.button('开始上传（1）').click()
    await phone.sees('已上传')
    expect(await stack.control('GET', '/calls')).toMatchObject({ jscode2session: 1, AssumeRole: 1 })
  }, 60_000)
})

describe.runIf(browserIsThere)('in words a user understands, the app tells', () => {
  it.each([
    ['refused', '未获得相册权限'],
    ['undeclared', '暂时无法选择视频'],
  ])('that the album is out of reach: %s', async (privacy, text) => {
    const phone = await open({ privacy })
    await phone.button('选择视频').click()
    await phone.sees(text)
    await phone.button('知道了').click()
    await phone.sees('上传你的视频')
  })

  it.each([
    ['the service is down', 'jscode2session', { type: 'reset' }, '服务暂时不可用，请稍后重试。'],
    ['WeChat refuses the login', 'jscode2session', { type: 'error', status: 400, code: '40029' }, '登录失败，请重试。'],
    [
      'the account may not log in',
      'jscode2session',
      { type: 'error', status: 400, code: '40226' },
      '你的微信账号暂时无法登录。',
    ],
    ['VOD refuses', 'CreateUploadVideo', { type: 'error', status: 403, code: 'Forbidden.RAM' }, /没有上传权限/],
    ['OSS fails', 'UploadPart', { type: 'error', status: 500, code: 'InternalError' }, '上传失败，请重试。'],
  ])(
    'that %s, and tries again',
    async (_, operation, what, text) => {
      await fault(operation, what)
      const phone = await open()
      await phone.choose('选择视频', [short])
      await phone.button('开始上传（1）').click()
      await phone.sees(text)
      await phone.page.getByRole('button', { name: /^重新上传/ }).click()
      await phone.sees('已上传')
      expect(await stored()).toContainEqual(expect.objectContaining({ sha256: await sha256(short) }))
    },
    60_000,
  )

  it('that there is no network', async () => {
    const phone = await open({ offline: 1 })
    await phone.sees('当前没有网络连接')
    await phone.choose('选择视频', [short])
    await phone.button('开始上传（1）').click()
    await phone.sees('网络连接失败，请检查网络后重试。')
  })
})

describe.runIf(browserIsThere).each([
  { name: 'zh-light', language: 'zh_CN', dark: 0 },
  { name: 'zh-dark', language: 'zh_CN', dark: 1 },
  { name: 'en-light', language: 'en', dark: 0 },
  { name: 'en-dark', language: 'en', dark: 1 },
  { name: 'en-320-large-text', language: 'en', dark: 0, width: 320, font: 24 },
  { name: 'zh-430', language: 'zh_CN', dark: 0, width: 430 },
])('on a phone set to $name', ({ name, ...settings }) => {
  const zh = settings.language === 'zh_CN'
  const say = (chinese: string, english: string) => (zh ? chinese : english)
  const long = say(
    '一个很长很长的标题，用来看看它会不会被截断，能不能换行',
    'A rather long title, to see whether it wraps or is cut off',
  )

  it('every state of every page looks right', async () => {
    const phone = await open(settings)
    const look = async (state: string) => {
      await phone.screenshot(`${name}/${state}`)
      expect(await layoutMistakes(phone.page), state).toEqual([])
    }
    const add = (file: string) => phone.choose(say('继续添加', 'Add more'), [file])
    const start = () => phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    await look('1-empty')

    await phone.choose(say('选择视频', 'Choose videos'), [other, short])
    await phone.sees(say('等待上传', 'Ready to upload'), 2)
    await look('2-chosen')

    await phone.page
      .getByRole('button', { name: say('移除', 'Remove') })
      .last()
      .click()
    await fault('CreateUploadVideo', { type: 'error', status: 403, code: 'Forbidden.RAM' })
    await start()
    await phone.sees(
      say(
        '没有上传权限，请联系小程序的开发者。',
        'Uploading is not allowed. Please tell the developer of this mini program.',
      ),
    )
    await add(short)
    await phone.sees(say('等待上传', 'Ready to upload'))
    await phone.page.getByRole('textbox').last().fill(long)
    await start()
    await phone.sees(say('已上传', 'Uploaded'))
    await fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: 2, times: 'always' })
    await add(medium)
    await start()
    await phone.sees('25 %')
    await add(other)
    await phone.sees(say('等待上传', 'Ready to upload'))
    await look('3-every-state')

    await phone.page.getByRole('button', { name: say('停止上传', 'Stop uploading') }).click()
    await phone.sees(say('停止上传这个视频？', 'Stop this upload?'))
    await look('4-question')
    await phone.button(say('继续上传', 'Go on')).click()

    await phone.page.getByRole('tab', { name: say('我的视频', 'My videos') }).click()
    await phone.sees(long)
    await look('5-videos')
    await phone.page.getByRole('button', { name: say('播放', 'Play') }).click()
    await phone.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
    await look('6-player')
    await phone.button(say('关闭播放器', 'Close the player')).click()
    await stack.control('DELETE', '/faults')
  }, 60_000)

  it('what there is without videos or network looks right', async () => {
    const phone = await open({ ...settings, offline: 1 })
    await phone.sees(say('当前没有网络连接', 'No network connection'))
    await phone.screenshot(`${name}/7-offline`)
    await phone.page.getByRole('tab', { name: say('我的视频', 'My videos') }).click()
    await phone.sees(say('还没有视频', 'No videos yet'))
    await phone.screenshot(`${name}/8-no-videos`)
    expect(await layoutMistakes(phone.page)).toEqual([])
  })
})
