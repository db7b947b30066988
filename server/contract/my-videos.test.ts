import type * as v from 'valibot'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { readSettings, type ServiceSettings } from '../../miniprogram/service/settings'
import type { ServiceReport, TokenService } from '../../miniprogram/service/token-service'
import type { CloudVideo, VideoChanges } from '../../miniprogram/service/videos'
import type { SharedVideo } from '../../miniprogram/service/watching'
import type { reportsSchema } from '../routes/reports'
import type { changesSchema } from '../routes/videos/change'
import { emulator } from '../test-support/emulator'
import { miniProgramClient } from '../test-support/mini-program-client'
import { testService } from '../test-support/service'

// What My videos asks of the service, by the mini program's own client: see mini-program.test.ts.

beforeEach(() => emulator('POST', '/reset'))

/** A client with a video that plays. */
async function setup(changes: Record<string, string> = {}) {
  const client: TokenService = miniProgramClient(testService(changes))
  const { videoId } = await client.createUpload({ fileName: 'v.mp4', fileSize: 10, title: 'Holiday' })
  await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
  return { client, videoId }
}

const video = {
  videoId: expect.any(String),
  title: 'Holiday',
  description: '',
  tags: [],
  categoryId: '',
  size: 10,
  status: 'Normal',
  reason: '',
  coverUrl: '',
  duration: 0,
  createdAt: expect.any(Number),
} satisfies Record<keyof CloudVideo, unknown>

describe("the mini program's client of My videos", () => {
  it('reads every field of a video, alone and in the pages of the list', async () => {
    const { client, videoId } = await setup()
    expect(await client.getVideo(videoId)).toEqual({ ...video, videoId })
    for (let i = 0; i < 20; i++) await client.createUpload({ fileName: 'v.mp4', fileSize: 10, title: `Holiday ${i}` })
    const { videos, nextCursor } = await client.listVideos()
    expect(videos).toHaveLength(20)
    expect(nextCursor).toEqual(expect.any(String))
    expect(await client.listVideos(nextCursor)).toEqual({ videos: [{ ...video, videoId }], nextCursor: undefined })
  })

  it('changes what is said of a video, with a category, a cover and a wish for a message', async () => {
    const { client, videoId } = await setup({ CATEGORIES: '1000001=Pets' })
    const { cover, ...place } = await client.askForCover(videoId, { extension: 'png', size: 5 })
    const strings = {
      uploadAddress: expect.any(String),
      uploadAuth: expect.any(String),
      serverTime: expect.any(String),
    }
    expect(place).toMatchObject(strings)
    const changes = { title: '海边', description: 'Two\nlines', tags: ['sea'], categoryId: '1000001' }
    const coverUrl = expect.stringMatching(/^http.*\.png$/)
    expect(await client.changeVideo(videoId, { ...changes, cover, notify: true })).toMatchObject({
      ...changes,
      coverUrl,
    })
    expect(await client.changeVideo(videoId, { categoryId: null })).toMatchObject({ ...changes, categoryId: '' })
    for (const [wrong, code] of [
      [{ title: '🙂' }, 'title_refused'],
      [{ tags: ['🙂'] }, 'details_refused'],
      [{ cover: 'x' }, 'cover_invalid'],
    ] as const) {
      await expect(client.changeVideo(videoId, wrong)).rejects.toMatchObject({ code, status: 400 })
    }
  })

  it('plays a video, shares it, and sees what others share', async () => {
    const { client, videoId } = await setup()
    const { streams } = await client.playVideo(videoId)
    expect(streams).toHaveLength(1)
    const { token, validMs } = await client.shareVideo(videoId)
    expect(validMs).toBeGreaterThan(7 * 24 * 60 * 60 * 1000 - 10_000)
    const shared: SharedVideo = await miniProgramClient()
      .sharedVideo(token)
      .catch(() => client.sharedVideo(token))
    expect(shared).toMatchObject({ title: 'Holiday', size: 10, streams: [expect.objectContaining({ format: 'mp4' })] })
    await expect(client.sharedVideo('x')).rejects.toMatchObject({ code: 'share_invalid' })
    await client.deleteVideo(videoId)
    await expect(client.sharedVideo(token)).rejects.toMatchObject({ code: 'video_not_found' })
    await expect(client.getVideo(videoId)).rejects.toMatchObject({ code: 'video_not_found' })
  })

  it('reads what the operator allows and offers', async () => {
    const { client } = await setup({ CATEGORIES: '1000001=Pets', MAX_SECONDS: '60', REVIEW: 'true', REPORTS: 'true' })
    expect(await client.getSettings()).toEqual({
      limits: {
        maxBytes: 10_737_418_240,
        maxSeconds: 60,
        dailyUploads: 100,
        dailyBytes: 107_374_182_400,
        titleCharacters: 128,
        descriptionCharacters: 1024,
        tags: 16,
        tagCharacters: 32,
      },
      left: { uploads: 99, bytes: 107_374_182_390 },
      resetsAt: expect.any(Number),
      categories: [{ id: '1000001', name: 'Pets' }],
      review: true,
      covers: true,
      shares: true,
      reports: true,
      messages: [],
    } satisfies Record<keyof ServiceSettings, unknown>)
    expect((await client.getSettings()).resetsAt).toBeGreaterThan(Date.now())
    expect(readSettings(undefined).limits.maxSeconds).toBe(Number.POSITIVE_INFINITY)
  })

  it('hears when a day that is used up begins anew', async () => {
    const { client } = await setup({ DAILY_UPLOADS: '1' })
    const { resetsAt } = await client.getSettings()
    const next = client.createUpload({ fileName: 'v.mp4', fileSize: 10, title: 'One more' })
    await expect(next).rejects.toMatchObject({ code: 'daily_limit_reached', resetsAt })
  })

  it('reports what fails, where the operator wants it', async () => {
    const report = { code: 'vod_refused', at: new Date().toISOString(), cloudCode: 'Forbidden.RAM', requestId: 'R-1' }
    const phone = { engine: 'multipart', platform: 'devtools', library: '', app: 'develop', network: 'wifi' }
    const { client } = await setup({ REPORTS: 'true' })
    await client.report([{ ...report, ...phone }])
    await expect((await setup()).client.report([{ ...report, ...phone }])).rejects.toMatchObject({ code: 'not_found' })
  })

  it('sends what the service takes', () => {
    expectTypeOf<Required<VideoChanges>>().toExtend<
      Required<Readonly<Record<keyof v.InferInput<typeof changesSchema>, unknown>>>
    >()
    expectTypeOf<ServiceReport>().toExtend<v.InferInput<typeof reportsSchema>['reports'][number]>()
  })
})
