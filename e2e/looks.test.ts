import { describe, it } from 'vitest'
import { App, browserIsThere, MiB } from './app'
import { Looks, SETUPS } from './looks'

// Every page in every state: pictures for a person in output/screenshots, and what a machine can see of mistakes.

const app = new App()

describe.runIf(browserIsThere).each(SETUPS)('on a phone set to $name', (setup) => {
  const looks = new Looks(setup)
  const { say } = looks
  const long = say(
    '一个很长很长的标题，用来看看它会不会被截断，能不能换行',
    'A rather long title, to see whether it wraps or is cut off',
  )

  it('every state of every page looks right', async () => {
    const phone = await app.open(looks.settings)
    const look = (state: string, asOpened = false) => looks.at(phone, state, { asOpened })
    const add = (file: string) => phone.choose(say('继续添加', 'Add more'), [file])
    const start = () => phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    await look('1-empty')

    await phone.choose(say('选择视频', 'Choose videos'), [app.videos.other, app.videos.short])
    await phone.sees(say('等待上传', 'Ready to upload'), 2)
    await look('2-chosen')

    await phone.page
      .getByRole('button', { name: say('移除', 'Remove') })
      .last()
      .click()
    await app.fault('CreateUploadVideo', { type: 'error', status: 403, code: 'Forbidden.RAM' })
    await start()
    await phone.sees(
      say(
        '没有上传权限，请联系小程序的开发者。',
        'Uploading is not allowed. Please tell the developer of this mini program.',
      ),
    )
    await add(app.videos.short)
    await phone.sees(say('等待上传', 'Ready to upload'))
    await phone
      .button(new RegExp(say('^编辑', '^Edit')))
      .last()
      .click()
    await look('24-details')
    await phone.button(say('取消', 'Cancel')).click()
    await phone.retitle(long, { done: say('完成', 'Done'), which: 1 })
    await start()
    await phone.sees(say('已上传', 'Uploaded'))
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: 2, times: 'always' })
    await add(app.videos.medium)
    await start()
    await phone.sees(/^[1-9]\d?\s%$/)
    await add(app.videos.other)
    await phone.sees(say('这个视频已在列表中', 'This video is in the list'))
    await look('25-double', true)
    await phone.button(say('再传一份', 'Add')).click()
    await phone.sees(say('等待上传', 'Ready to upload'))
    await look('3-every-state')

    await phone.page.getByRole('button', { name: say('停止上传', 'Stop uploading') }).click()
    await phone.sees(say('停止上传这个视频？', 'Stop this upload?'))
    await look('4-question', true)
    await phone.button(say('继续上传', 'Keep')).click()

    await phone.page.getByRole('tab', { name: say('我的视频', 'My videos') }).click()
    await phone.sees(long)
    await look('5-videos')
    await phone.page.getByRole('button', { name: long }).click()
    await look('6-video')
    await phone.page.getByRole('button', { name: say('播放', 'Play') }).click()
    await phone.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
    await look('6-player')
    await app.control('DELETE', '/faults')
  })

  it('every way in which an upload can be held up looks right', async () => {
    const large = await app.enlarge(app.videos.other, 'large.mp4', 24 * MiB)
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: 2, times: 'always' })
    const phone = await app.open(looks.settings)
    const look = (state: string, asOpened = false) => looks.at(phone, state, { asOpened })
    const choose = say('选择视频', 'Choose videos')
    const [pause, resume] = [say('暂停上传', 'Pause uploading'), say('继续上传', 'Resume uploading')]

    await phone.choose(choose, [app.videos.medium])
    await phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    await phone.sees(/^[1-9]\d?\s%$/)
    await phone.choose(say('继续添加', 'Add more'), [large])
    await phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    await phone.sees(say('上传中', 'Uploading'))
    await look('9-two-under-way')
    await phone.page.getByRole('button', { name: pause }).last().click()
    await phone.sees(say('已暂停', 'Paused'))
    await look('10-paused')
    await phone.button(say('全部暂停', 'Pause all')).click()
    await phone.sees(say('已完成 0/2 · 已暂停', '0 of 2 done · paused'))
    await look('11-all-paused')

    await phone.set({ offline: true })
    await phone.page.getByRole('button', { name: resume }).first().click()
    await phone.sees(say('没有网络，恢复后自动继续', 'No network, goes on when it is back'))
    await look('12-offline')
    await app.control('DELETE', '/faults')
    await app.fault('UploadPart', { type: 'error', status: 503, code: 'ServiceUnavailable' }, { times: 'always' })
    await phone.set({ offline: false })
    await phone.sees(say('服务繁忙，正在重试…', 'Service busy, trying again…'))
    await look('13-retrying')

    // Offline, so that no part slips through meanwhile; and the engine tries again at once when the network is back.
    await phone.set({ offline: true })
    await phone.quiet()
    await app.control('DELETE', '/faults')
    // An answer that comes before the whole part was sent can be lost: three of them do not fail the upload yet.
    await app.fault('UploadPart', { type: 'error', status: 404, code: 'NoSuchUpload' }, { times: 3 })
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { times: 'always' })
    await phone.set({ offline: false })
    await phone.sees(say('之前的进度已过期', 'The earlier progress has expired'))
    await look('14-notice')

    await phone.set({ network: '4g' })
    await phone.page.getByRole('button', { name: resume }).click()
    await phone.sees(say('使用流量上传？', 'Use mobile data?'))
    await look('15-mobile-data-question', true)
    await phone.button(say('暂不上传', 'Wait')).click()
    await phone.sees(say('等待 Wi-Fi', 'Waiting for Wi-Fi'))
    await look('16-waits-for-wifi')

    await phone.set({ network: 'wifi' })
    await phone.restart()
    await phone.sees(say('文件已失效', 'The video file is gone'), 2)
    await look('17-files-gone')
    await phone.choose(new RegExp(say('^重新选择', '^Choose again')), [app.videos.short])
    await phone.sees(say('这不是同一个视频', 'This is not the same video'))
    await look('18-another-file', true)
  })

  it('what is not the usual WeChat looks right', async () => {
    const old = await app.open({ ...looks.settings, library: '2.10.4' })
    await old.sees(say('微信版本过低', 'WeChat is too old'))
    await looks.at(old, '19-too-old')

    const phone = await app.open({ ...looks.settings, platform: 'windows' })
    // The window opens, and nobody chooses for a while.
    const chooser = phone.page.waitForEvent('filechooser')
    await phone.button(say('选择视频', 'Choose videos')).click()
    await (await chooser).element()
    await phone.sees(say('没有弹出选择窗口？', 'Did no window open?'))
    await looks.at(phone, '20-silent')

    await phone.choose(say('从聊天选择', 'From a chat'), [app.videos.short, app.notVideo])
    await phone.sees(say('不是视频：1 个', 'Not videos: 1'))
    await looks.at(phone, '21-not-videos', { asOpened: true })
    await phone.button(say('知道了', 'OK')).click()
    await looks.at(phone, '22-from-a-chat')
    await phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    await phone.sees(say('已上传', 'Uploaded'))
  })

  it('a failure has its words and its one action', async () => {
    const phone = await app.open(looks.settings)
    const start = () => phone.button(say('开始上传（1）', 'Upload 1 video')).click()
    const more = say('继续添加', 'Add more')

    await app.fault('CreateUploadVideo', { type: 'error', status: 400, code: 'InvalidFileName.Extension' })
    await phone.choose(say('选择视频', 'Choose videos'), [app.videos.short])
    await start()
    await phone.sees(say('请移除后换一个', 'Please remove it and choose another one'))
    await app.fault('CreateUploadVideo', { type: 'error', status: 400, code: 'IllegalCharacters' })
    await phone.choose(more, [app.videos.other])
    await start()
    await phone.sees(say('请修改后重试', 'Please change it and try again'))
    await looks.at(phone, '23-failures')
    await phone.choose(more, [app.emptyVideo])
    await phone.sees(say('空文件', 'Empty: '))
    await looks.at(phone, '26-not-added', { asOpened: true })
  })

  it('what there is without videos or network looks right', async () => {
    const phone = await app.open({ ...looks.settings, offline: 1 })
    await phone.sees(say('当前没有网络连接', 'No network connection'))
    await looks.at(phone, '7-offline')
    await phone.page.getByRole('tab', { name: say('我的视频', 'My videos') }).click()
    await phone.sees(say('视频列表加载失败', 'Your videos could not be loaded'))
    await looks.at(phone, '8-videos-offline')
    await phone.set({ offline: false })
    await phone.sees(say('还没有视频', 'No videos yet'))
    await looks.at(phone, '27-no-videos')
  })

  it('what becomes of videos looks right', async () => {
    const switches = { transcodes: true, transcodingWaits: true, reviews: true }
    await app.control('PATCH', '/switches', switches)
    const phone = await app.open({ ...looks.settings, platform: 'ios' })
    const look = (state: string, asOpened = false) => looks.at(phone, state, { asOpened })
    const toList = () => phone.page.getByRole('tab', { name: say('我的视频', 'My videos') }).click()
    const row = (index: number) => phone.page.getByRole('listitem').nth(index).getByRole('button').first()
    const back = () => phone.page.getByRole('button', { name: say('返回', 'Back') }).click()

    await phone.choose(say('选择视频', 'Choose videos'), [app.videos.short, app.videos.other, app.videos.medium])
    await phone.button(say('开始上传（3）', 'Upload 3 videos')).click()
    await phone.sees(say('已上传', 'Uploaded'), 3)
    await toList()
    await phone.sees(say('处理中', 'Processing'), 3)
    const [first, second, third] = (await app.stored()).map(({ videoId }) => videoId)
    await app.control('POST', `/videos/${first}/transcode`, { ok: true })
    await app.control('POST', `/videos/${second}/transcode`, { ok: true })
    await app.control('POST', `/videos/${second}/review`, { status: 'Blocked', reason: say('含有音乐', 'music') })
    await app.control('POST', `/videos/${third}/transcode`, { ok: false })
    await phone.sees(say('未通过审核：含有音乐', 'Refused in review: music'))
    await phone.sees(say('审核中', 'In review'))
    await phone.sees(say('处理失败', 'Processing failed'))
    await look('28-videos-in-all-states')
    await app.control('POST', `/videos/${first}/review`, { status: 'Normal' })
    await phone.sees(say('可以播放', 'Ready to play'))

    const indexOf = async (id: string | undefined) =>
      (await phone.page.getByRole('listitem').evaluateAll((rows) => rows.map((one) => one.textContent))).findIndex(
        (text) => text?.includes(id ?? ''),
      )
    await row(Math.max(0, await indexOf(say('未通过审核', 'Refused in review')))).click()
    await phone.sees(say('不能播放或分享', 'It can neither be played nor shared'))
    await look('29-blocked')
    await back()
    await row(Math.max(0, await indexOf(say('可以播放', 'Ready to play')))).click()
    await phone.sees(say('分享给朋友', 'Share with friends'))
    await look('30-video')
    await phone.page.getByRole('textbox', { name: say('标题', 'Title') }).fill('')
    await phone.sees(say('请填写标题', 'A title is needed'))
    await look('31-title-missing')
    await phone.page.getByRole('textbox', { name: say('标题', 'Title') }).fill(long)
    await phone.button(say('保存', 'Save')).click()
    await phone.sees(say('已保存', 'Saved'))
    await phone.button(say('分享给朋友', 'Share with friends')).click()
    const path = await phone.page.getByTestId('share-path').textContent()
    await phone.page.getByRole('button', { name: say('取消', 'Cancel') }).click()
    await phone.button(say('删除视频', 'Delete the video')).click()
    await phone.sees(say('删除这个视频？', 'Delete this video?'))
    await look('32-delete-question', true)
    await phone.button(say('删除', 'Yes')).click()
    await phone.sees(say('视频已删除', 'Video deleted'))
    await phone.button(say('撤销', 'Undo')).click()

    const friend = await app.open({ ...looks.settings, platform: 'ios' })
    const show = async (to: string) => {
      await friend.page.evaluate((hash) => {
        location.hash = hash
      }, to)
      await friend.restart()
    }
    await show(path as string)
    await friend.sees(long)
    await looks.at(friend, '33-shared')
    await show('/pages/shared/shared?token=none')
    await friend.sees(say('分享链接无效', 'This link does not work'))
    await looks.at(friend, '34-shared-invalid')
    await app.control('PATCH', '/switches', { transcodes: false, transcodingWaits: false, reviews: false })
  })
})
