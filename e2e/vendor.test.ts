import { copyFile, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { App, browserIsThere, sha256 } from './app'
import { layoutMistakes } from './layout'
import type { Phone } from './phone'
import { sdkIsPlaced } from './vendor-preview'

// The mini program with `engine: 'vendor'`, in a browser: a stand-in for Alibaba's SDK, with all its faults.

const app = new App()

const expired = { type: 'expiredToken' }

async function upload(phone: Phone, title: string): Promise<void> {
  await phone.choose('选择视频', [app.videos.medium])
  await phone.retitle(title, { done: '完成' })
  await phone.button('开始上传（1）').click()
  await phone.sees('已上传')
}

async function expectOne(title: string): Promise<void> {
  const [video, ...others] = await app.stored()
  expect(others).toEqual([])
  expect(video).toMatchObject({ title, status: 'Normal', sha256: await sha256(app.videos.medium) })
}

describe.runIf(browserIsThere).each(['sts', 'credential'] as const)("with the vendor's engine, %s", (authMethod) => {
  let preview: string
  beforeAll(async () => {
    preview = await app.previewVendor({ authMethod })
  })

  it('a video arrives whole, under its title', async () => {
    await upload(await app.open({}, preview), '海边的下午')
    await expectOne('海边的下午')
    expect(await app.calls()).toMatchObject({ CreateUploadVideo: 1, PostObject: 1 })
    expect(await app.calls()).not.toHaveProperty('UploadPart')
  })

  it('a token that expires half-way does not lose it', async () => {
    await app.fault('PostObject', expired)
    await upload(await app.open({}, preview), '海边的下午')
    await expectOne('海边的下午')
    expect(await app.calls()).toMatchObject({ CreateUploadVideo: 1, RefreshUploadVideo: 1, PostObject: 2 })
  })

  it('a phone whose clock is an hour off does not matter', async () => {
    for (const skew of [-3600, 3600]) {
      await app.control('POST', '/reset')
      await upload(await app.open({ skew }, preview), '海边的下午')
      await expectOne('海边的下午')
      expect(await app.calls()).toMatchObject({ PostObject: 1 })
    }
  })
})

describe.runIf(browserIsThere && sdkIsPlaced)("with the vendor's engine, and Alibaba's SDK itself", () => {
  it.each(['sts', 'credential'] as const)(
    'a token that expires half-way does not lose a video: %s',
    async (authMethod) => {
      const preview = await app.previewVendor({ authMethod, sdk: 'placed' })
      await app.fault('PostObject', expired)
      await upload(await app.open({}, preview), '海边的下午')
      await expectOne('海边的下午')
      expect(await app.calls()).toMatchObject({ CreateUploadVideo: 1, PostObject: 2 })
    },
  )
})

describe.runIf(browserIsThere)("with the vendor's engine", () => {
  let preview: string
  beforeAll(async () => {
    preview = await app.previewVendor()
  })

  it('an upload is ended by its user', async () => {
    await app.fault('PostObject', { type: 'delay', ms: 600_000 }, { times: 'always' })
    const phone = await app.open({ slow: 1 }, preview)
    await phone.choose('选择视频', [app.videos.medium])
    await phone.button('开始上传（1）').click()
    await phone.sees(/^[1-9]\d?\s%$/)
    await phone.button(/^停止上传/).click()
    await phone.sees('停止上传这个视频？')
    await phone.button('停止上传').click()
    await phone.sees('上传你的视频')
    await phone.quiet()
    expect(await app.stored()).toEqual([expect.objectContaining({ status: 'Uploading' })])
  })

  it.each([
    { name: 'vendor-zh-light', language: 'zh_CN', dark: 0 },
    { name: 'vendor-zh-dark', language: 'zh_CN', dark: 1 },
    { name: 'vendor-en-light', language: 'en', dark: 0 },
    { name: 'vendor-en-320-large-text', language: 'en', dark: 1, width: 320, font: 24 },
  ])('what it cannot do is shown as not available: $name', async ({ name, ...settings }) => {
    const say = (chinese: string, english: string) => (settings.language === 'zh_CN' ? chinese : english)
    const tooLarge = join(dirname(app.videos.short), 'too-large.mp4')
    await copyFile(app.videos.short, tooLarge)
    // Not a byte of it is written.
    await truncate(tooLarge, 1_048_576_001)
    const phone = await app.open({ ...settings, slow: 1 }, preview)
    await phone.choose(say('选择视频', 'Choose videos'), [app.videos.medium, app.videos.short, tooLarge])
    await phone.sees(say('超过 1000 MB，暂不支持上传', 'Videos over 1000 MB cannot be uploaded yet'))
    await phone.screenshot(`${name}/1-chosen`)
    await phone.button(say('开始上传（2）', 'Upload 2 videos')).click()
    await phone.sees(/^[1-9]\d?\s%$/)
    await phone.sees(say('排队中', 'Waiting its turn'))
    await phone.screenshot(`${name}/2-uploading`)
    expect(await layoutMistakes(phone.page)).toEqual([])
    expect(await phone.page.getByRole('button', { name: /暂停|Pause/ }).count()).toBe(0)
    await phone.sees(/目前不支持暂停|cannot be paused/)
  })
})

describe.runIf(browserIsThere)("with the vendor's engine, and no SDK", () => {
  it('one line names the command, and an upload says that it is not possible', async () => {
    const phone = await app.open({}, await app.previewVendor({ sdk: 'none' }))
    const line =
      "engine is 'vendor' in miniprogram/config.ts, but Alibaba's SDK is not there: npm run vendor-sdk -- PATH"
    expect(phone.complaints.splice(0)).toEqual([line])
    await phone.sees(line)
    await phone.choose('选择视频', [app.videos.short])
    // The preview's list of errors lies over the button.
    await phone.button('开始上传（1）').press('Enter')
    await phone.sees('暂时无法上传，请联系小程序的开发者。')
    await phone.screenshot('vendor-missing')
    expect(await app.calls()).not.toHaveProperty('CreateUploadVideo')
  })
})
