import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { UploadTask } from '../../miniprogram/uploader/index'
import type { load } from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'
import { createVendorUploader } from '../../miniprogram/vendor-sdk/vendor-uploader'
import { VOD_URL } from '../cloud'
import { phoneWxForSdk } from '../phone-wx'
import type { ServiceMethod } from '../service'
import { useWorld } from '../use-world'
import type { World } from '../world'

export interface VendorWorldOptions {
  load: typeof load | undefined
  method?: ServiceMethod
  confirmMobileData?: (bytes: number) => Promise<boolean>
}

/** A world whose app uploads with the vendor's SDK, or with what stands in for it. */
export function useVendor() {
  const test = useWorld()
  const { upload, reach, calls, sent, fault } = test
  return {
    ...{ upload, reach, calls, sent, fault },
    get world(): World {
      return test.world
    },

    start({ load, method = 'mixed', confirmMobileData }: VendorWorldOptions): Promise<World> {
      return test.start({
        method,
        launch: ({ ports, phone, service }) =>
          createVendorUploader({
            ports,
            wx: phoneWxForSdk(phone),
            load,
            getAuth: service.getAuth,
            checkVideo: service.checkVideo,
            vodUrl: VOD_URL,
            ...(confirmMobileData && { confirmMobileData }),
          }),
      })
    },

    /** Holds that the bytes arrived, and that there is no other video. */
    async expectArrived(task: UploadTask, bytes: Uint8Array, forms = 1): Promise<void> {
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
  }
}

/** What wx.uploadFile sends. */
export const isForm = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
  (headers['content-type'] ?? '').startsWith('multipart/form-data')
