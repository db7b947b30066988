import { describe, expect, it } from 'vitest'
import { App, browserIsThere, MiB, type StoredVideo, sha256 } from './app'
import type { Phone } from './phone'

// What gets in the way of an upload on a phone, and that nothing of what has arrived is sent again.

const app = new App()

const SOME = /^[1-9]\d?\s%$/

/** One part of the 8 MiB arrives; the others are in mid-air until the faults are gone. */
async function uploadSome(settings: Record<string, string | number> = {}): Promise<Phone> {
  await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: 1, times: 'always' })
  const phone = await app.open(settings)
  await phone.choose('选择视频', [app.videos.medium])
  await phone.button('开始上传（1）').click()
  await phone.sees(SOME)
  return phone
}

/** Lets the parts through that are sent from now on. Returns how many have been sent, those in mid-air included. */
async function clearTheWay(phone: Phone): Promise<number> {
  await phone.quiet()
  const { UploadPart = 0 } = await app.calls()
  await app.control('DELETE', '/faults')
  return UploadPart
}

/** Holds that the one video is there, whole, made of the first part and those that were sent since. */
async function expectWhole(sentBefore: number): Promise<StoredVideo> {
  const [video, ...others] = await app.stored()
  expect(others).toEqual([])
  expect(video).toMatchObject({ status: 'Normal', size: 8 * MiB, sha256: await sha256(app.videos.medium) })
  const { UploadPart = 0, CreateUploadVideo, InitiateMultipartUpload } = await app.calls()
  expect({ CreateUploadVideo, InitiateMultipartUpload }).toEqual({ CreateUploadVideo: 1, InitiateMultipartUpload: 1 })
  expect(video?.parts).toBe(1 + UploadPart - sentBefore)
  return video as StoredVideo
}

describe.runIf(browserIsThere)('an upload', () => {
  it('is paused and resumed by its user; the screen stays on while it is under way', async () => {
    const phone = await uploadSome()
    await phone.keepsScreenOn(true)
    await phone.button(/^暂停上传/).click()
    await phone.sees('已暂停')
    await phone.sees(SOME)
    await phone.keepsScreenOn(false)
    const sent = await clearTheWay(phone)
    await phone.button(/^继续上传/).click()
    await phone.sees('已上传')
    await phone.keepsScreenOn(false)
    await expectWhole(sent)
  })

  it('waits for the network, and goes on by itself', async () => {
    const phone = await uploadSome()
    await phone.set({ offline: true })
    await phone.sees('没有网络，恢复后自动继续')
    await phone.sees(SOME)
    const sent = await clearTheWay(phone)
    await phone.set({ offline: false })
    await phone.sees('已上传')
    await expectWhole(sent)
  })

  it('is interrupted in the background, and goes on by itself when the app is shown', async () => {
    const phone = await uploadSome()
    await phone.set({ hidden: true })
    // WeChat lets requests go on for 5 s.
    const sent = await clearTheWay(phone)
    await phone.set({ hidden: false })
    await phone.sees('已上传')
    await expectWhole(sent)
  })

  it('outlives the app: the same file, chosen again, goes on, and another one does not', async () => {
    const phone = await uploadSome()
    const [before] = await app.stored()
    await phone.restart()
    await phone.sees('文件已失效，重新选择后继续。')
    await phone.sees(SOME)

    await phone.choose(/^重新选择/, [app.videos.other])
    await phone.sees('这不是同一个视频')
    await phone.button('知道了').click()
    await phone.sees('文件已失效，重新选择后继续。')

    const sent = await clearTheWay(phone)
    await phone.choose(/^重新选择/, [app.videos.medium])
    await phone.sees('已上传')
    const video = await expectWhole(sent)
    expect(video.videoId).toBe(before?.videoId)
  })

  it('of 50 MB goes on from its middle after the app was killed', async () => {
    const ARRIVE = 8
    const file = await app.enlarge(app.videos.short, 'fifty.mp4', 50 * MiB)
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: ARRIVE, times: 'always' })
    const phone = await app.open()
    await phone.choose('选择视频', [file])
    await phone.button('开始上传（1）').click()
    // Three or more are in mid-air, and lost with the app, which has had the answers of all others.
    await expect
      .poll(async () => {
        const { UploadPart = 0 } = await app.calls()
        const waiting = await phone.page.evaluate(() => window.__preview.connections())
        return waiting >= 3 && waiting === UploadPart - ARRIVE
      })
      .toBe(true)
    await phone.restart()
    await phone.sees('文件已失效，重新选择后继续。')
    await phone.sees(SOME)
    const sent = await clearTheWay(phone)
    await phone.choose(/^重新选择/, [file])
    await phone.sees('已上传')
    const [video, ...others] = await app.stored()
    expect(others).toEqual([])
    expect(video).toMatchObject({ size: 50 * MiB, sha256: await sha256(file) })
    const { UploadPart = 0 } = await app.calls()
    expect(video?.parts).toBe(ARRIVE + UploadPart - sent)
  })

  it('that its user has paused stays paused when the app is started again, and is found among new videos', async () => {
    const phone = await uploadSome()
    await phone.button(/^暂停上传/).click()
    await phone.sees('已暂停')
    await phone.restart()
    await phone.sees('已暂停')
    await phone.sees(SOME)
    const sent = await clearTheWay(phone)

    await phone.button(/^继续上传/).click()
    await phone.sees('文件已失效，重新选择后继续。')
    await phone.choose('继续添加', [app.videos.other, app.videos.medium])
    await phone.sees('已上传')
    await phone.sees('等待上传')
    await expectWhole(sent)
  })

  it('is paused with all others, and resumed', async () => {
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { times: 'always' })
    const phone = await app.open()
    await phone.choose('选择视频', [app.videos.medium, app.videos.short, app.videos.other])
    await phone.button('开始上传（3）').click()
    await phone.sees('上传中', 2)
    await phone.sees('排队中')
    await phone.button('全部暂停').click()
    await phone.sees('已完成 0/3 · 已暂停')
    await clearTheWay(phone)
    await phone.button('全部继续').click()
    await phone.sees('已上传', 3)
    expect((await app.stored()).map(({ status }) => status)).toEqual(['Normal', 'Normal', 'Normal'])
  })
})

