import { describe, expect, it } from 'vitest'
import { App, browserIsThere, MiB, sha256 } from './app'
import { compiled } from './changed-preview'

// The mini program's own files in a real browser, from the choice of a video to its bytes in the emulated bucket.

const app = new App()

it.runIf(browserIsThere && compiled)('the page runs what WeChat’s compiler has made, with its helpers', async () => {
  const { page } = await app.open()
  const script = await page.evaluate(async () => (await fetch('/__preview/app.js')).text())
  expect(script).toContain('@babel/runtime/helpers/regeneratorRuntime.js')
})

describe.runIf(browserIsThere)('a user', () => {
  it('picks two videos, gives one a title, and sees both arrive', async () => {
    const phone = await app.open()
    await phone.choose('选择视频', [app.videos.short, app.videos.other])
    await phone.retitle('海边的下午', { done: '完成' })
    await phone.button('开始上传（2）').click()
    await phone.sees('已上传', 2)
    await phone.sees('2 个视频全部上传完成')
    const videos = await app.stored()
    expect(videos.map(({ title }) => title).sort()).toEqual(['海边的下午', expect.stringMatching(/^视频 .*（2）$/)])
    expect(videos.map((video) => video.sha256).sort()).toEqual(
      [await sha256(app.videos.short), await sha256(app.videos.other)].sort(),
    )
    expect(new Set(videos.map(({ owner }) => owner)).size).toBe(1)

    await phone.page.getByRole('tab', { name: '我的视频' }).click()
    await phone.sees('海边的下午')
    await phone.page.getByRole('button', { name: /^海边的下午/ }).click()
    await phone.button('播放“海边的下午”').click()
    await phone.page.waitForFunction(() => {
      const video = document.querySelector('video')
      return video !== null && video.videoWidth === 320
    })
  })

  it('uploads a file of 200 MB', async () => {
    const large = await app.enlarge(app.videos.other, 'large.mp4', 200 * MiB)
    const phone = await app.open({ language: 'en' })
    await phone.choose('Choose videos', [large])
    await phone.button('Upload 1 video').click()
    await phone.page.getByText('Uploaded', { exact: true }).waitFor({ timeout: 220_000 })
    expect(await app.stored()).toEqual([expect.objectContaining({ size: 200 * MiB, sha256: await sha256(large) })])
  }, 240_000)

  it('adds a video while another is under way, and stops that after a question', async () => {
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { times: 'always' })
    const phone = await app.open({ language: 'en' })
    await phone.choose('Choose videos', [app.videos.medium])
    await phone.button('Upload 1 video').click()
    await phone.sees('Uploading')
    await phone.choose('Add more', [app.videos.short])
    await phone.sees('Ready to upload')
    await app.control('DELETE', '/faults')
    await phone.page.getByRole('button', { name: /^Stop uploading/ }).click()
    await phone.sees('Stop this upload?')
    await phone.button('Stop').click()
    await phone.button('Upload 1 video').click()
    await phone.sees('Uploaded')
    const videos = await app.stored()
    expect(videos.map(({ status }) => status).sort()).toEqual(['Normal', 'Uploading'])
    expect(await app.calls()).toMatchObject({ AbortMultipartUpload: 1 })
  })

  it('is a different one to VOD than another user', async () => {
    for (const user of ['alice', 'bob']) {
      const phone = await app.open({ user })
      await phone.choose('选择视频', [app.videos.short])
      await phone.button('开始上传（1）').click()
      await phone.sees('已上传')
    }
    const [first, second] = await app.stored()
    expect(first?.owner).not.toBe(second?.owner)
  })

  it('uploads with a phone whose clock is a day off', async () => {
    const phone = await app.open({ skew: 86_400 })
    await phone.choose('选择视频', [app.videos.short])
    await phone.button('开始上传（1）').click()
    await phone.sees('已上传')
    expect(await app.stored()).toEqual([expect.objectContaining({ sha256: await sha256(app.videos.short) })])
  })

  it('logs in again when the session is over', async () => {
    const phone = await app.open({ platform: 'ios' })
    await phone.quiet()
    await phone.page.evaluate(() => wx.setStorageSync('session', 'a.session.from-before'))
    await phone.restart()
    await phone.choose('选择视频', [app.videos.short])
    await phone.button('开始上传（1）').click()
    await phone.sees('已上传')
    // Once at the first launch, which asks for the settings.
    expect(await app.calls()).toMatchObject({ jscode2session: 2 })
  })
})

