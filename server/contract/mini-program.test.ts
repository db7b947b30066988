import type * as v from 'valibot'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { serviceAuth } from '../../miniprogram/service/service-auth'
import type { ServiceCredentials, ServiceUpload } from '../../miniprogram/service/token-service'
import { describeFile } from '../../miniprogram/uploader/upload-file'
import { TITLE_MAX_CHARACTERS } from '../cloud/vod-limits'
import type { credentialsAnswer, ticketAnswer, videoAnswer } from '../openapi/answers'
import { emulator } from '../test-support/emulator'
import { miniProgramClient } from '../test-support/mini-program-client'
import { testService } from '../test-support/service'

// The mini program shares no code with the service, not even types: it is what WeChat's tools pack. So the mini
// program's own client calls the real service here, and fails where a field has another name on either side.

beforeEach(() => emulator('POST', '/reset'))

const video = { fileName: 'v.mp4', fileSize: 10, title: 'Holiday' }

describe("the mini program's client of the token service", () => {
  it('reads every field that it needs of POST /credentials', async () => {
    expect(await miniProgramClient().getCredentials(60)).toEqual({
      accessKeyId: expect.any(String),
      accessKeySecret: expect.any(String),
      securityToken: expect.any(String),
      expiration: expect.any(String),
      region: 'cn-shanghai',
      userData: expect.any(String),
      serverTime: expect.any(String),
    } satisfies Record<keyof ServiceCredentials, unknown>)
  })

  it('reads every field that it needs of POST /uploads and of POST /uploads/:videoId/refresh', async () => {
    const client = miniProgramClient()
    const fields = {
      videoId: expect.any(String),
      uploadAddress: expect.any(String),
      uploadAuth: expect.any(String),
      serverTime: expect.any(String),
    } satisfies Record<keyof ServiceUpload, unknown>
    const upload = await client.createUpload(video)
    expect(upload).toEqual(fields)
    expect(await client.refreshUpload(upload.videoId)).toEqual({ ...fields, videoId: upload.videoId })
  })

  it('reads every field that it needs of GET /videos/:videoId, and sends what PUT /uploads/:videoId takes', async () => {
    const client = miniProgramClient()
    const { videoId } = await client.createUpload(video)
    expect(await client.getVideo(videoId)).toMatchObject({ status: 'Uploading', size: 10 })
    await client.registerUpload({ videoId, ...video })
  })

  it("knows the service's codes for a video that needs no new key", async () => {
    const client = miniProgramClient()
    const auth = serviceAuth(client, 'credential')
    const refresh = (videoId: string) => auth.getAuth({ kind: 'refresh-video', videoId })
    await expect(refresh('unknown')).rejects.toMatchObject({ code: 'video_gone' })
    const { videoId } = await client.createUpload(video)
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await expect(refresh(videoId)).rejects.toMatchObject({ code: 'video_complete' })
  })

  it("reads the service's refusals: code, request id and the time to wait", async () => {
    const client = miniProgramClient(testService({ CALLS_PER_MINUTE_USER: '1' }))
    await client.getCredentials()
    await expect(client.getCredentials()).rejects.toMatchObject({
      code: 'too_many_calls',
      status: 429,
      requestId: expect.any(String),
      retryAfterS: 60,
    })
  })

  it("has the types of the service's answers", () => {
    expectTypeOf<v.InferOutput<typeof credentialsAnswer>>().toExtend<ServiceCredentials>()
    expectTypeOf<v.InferOutput<typeof ticketAnswer>>().toExtend<ServiceUpload>()
    expectTypeOf<v.InferOutput<typeof videoAnswer>>().toExtend<{ status: string; size: number }>()
  })
})

describe("VOD's limits", () => {
  it('on titles are the same in the mini program and in the service', async () => {
    const unread = { size: 1, read: () => expect.unreachable() }
    const describe = (characters: number) => describeFile({ path: 'v.mp4', title: '字'.repeat(characters) }, unread)
    expect((await describe(TITLE_MAX_CHARACTERS)).title).toHaveLength(TITLE_MAX_CHARACTERS)
    await expect(describe(TITLE_MAX_CHARACTERS + 1)).rejects.toMatchObject({ code: 'title_invalid' })
  })
})
