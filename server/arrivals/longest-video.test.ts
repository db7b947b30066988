import { beforeEach, describe, expect, it } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { forgetAll, stored } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, MAX_SECONDS: '60', ...changes })
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const videoId = await user.video()
  await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
  const announce = (EventType: string, fields: Record<string, unknown>) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent({ EventType, EventTime: eventTime(1), VideoId: videoId, Status: 'success', ...fields }),
    )
  await announce('FileUploadComplete', { Size: 10 })
  const judge = async () => {
    await service.reconcile()
    return service.log.filter(({ level }) => level === 'warn')
  }
  return { service, user, videoId, announce, judge }
}

describe('a video that is longer than MAX_SECONDS', () => {
  it('is reported and does not play, also where its length is known after it has been judged', async () => {
    const { user, videoId, announce, judge } = await setup()
    expect(await judge()).toEqual([])
    expect((await stored(videoId)).video).toMatchObject({ verdict: 'ok' })
    await announce('VideoAnalysisComplete', { Duration: 60.5 })
    const line = { code: 'video_too_long', videoId, action: 'reported', size: 10 }
    expect(await judge()).toEqual([expect.objectContaining(line)])
    await announce('StreamTranscodeComplete', { Duration: 60.5, Definition: 'LD' })
    await announce('TranscodeComplete', {})
    expect(await judge()).toHaveLength(1)
    expect((await user.play(videoId)).json).toMatchObject({ status: 409, code: 'video_not_playable' })
    expect((await user.call('POST', `/videos/${videoId}/share`)).json).toMatchObject({ code: 'video_not_playable' })
  })

  it('is blocked at VOD where the operator allows it, and its user is told why', async () => {
    const { user, videoId, announce, judge } = await setup({ ENFORCE_AT_VOD: 'marked' })
    await announce('VideoAnalysisComplete', { Duration: '61' })
    expect(await judge()).toEqual([expect.objectContaining({ code: 'video_too_long', action: 'blocked' })])
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Blocked', reason: 'video_too_long', duration: 61 })
    // What VOD announces of that itself changes nothing.
    await announce('CreateAuditComplete', { AuditStatus: 'Blocked', Reason: 'wevod: longer than MAX_SECONDS' })
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Blocked', reason: 'video_too_long' })
  })

  it('is found by what VOD answers where no notification has told', async () => {
    const { user, videoId, judge } = await setup()
    const Video = { CreationTime: new Date().toISOString(), Status: 'Normal', Size: 10, Duration: 90 }
    await setFault('GetVideoInfo', { type: 'respond', status: 200, body: JSON.stringify({ RequestId: 'R', Video }) })
    expect((await user.play(videoId)).json).toMatchObject({ code: 'video_not_playable' })
    expect(await judge()).toEqual([expect.objectContaining({ code: 'video_too_long' })])
  })

  it('is none where it is as long as that, or the operator sets no limit', async () => {
    const one = await setup()
    await one.announce('VideoAnalysisComplete', { Duration: 60 })
    expect(await one.judge()).toEqual([])
    expect((await one.user.play(one.videoId)).status).toBe(200)
    const other = await setup({ MAX_SECONDS: '31536000' })
    await other.announce('VideoAnalysisComplete', { Duration: 90_000 })
    expect(await other.judge()).toEqual([])
  })
})
