import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { sql } from '../store/database'
import { emulator, setFault } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { forgetAll, stored } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'
import { CALLBACK, signedEvent } from '../test-support/vod-event'

const [ready, refused] = ['demo-template-of-a-video-that-is-ready-0001', 'demo-template-of-a-video-refused-0000000001']
const MESSAGES = {
  MESSAGE_TEMPLATE_READY: ready,
  MESSAGE_TEMPLATE_REFUSED: refused,
  MESSAGE_DATA: '{"thing1":"title","phrase2":"status","time3":"time","thing4":"reason"}',
  MESSAGE_PAGE: 'pages/videos/videos',
}

interface Sent {
  touser: string
  templateId: string
  page: string
  data: Record<string, string>
}

beforeEach(() => emulator('POST', '/reset'))
afterEach(forgetAll)

const sent = async () => (await emulator('GET', '/messages')) as Sent[]
const calls = async (name: string) => ((await emulator('GET', '/calls')) as Record<string, number>)[name] ?? 0
const newName = () => `u${crypto.randomUUID().slice(0, 8)}`

async function setup(changes: Record<string, string | undefined> = {}) {
  const service = testService({ ...CALLBACK, ...MESSAGES, ...changes })
  const user = await testUser(service, newName())
  const videoId = await user.video()
  const announce = (EventType: string, fields: Record<string, unknown> = {}) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent({
        EventType,
        EventTime: new Date().toISOString().replace(/\.\d+/, ''),
        VideoId: videoId,
        Status: 'success',
        ...fields,
      }),
    )
  return {
    service,
    user,
    videoId,
    announce,
    notify: (isWanted = true) => user.call('PATCH', `/videos/${videoId}`, { notify: isWanted }),
    outcome: async () => (await stored(videoId)).video?.message,
    /** As if so much time had passed for the message. */
    wait: (ms: number) =>
      runtime.database.run(sql`UPDATE videos SET message_at = message_at - ${ms} WHERE video_id = ${videoId}`),
  }
}

