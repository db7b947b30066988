import { beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { emulator } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'
import { CALLBACK, signedEvent } from '../../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

const DAY_MS = 24 * 60 * 60 * 1000

async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, ...changes })
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const user = await testUser(service, name)
  const videoId = await user.video()
  await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
  return {
    service,
    name,
    user,
    videoId,
    share: () => user.call('POST', `/videos/${videoId}/share`),
    token: async () => (await user.call('POST', `/videos/${videoId}/share`)).json.token as string,
    see: (token: string) => service.call('GET', `/shared/${token}`),
    audit: (AuditStatus: string, second: number) =>
      service.call(
        'POST',
        '/vod/events',
        signedEvent({
          EventType: 'CreateAuditComplete',
          EventTime: new Date(Date.now() + second * 1000).toISOString().replace(/\.\d+/, ''),
          MediaId: videoId,
          Status: 'success',
          AuditStatus,
        }),
      ),
  }
}

describe('a shared video', () => {
  it('is seen by whoever has the token, without a session and without a word of whose it is', async () => {
    const { share, see, user, videoId, name } = await setup()
    await user.call('PATCH', `/videos/${videoId}`, { title: '海边', description: 'Waves' })
    const shared = await share()
    expect(shared.status).toBe(200)
    expect(Date.parse(shared.json.expiresAt as string) - Date.now()).toBeGreaterThan(7 * DAY_MS - 60_000)
    const { status, json, text } = await see(shared.json.token as string)
    expect(status).toBe(200)
    expect(json).toEqual({
      title: '海边',
      description: 'Waves',
      coverUrl: null,
      duration: null,
      size: 10,
      createdAt: expect.any(String),
      streams: [expect.objectContaining({ format: 'mp4', url: expect.stringContaining('Signature=') })],
      expiresAt: expect.any(String),
      serverTime: expect.any(String),
    })
    for (const secret of [videoId, name, user.openid]) expect(text).not.toContain(secret)
    expect(Buffer.from(shared.json.token as string, 'base64url').toString('latin1')).not.toContain(videoId)
  })

  it('ends with its time, and says so', async () => {
    const { token } = await setup({ SHARE_DAYS: '2' })
    const shared = await token()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * DAY_MS })
    try {
      expect((await testService().call('GET', `/shared/${shared}`)).json).toMatchObject({
        status: 410,
        code: 'share_expired',
      })
    } finally {
      vi.useRealTimers()
    }
  })

  it('is revoked by its deletion, and by a block for as long as that holds', async () => {
    const { token, see, audit, user, videoId } = await setup()
    const shared = await token()
    await audit('Blocked', 1)
    expect((await see(shared)).json).toMatchObject({ status: 409, code: 'video_not_playable' })
    await audit('Normal', 2)
    expect((await see(shared)).status).toBe(200)
    await user.remove(videoId)
    expect((await see(shared)).json).toMatchObject({ status: 404, code: 'video_not_found' })
  })

  it('outlives a change of the session key, while the former one is kept', async () => {
    const { token } = await setup()
    const shared = await token()
    const SESSION_KEY = 'another-key-of-32-characters-or-more'
    const former = inject('demoSettings').SESSION_KEY
    const seen = async (changes: Record<string, string | undefined>) =>
      (await testService({ ...CALLBACK, ...changes }).call('GET', `/shared/${shared}`)).status
    expect(await seen({ SESSION_KEY, SESSION_KEY_PREVIOUS: former })).toBe(200)
    expect(await seen({ SESSION_KEY })).toBe(404)
  })

  it('is not found by a token that this service has not made for it', async () => {
    const { token, see, user, videoId } = await setup()
    const shared = await token()
    const { json } = await user.call('POST', `/videos/${videoId}/cover`, { extension: 'png', size: 5 })
    const flipped = `${shared.slice(0, 20)}${shared[20] === 'A' ? 'B' : 'A'}${shared.slice(21)}`
    for (const forged of [videoId, 'x', 'a.b', flipped, shared.slice(1), json.cover as string, 'x'.repeat(5000)]) {
      expect((await see(forged)).json, forged).toMatchObject({ status: 404, code: 'share_invalid' })
    }
    expect((await see(shared)).status).toBe(200)
  })

  it.each(['Uploading', 'Transcoding', 'Checking', 'Blocked'])('cannot be one that is %s', async (status) => {
    const { service, user } = await setup()
    await emulator('PATCH', '/switches', { transcodes: true, transcodingWaits: true, reviews: true })
    const videoId = await user.video()
    if (status !== 'Uploading') await emulator('POST', `/videos/${videoId}/file`, 'x')
    if (status === 'Checking') await emulator('POST', `/videos/${videoId}/transcode`, { ok: true })
    if (status === 'Blocked') await emulator('POST', `/videos/${videoId}/review`, { status: 'Blocked' })
    const { json } = await user.call('POST', `/videos/${videoId}/share`)
    expect(json).toMatchObject({ status: 409, code: 'video_not_playable' })
    expect((await user.play(videoId)).json).toMatchObject({ status: 409, code: 'video_not_playable' })
    expect(await emulator('GET', '/calls')).not.toHaveProperty('GetPlayInfo')
    expect(service.audit.at(-1)).toMatchObject({ hint: `the video is ${status}` })
  })

  it('cannot be one that is too large, nor that of another user', async () => {
    const { service, user, videoId, share } = await setup({ UPLOAD_MAX_BYTES: '1000' })
    const large = await user.video()
    await emulator('POST', `/videos/${large}/file`, 'x'.repeat(1001))
    expect((await user.call('POST', `/videos/${large}/share`)).json).toMatchObject({ code: 'video_not_playable' })
    expect((await user.play(large)).json).toMatchObject({ code: 'video_not_playable' })
    expect((await share()).status).toBe(200)
    const other = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    expect((await other.call('POST', `/videos/${videoId}/share`)).json).toMatchObject({ code: 'video_not_found' })
  })

  it('is not there where the operator wants none', async () => {
    const { share, see } = await setup({ SHARE_DAYS: '0' })
    expect((await share()).json).toMatchObject({ code: 'not_found' })
    expect((await see('x')).json).toMatchObject({ code: 'not_found' })
  })
})
