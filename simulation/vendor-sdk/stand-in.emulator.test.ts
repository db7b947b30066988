import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { emulatorForTests } from '../../emulator/test-support/emulator'
import { sessionKey } from '../../emulator/test-support/keys'
import { emulatedWx } from './emulated-wx'
import type { Fault } from './faults'
import { loadStandIn } from './load-stand-in'
import type { UploadInfo } from './sdk-types'

// The emulator decides whether query and form are signed as Alibaba's clouds want them.

const emulator = await emulatorForTests()
const bytes = randomBytes(100_000)
const TEMP_PATH = "http://tmp/a 测试*(1)'!.mp4"
const described = (videoId = '') => {
  const video = emulator.cloud.videos.get(videoId)
  return video && emulator.cloud.objects.describe(video.bucket, video.key)
}

interface Run {
  faults?: readonly Fault[]
  clock?: DateConstructor
  /** Before the file is on its way. */
  onKey?(): void
  onExpired?(resume: (...key: [string, string, string]) => void): void
}

/** Uploads a file with an STS token; resolves with how it ended. */
async function upload({ faults = [], clock, onKey, onExpired }: Run = {}) {
  const VODUpload = await loadStandIn(emulatedWx(emulator.port, new Map([[TEMP_PATH, bytes]])), {
    faults,
    ...(clock && { Date: clock }),
  })
  return new Promise<{ info: UploadInfo; result: string[] }>((resolve) => {
    const uploader = new VODUpload({
      userId: 'anybody',
      onUploadstarted(info) {
        const { accessKeyId, accessKeySecret, securityToken = '' } = sessionKey(emulator.cloud)
        onKey?.()
        uploader.setSTSToken(info, accessKeyId, accessKeySecret, securityToken)
      },
      onUploadTokenExpired: () => onExpired?.((...key) => uploader.resumeUploadWithSTSToken(...key)),
      onUploadSucceed: (info) => resolve({ info, result: ['success'] }),
      onUploadFailed: (info, ...why) => resolve({ info, result: why }),
      addFileSuccess: () => uploader.startUpload(),
    })
    uploader.addFile({ url: TEMP_PATH }, null, null, null, '{"Vod":{"Tags":"一,b c"}}')
  })
}

test('a file reaches its video: both signatures are accepted', async () => {
  const { info, result } = await upload()
  expect(result).toEqual(['success'])
  expect(emulator.cloud.videos.get(info.videoId ?? '')).toMatchObject({ title: TEMP_PATH, tags: '一,b c' })
  expect(await described(info.videoId)).toMatchObject({
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
})

test('an expired key at OSS is refreshed, and the file sent again to the same video', async () => {
  const { info, result } = await upload({
    onKey: () => emulator.cloud.faults.add({ operation: 'PostObject', fault: { type: 'expiredToken' } }),
    onExpired: (resume) => {
      const { accessKeyId, accessKeySecret, securityToken = '' } = sessionKey(emulator.cloud)
      resume(accessKeyId, accessKeySecret, securityToken)
    },
  })
  expect(result).toEqual(['success'])
  expect(await described(info.videoId)).toMatchObject({ size: bytes.length })
  expect([...emulator.cloud.calls]).toEqual([
    ['CreateUploadVideo', 1],
    ['PostObject', 2],
    ['RefreshUploadVideo', 1],
  ])
})

test('a form by a clock that is ten minutes slow is refused, and the fault calls that a success', async () => {
  class SlowDate extends Date {
    constructor() {
      super(Date.now() - 600_000)
    }
  }
  const slow = SlowDate as unknown as DateConstructor
  expect((await upload({ clock: slow })).result).toEqual(['AccessDenied', expect.stringContaining('Policy expired')])
  const { info, result } = await upload({ clock: slow, faults: ['statusIgnored'] })
  expect(result).toEqual(['success'])
  expect(await described(info.videoId)).toBeUndefined()
})