describe('the message that a user has accepted', () => {
  it('says that the video is ready, once it is', async () => {
    const { user, videoId, notify, announce } = await setup()
    await user.call('PATCH', `/videos/${videoId}`, { title: '一二三四五六七八九十一二三四五六七八九十一' })
    await notify()
    await announce('FileUploadComplete', { Size: 5 })
    expect(await sent()).toEqual([])
    await announce('TranscodeComplete')
    await expect.poll(sent).toHaveLength(1)
    expect(await sent()).toMatchObject([
      {
        touser: user.openid,
        templateId: ready,
        page: 'pages/videos/videos',
        data: {
          thing1: '一二三四五六七八九十一二三四五六七八九…',
          phrase2: '可以观看',
          time3: expect.stringMatching(/^\d{4}年\d\d?月\d\d?日 \d\d:\d\d$/),
        },
      },
    ])
  })

  it.each([
    [
      'CreateAuditComplete',
      { AuditStatus: 'Blocked', Reason: '画面不清楚' },
      { phrase2: '未通过', thing4: '画面不清楚' },
    ],
    ['CreateAuditComplete', { AuditStatus: 'Blocked' }, { thing4: '未通过审核' }],
    ['TranscodeComplete', { Status: 'fail' }, { phrase2: '处理失败', thing4: '无法处理' }],
  ])('says that the video is refused, and why: %s %j', async (type, fields, data) => {
    const { notify, announce } = await setup()
    await notify()
    await announce('FileUploadComplete', { Size: 5 })
    await announce(type, fields)
    await expect.poll(sent).toMatchObject([{ templateId: refused, data }])
  })

  it('is sent once, whatever comes again, and whoever looks for it at the same moment', async () => {
    const { service, notify, announce, user, videoId } = await setup()
    await notify()
    const others = [service, ...Array.from({ length: 4 }, () => testService({ ...CALLBACK, ...MESSAGES }))]
    await Promise.all([
      ...Array.from({ length: 5 }, () => announce('TranscodeComplete')),
      ...others.map((other) => other.reconcile()),
    ])
    await expect.poll(sent).toHaveLength(1)
    await announce('TranscodeComplete', { StreamInfos: [] })
    await notify()
    await user.call('PATCH', `/videos/${videoId}`, { notify: true })
    await service.reconcile()
    expect(await calls('subscribeMessage.send')).toBe(1)
  })

  it('is sent by the job where the end of the video was learned in another way', async () => {
    const { service, user, videoId, notify } = await setup()
    await notify()
    await emulator('POST', `/videos/${videoId}/file`, 'x')
    expect((await user.get(videoId)).json.status).toBe('Normal')
    expect(await sent()).toEqual([])
    await service.reconcile()
    expect(await sent()).toHaveLength(1)
  })

  it('is sent at once where the video has come to its end before it was accepted', async () => {
    const { announce, notify } = await setup()
    await announce('TranscodeComplete')
    await notify()
    await expect.poll(sent).toHaveLength(1)
  })

  it('is not sent to who has accepted none, or takes it back, or deletes the video', async () => {
    const { announce, notify, service } = await setup()
    await announce('TranscodeComplete')
    await service.reconcile()
    const second = await setup()
    await second.notify()
    await second.notify(false)
    await second.announce('TranscodeComplete')
    const third = await setup()
    await third.notify()
    await third.user.remove(third.videoId)
    await third.announce('TranscodeComplete')
    await third.service.reconcile()
    expect(await sent()).toEqual([])
    await notify()
    await expect.poll(sent).toHaveLength(1)
  })

  it.each([
    ['43101', 'info'],
    ['40003', 'info'],
    ['40037', 'error'],
    ['47003', 'error'],
    ['41030', 'error'],
  ])('is given up where WeChat answers %s, and the log names nobody', async (code, level) => {
    const { service, user, notify, announce, outcome, wait } = await setup()
    await setFault('subscribeMessage.send', { type: 'error', status: 400, code })
    await notify()
    await announce('TranscodeComplete')
    await expect.poll(outcome).toBe(code)
    const lines = service.log.filter(({ event }) => event === 'message')
    expect(lines).toEqual([expect.objectContaining({ level, code: 'message_refused', errcode: Number(code) })])
    expect(JSON.stringify(lines)).not.toContain(user.openid)
    await wait(3_600_000)
    await service.reconcile()
    expect(await calls('subscribeMessage.send')).toBe(1)
  })

  it.each([
    ['an answer that never comes', { type: 'reset', when: 'before' }],
    ['a busy WeChat', { type: 'error', status: 400, code: '-1' }],
    ['a proxy in front of it', { type: 'respond', status: 502, body: '<html>' }],
  ])('is tried again after %s, by the job and a bounded number of times', async (_, fault) => {
    const { service, notify, announce, outcome, wait } = await setup()
    await setFault('subscribeMessage.send', fault)
    await notify()
    await announce('TranscodeComplete')
    await expect.poll(() => calls('subscribeMessage.send')).toBe(1)
    await expect.poll(() => service.log.length).toBeGreaterThan(0)
    // Not before its time.
    await service.reconcile()
    expect(await calls('subscribeMessage.send')).toBe(1)
    await emulator('DELETE', '/faults')
    await wait(60_000)
    await service.reconcile()
    expect(await outcome()).toBe('sent')
    expect(await sent()).toHaveLength(1)
  })

  it('ends after ten tries', async () => {
    const { service, notify, announce, outcome, wait } = await setup()
    await emulator('POST', '/faults', [
      { operation: 'subscribeMessage.send', times: 'always', fault: { type: 'error', status: 400, code: '-1' } },
    ])
    await announce('TranscodeComplete')
    await notify()
    await expect.poll(() => service.log.length).toBe(1)
    for (let i = 0; i < 12; i++) {
      await wait(3_600_000)
      await service.reconcile()
    }
    expect(await outcome()).toBe('wechat_busy')
    expect(await calls('subscribeMessage.send')).toBe(10)
  })

  it('asks for an access token once, and once more where WeChat has ended it', async () => {
    const { service, user, notify, announce } = await setup()
    await notify()
    await announce('TranscodeComplete')
    await expect.poll(sent).toHaveLength(1)
    const another = async () => {
      const videoId = await user.video()
      await emulator('POST', `/videos/${videoId}/file`, 'x')
      await user.get(videoId)
      await user.call('PATCH', `/videos/${videoId}`, { notify: true })
    }
    await another()
    await expect.poll(sent).toHaveLength(2)
    expect(await calls('stable_token')).toBe(1)
    const { WECHAT_APP_SECRET } = inject('demoSettings')
    await emulator('POST', '/faults', [
      { operation: 'subscribeMessage.send', times: 1, fault: { type: 'error', status: 400, code: '40001' } },
    ])
    await another()
    await expect.poll(sent).toHaveLength(3)
    expect(await calls('stable_token')).toBe(2)
    const log = JSON.stringify([...service.log, ...service.audit])
    for (const secret of [WECHAT_APP_SECRET, user.openid]) expect(log).not.toContain(secret)
  })

  it('needs a template: without one nothing is kept and nothing is asked', async () => {
    const none = { MESSAGE_TEMPLATE_READY: undefined, MESSAGE_TEMPLATE_REFUSED: undefined, MESSAGE_DATA: undefined }
    const { notify, announce, videoId } = await setup(none)
    expect((await notify()).status).toBe(200)
    await announce('TranscodeComplete')
    expect((await stored(videoId)).video).toMatchObject({ message_at: null })
    expect(await calls('stable_token')).toBe(0)
  })

  it('is left out where there is none for what became of the video', async () => {
    const { notify, announce, outcome } = await setup({ MESSAGE_TEMPLATE_REFUSED: undefined })
    await notify()
    await announce('TranscodeComplete', { Status: 'fail' })
    await expect.poll(outcome).toBe('no_template')
    expect(await sent()).toEqual([])
  })
})
