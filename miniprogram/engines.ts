import type { Config } from './config'
import { serviceVideoCheck } from './service/service-auth'
import type { TokenService } from './service/token-service'
import { createUploader, type Ports, type Uploader, type UploaderOptions } from './uploader/index'
import { findSdk } from './vendor-sdk/find-sdk'
import { MAX_FILE_BYTES } from './vendor-sdk/max-file-bytes'
import { createVendorUploader } from './vendor-sdk/vendor-uploader'
import type { Abilities } from './videos/abilities'
import type { PickedVideo } from './videos/picked-video'

export interface EngineOptions
  extends Pick<UploaderOptions<PickedVideo>, 'getAuth' | 'onCreated' | 'vodUrl' | 'confirmMobileData' | 'isFile'> {
  wx: WechatMiniprogram.Wx
  ports: Ports
  service: TokenService
}

interface EngineChoice {
  abilities: Abilities
  create(options: EngineOptions): Uploader<PickedVideo>
}

/** The engines that config.ts can choose: the one place where another one is added. */
export const engines: Readonly<Record<Config['engine'], EngineChoice>> = {
  multipart: {
    abilities: { resumes: true, maxFileBytes: Number.POSITIVE_INFINITY },
    create: ({ wx, service, ...options }) => createUploader(options),
  },
  vendor: {
    abilities: { resumes: false, maxFileBytes: MAX_FILE_BYTES },
    create: ({ service, ...options }) =>
      createVendorUploader({ ...options, load: findSdk(), checkVideo: serviceVideoCheck(service) }),
  },
}
