import { describe, expect, it, onTestFinished } from 'vitest'
import { App, browserIsThere, MiB, sha256 } from './app'
import { type Caption, Film } from './film'
import type { Phone } from './phone'

// The moving pictures of the two READMEs: one upload that is cut, killed, and goes on. They are left in output/films;
// docs/en/upload.gif and docs/zh/upload.gif are copies.

const app = new App()

/** READMEs are opened on phones, too. */
const MOST_BYTES = 600 * 1024

const SIZE = 20 * MiB

const PERCENT = /^\d+\s%$/

const LANGUAGES = [
  {
    ...{ folder: 'zh', language: 'zh_CN', choose: '选择视频', retitled: '海边的下午', done: '完成' },
    ...{ start: '开始上传（1）', offline: '没有网络，恢复后自动继续', gone: '文件已失效，重新选择后继续。' },
    ...{ again: /^重新选择/, uploaded: '已上传' },
    captions: {
      upload: '上传视频',
      cut: '断网',
      back: '网络恢复：接着传',
      killed: '小程序被系统关闭',
      reopened: '重新打开：进度还在',
      goesOn: '选回原视频：从断点续传',
      whole: '上传完成，校验一致',
    },
  },
  {
    ...{ folder: 'en', language: 'en', choose: 'Choose videos', retitled: 'Afternoon by the sea', done: 'Done' },
    ...{
      start: 'Upload 1 video',
      offline: 'No network, goes on when it is back',
      gone: 'The video file is gone. Choose it again to go on.',
    },
    ...{ again: /^Choose again/, uploaded: 'Uploaded' },
    captions: {
      upload: 'A video is being uploaded',
      cut: 'The network is cut',
      back: 'It is back: the upload goes on',
      killed: 'The app is killed',
      reopened: 'Opened again: nothing is lost',
      goesOn: 'The same video: on from there',
      whole: 'All of it has arrived, checked',
    },
  },
]

/** What the row of the one video tells; undefined while it tells no figure. */
async function percentOf(phone: Phone, uploaded: string): Promise<number | undefined> {
  const [text] = await phone.page.getByText(PERCENT).filter({ visible: true }).allTextContents()
  if (text !== undefined) return Number.parseInt(text, 10)
  return (await phone.page.getByText(uploaded).first().isVisible()) ? 100 : undefined
}

/** A picture each time that the page tells more, until it tells `percent`. Returns what it tells then. */
async function takeUntil(film: Film, phone: Phone, caption: Caption, percent: number, uploaded: string) {
  let shown: number | undefined
  while (shown === undefined || shown < percent) {
    const before = shown
    await expect
      .poll(async () => {
        shown = await percentOf(phone, uploaded)
        return shown !== undefined && shown !== before
      })
      .toBe(true)
    await film.take(phone.page, caption, 220)
  }
  return shown
}

describe.runIf(browserIsThere)('a film of an upload that is cut, killed, and goes on', () => {
  it.each(LANGUAGES)('$folder', async ({ folder, language, captions, ...words }) => {
    const file = await app.enlarge(app.videos.short, `${folder}.mp4`, SIZE)
    // So that there is something to see.
    await app.fault('UploadPart', { type: 'delay', ms: 700 }, { times: 'always' })
    const phone = await app.open({ language, platform: 'ios', user: `film${folder}` }, undefined, 2)
    await phone.page.setViewportSize({ width: 360, height: 440 })
    const film = await Film.begin(phone.browser)
    onTestFinished(() => film.close())

    await phone.choose(words.choose, [file])
    await phone.retitle(words.retitled, { done: words.done })
    await film.take(phone.page, { text: captions.upload }, 1200)
    await phone.button(words.start).click()
    await takeUntil(film, phone, { text: captions.upload }, 25, words.uploaded)

    await phone.set({ offline: true })
    await phone.sees(words.offline)
    await film.take(phone.page, { text: captions.cut, alarm: true }, 1800)
    await phone.set({ offline: false })
    const before = await takeUntil(film, phone, { text: captions.back }, 70, words.uploaded)
    const [made] = await app.stored()

    await film.take(undefined, { text: captions.killed, alarm: true }, 1800)
    await phone.restart()
    await phone.sees(words.gone)
    const after = await percentOf(phone, words.uploaded)
    expect(after).toBeGreaterThanOrEqual(before - 1)
    await film.take(phone.page, { text: captions.reopened }, 2200)
    await phone.choose(words.again, [file])
    await takeUntil(film, phone, { text: captions.goesOn }, 95, words.uploaded)
    await phone.sees(words.uploaded)
    await film.take(phone.page, { text: captions.whole }, 3000)

    expect(await app.stored()).toEqual([
      expect.objectContaining({ videoId: made?.videoId, size: SIZE, sha256: await sha256(file) }),
    ])
    const { bytes, frames } = await film.write(`upload.${folder}`)
    expect(frames).toBeGreaterThan(10)
    expect(bytes).toBeLessThan(MOST_BYTES)
  })
})
