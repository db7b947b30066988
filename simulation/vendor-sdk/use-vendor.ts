import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { UploadTask } from '../../miniprogram/uploader/index'
import type { load } from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'
import { createVendorUploader, type VendorUploaderOptions } from '../../miniprogram/vendor-sdk/vendor-uploader'
import { VOD_URL } from '../cloud'
import type { Sent } from '../phone-requests'
import { phoneWxForSdk } from '../phone-wx'
import type { ServiceMethod } from '../service'
import { useWorld } from '../use-world'
import type { World } from '../world'

export interface VendorWorldOptions {
  load: typeof load | undefined
  method?: ServiceMethod
  more?: Partial<VendorUploaderOptions<{ path: string }>>
}

/** A world whose app uploads with the vendor's SDK, or with what stands in for it. */
export function useVendor() {
  const test = useWorld()
  const { upload, reach, calls, sent, fault } = test
  let runs = 0
  return {
    ...{ upload, reach, calls, sent, fault },
    get world(): World {
      return test.world
    },

    /** How often an SDK was begun with. */
    get runs(): number {
      return runs
    },

    async start({ load, method = 'mixed', more }: VendorWorldOptions): Promise<World> {
      runs = 0
      const counted: typeof load = (wx, date) => {
        runs++
        return (load as NonNullable<typeof load>)(wx, date)
      }
      const world = await test.start({
        method,
        launch: ({ ports, phone, service }) =>
          createVendorUploader({
            ports,
            wx: phoneWxForSdk(phone),
            load: load && counted,
            getAuth: service.getAuth,
            checkVideo: service.checkVideo,
            vodUrl: VOD_URL,
            ...more,
          }),
      })
      world.service.guardsArrived = true
      return world
    },

    /** Lets time pass until a form is on its way. */
    async sending(): Promise<void> {
      await test.world.pass(() => test.sent(isForm).length > 0)
      expect(test.sent(isForm)).toHaveLength(1)
    },

    /** Lets time pass until the upload ends, and holds that the bytes arrived, in so many forms. */
    async expectArrived(task: UploadTask, bytes: Uint8Array, forms = 1): Promise<void> {
      await reach(task, 'success', 'error')
      expect(task.snapshot.error).toBeUndefined()
      expect(task.snapshot).toMatchObject({ state: 'success', progress: { percent: 100 } })
      const { cloud } = test.world.cloud
      const video = cloud.videos.get(task.snapshot.videoId ?? '')
      expect(await cloud.objects.describe(video?.bucket ?? '', video?.key ?? '')).toMatchObject({
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      expect(test.sent(isForm)).toHaveLength(forms)
    },

    videos: () => test.world.cloud.cloud.videos.all(),

    /** How often the app was asked for this. */
    asked: (kind: string) => test.world.service.asked.filter((request) => request.kind === kind).length,
  }
}

/** What wx.uploadFile sends. */
export function isForm({ headers }: Sent['request']): boolean {
  return (headers['content-type'] ?? '').startsWith('multipart/form-data')
}