describe.runIf(browserIsThere)('a file of more than 20 MiB', () => {
  const start = async (name: string) => {
    const phone = await app.open({ network: '4g', slow: 1 })
    await phone.choose('选择视频', [await app.enlarge(app.videos.short, name, 24 * MiB)])
    await phone.button(/^上传原视频/).click()
    await phone.button('开始上传（1）').click()
    await phone.sees('使用流量上传？')
    await phone.sees(/还需上传 24\.0\sMB/)
    return phone
  }

  it('waits for Wi-Fi when its user does not want to pay for it', async () => {
    const phone = await start('waits.mp4')
    await phone.button('暂不上传').click()
    await phone.sees('等待 Wi-Fi')
    expect((await app.calls()).UploadPart).toBeUndefined()
    await phone.set({ network: 'wifi', slow: false })
    // On its way is what is held here; how long 24 MB take is the machine's affair.
    await phone.sees(/剩余|正在完成|已上传/)
    await expect.poll(async () => (await app.calls()).CompleteMultipartUpload, { timeout: 50_000 }).toBe(1)
    await phone.sees('已上传')
  })

  it('goes over mobile data when its user agrees', async () => {
    const phone = await start('agrees.mp4')
    await phone.button('使用流量').click()
    // Parts share the slow line: until the first has arrived there is no speed to be told.
    await phone.sees(/上传中|剩余/)
    await expect.poll(async () => (await app.calls()).UploadPart, { timeout: 50_000 }).toBeGreaterThan(0)
  })

  it('goes over mobile data when its user agrees later', async () => {
    const phone = await start('later.mp4')
    await phone.button('暂不上传').click()
    await phone.button(/^使用流量上传“/).click()
    // Parts share the slow line: until the first has arrived there is no speed to be told.
    await phone.sees(/上传中|剩余/)
    await expect.poll(async () => (await app.calls()).UploadPart, { timeout: 50_000 }).toBeGreaterThan(0)
  })
})
