import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, signedEvent } from '../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

/** A user's video that is transcoded and reviewed, and VOD's notifications of it. */
async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, REVIEW: 'true', ...changes })
  await emulator('PATCH', '/switches', { transcodes: true, transcodingWaits: true, reviews: true })
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const videoId = await user.video()
  let second = 0
  const announce = (EventType: string, fields: Record<string, unknown> = {}) => {
    const EventTime = new Date(Date.now() - 30_000 + 1000 * second++).toISOString().replace(/\.\d+/, '')
    return service.call(
      'POST',
      '/vod/events',
      signedEvent({ EventType, EventTime, VideoId: videoId, Status: 'success', ...fields }),
    )
  }
  const status = async () => ((await user.list()).json.videos as { status: string }[])[0]?.status
  return {
    user,
    videoId,
    announce,
    status,
    /** What somebody sees who looks at the video. */
    looked: async () => (await user.get(videoId)).json.status,
    arrive: async () => {
      await emulator('POST', `/videos/${videoId}/file`, 'x')
      await announce('FileUploadComplete', { Size: 1 })
    },
    transcode: async (ok = true) => {
      await emulator('POST', `/videos/${videoId}/transcode`, { ok })
      await announce('TranscodeComplete', { Status: ok ? 'success' : 'fail' })
    },
    decide: async (AuditStatus: 'Normal' | 'Blocked', Reason?: string) => {
      await emulator('POST', `/videos/${videoId}/review`, { status: AuditStatus, ...(Reason && { reason: Reason }) })
      await announce('CreateAuditComplete', { AuditStatus, Reason })
    },
  }
}

describe('a video that is reviewed before it is published', () => {
  it('is in review once it is transcoded, does not play, and is Normal by the verdict', async () => {
    const { user, videoId, status, looked, arrive, transcode, decide } = await setup()
    await arrive()
    expect(await status()).toBe('UploadSucc')
    // Asked at most every three seconds.
    await expect.poll(looked, { timeout: 15_000 }).toBe('Transcoding')
    await transcode()
    await expect.poll(status).toBe('Checking')
    expect((await user.play(videoId)).json.code).toBe('video_not_playable')
    await decide('Normal')
    await expect.poll(status).toBe('Normal')
    expect((await user.play(videoId)).status).toBe(200)
  })

  it('is blocked by the verdict, with the reason; and released by another one', async () => {
    const { user, videoId, status, arrive, transcode, decide } = await setup()
    await arrive()
    await transcode()
    await decide('Blocked', '画面不清楚')
    // What VOD answers repeats no reason, and takes none away.
    await expect.poll(status).toBe('Blocked')
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Blocked', reason: '画面不清楚' })
    expect((await user.list()).json.videos).toMatchObject([{ reason: '画面不清楚' }])
    expect((await user.play(videoId)).json.code).toBe('video_not_playable')
    await decide('Normal')
    await expect.poll(status).toBe('Normal')
    expect((await user.get(videoId)).json).toMatchObject({ reason: null })
  })

  it('is published at once where nobody reviews it after all', async () => {
    const { status, arrive, transcode } = await setup()
    await emulator('PATCH', '/switches', { reviews: false })
    await arrive()
    await transcode()
    await expect.poll(status).toBe('Normal')
  })

  it('stays Normal where the end of transcoding is announced after VOD has said so', async () => {
    const { user, videoId, status, looked, arrive, announce } = await setup()
    await emulator('PATCH', '/switches', { transcodes: false, reviews: false })
    await arrive()
    await expect.poll(looked, { timeout: 15_000 }).toBe('Normal')
    await announce('TranscodeComplete')
    expect(await status()).toBe('Normal')
    expect((await user.play(videoId)).status).toBe(200)
  })

  it('that cannot be transcoded says so', async () => {
    const { status, arrive, transcode } = await setup()
    await arrive()
    await transcode(false)
    await expect.poll(status).toBe('TranscodeFail')
  })

  it('is looked at when automatic review objects, also where the operator has not told of a review', async () => {
    const { status, arrive, announce, videoId } = await setup({ REVIEW: 'false' })
    await emulator('PATCH', '/switches', { transcodes: false, reviews: false })
    await arrive()
    await emulator('POST', `/videos/${videoId}/review`, { status: 'Blocked' })
    await announce('AIMediaAuditComplete', { MediaId: videoId, Data: '{"Label":"ad","Suggestion":"block"}' })
    await expect.poll(status).toBe('Blocked')
  })

  it.each([
    ['a reason with control characters', 'a\u0000b'],
    ['an empty reason', ' '],
    ['one that is no text', 7],
    ['one that is too long', 'x'.repeat(257)],
  ])('is blocked without a reason where VOD sends %s', async (_, Reason) => {
    const { user, videoId, arrive, announce } = await setup({ REVIEW: 'false' })
    await arrive()
    await announce('CreateAuditComplete', { AuditStatus: 'Blocked', Reason })
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Blocked', reason: null })
  })
})