describe.runIf(browserIsThere)('in words a user understands, the app tells', () => {
  it.each([
    ['refused', '未获得选择视频的权限'],
    ['undeclared', '暂时无法选择视频'],
  ])('that the album is out of reach: %s', async (privacy, text) => {
    const phone = await app.open({ privacy })
    await phone.button('选择视频').click()
    await phone.sees(text)
    await phone.button('知道了').click()
    await phone.sees('上传你的视频')
  })

  it.each([
    ['WeChat refuses the login', 'jscode2session', { type: 'error', status: 400, code: '40029' }, '登录失败，请重试。'],
    [
      'the account may not log in',
      'jscode2session',
      { type: 'error', status: 400, code: '40226' },
      '你的微信账号暂时无法登录。',
    ],
    ['VOD refuses', 'CreateUploadVideo', { type: 'error', status: 403, code: 'Forbidden.RAM' }, /没有上传权限/],
    ['OSS refuses', 'UploadPart', { type: 'error', status: 403, code: 'AccessDenied' }, /没有上传权限/],
  ])('that %s, and tries again when the user says so', async (_, operation, what, text) => {
    // The login of the launch, which asks for the settings, fails as well.
    await app.fault(operation, what, { times: operation === 'jscode2session' ? 'always' : 1 })
    const phone = await app.open()
    await phone.choose('选择视频', [app.videos.short])
    await phone.button('开始上传（1）').click()
    await phone.sees(text)
    await app.control('DELETE', '/faults')
    // What only the operator can mend has the id of its failure for a button; to try again is in its sheet.
    if (what.status === 403) await phone.button(/^编辑/).click()
    await phone.button(what.status === 403 ? '重试' : /^重试上传/).click()
    await phone.sees('已上传')
    expect(await app.stored()).toContainEqual(expect.objectContaining({ sha256: await sha256(app.videos.short) }))
  })

  it.each([
    ['the service is down', 'jscode2session', { type: 'reset' }, '服务繁忙，正在重试…'],
    [
      'VOD throttles',
      'CreateUploadVideo',
      { type: 'error', status: 400, code: 'Throttling.User' },
      '服务繁忙，正在重试…',
    ],
    ['OSS fails', 'UploadPart', { type: 'error', status: 500, code: 'InternalError' }, '服务繁忙，正在重试…'],
    ['OSS is busy', 'UploadPart', { type: 'error', status: 503, code: 'ServiceUnavailable' }, '服务繁忙，正在重试…'],
    ['the connection breaks', 'UploadPart', { type: 'reset' }, '网络不稳定，正在重试…'],
    ['an answer is lost', 'CompleteMultipartUpload', { type: 'reset', when: 'after' }, '网络不稳定，正在重试…'],
  ])('that it tries again by itself when %s', async (_, operation, what, text) => {
    // Three times, so that there is time to see it.
    await app.fault(operation, what, { times: 3 })
    const phone = await app.open()
    await phone.choose('选择视频', [app.videos.short])
    await phone.button('开始上传（1）').click()
    await phone.sees(text)
    await phone.sees('已上传')
    expect(await app.stored()).toEqual([expect.objectContaining({ sha256: await sha256(app.videos.short) })])
  })

  it('that there is no network, and goes on when there is', async () => {
    const phone = await app.open({ offline: 1 })
    await phone.sees('当前没有网络连接')
    await phone.choose('选择视频', [app.videos.short])
    await phone.button('开始上传（1）').click()
    await phone.sees('没有网络，恢复后自动继续')
    await phone.set({ offline: false })
    await phone.sees('已上传')
  })
})
