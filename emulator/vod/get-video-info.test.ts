import { expect, test } from 'vitest'
import { demoAccount } from '../account'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf } from '../test-support/keys'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const call = (action: string, parameters: Record<string, string>) =>
  sendSigned(emulator, { key: keyOf('operator'), signature: 'RPC', action, now: clock.now(), parameters })

const create = async () => (await call('CreateUploadVideo', { Title: 'My video', FileName: 'v.mp4', CateId: '7' })).json

const info = async (videoId: unknown) =>
  (await call('GetVideoInfo', { VideoId: String(videoId) })).json.Video as Record<string, unknown>

test('GetVideoInfo gives what is known before anything has arrived', async () => {
  const { VideoId } = await create()
  expect(await info(VideoId)).toEqual({
    VideoId,
    Title: 'My video',
    CateId: 7,
    Status: 'Uploading',
    CreationTime: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    Duration: 0,
    StorageLocation: `${demoAccount.bucket}.oss-cn-shanghai.aliyuncs.com`,
    RegionId: 'cn-shanghai',
    AppId: 'app-1000000',
  })
})

test('GetVideoInfo follows the object once OSS has stored it', async () => {
  const { VideoId } = await create()
  const video = cloud.videos.get(String(VideoId))
  cloud.videos.objectStored(video?.bucket ?? '', video?.key ?? '')
  expect((await info(VideoId)).Status).toBe('Normal')
})

test('GetVideoInfo refuses an unknown video', async () => {
  expect((await call('GetVideoInfo', { VideoId: 'none' })).code).toBe('InvalidVideo.NotFound')
})
