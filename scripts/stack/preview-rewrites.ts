import { demoAccount } from '../../emulator/account'
import type { CloudRun } from '../../preview/server/gateway'
import type { Rewrites } from '../../preview/server/targets'
import { PARTS } from './addresses'

/** VOD's real names, which Alibaba's SDK calls without being asked. */
const VOD_ORIGINS = 'https://vod.*.aliyuncs.com'

/**
 * Where the mini program's addresses lead. Where the service and the emulator run on other ports than its config names,
 * the preview's proxy finds them there; for VOD it always takes the emulator.
 */
export function previewRewrites({ service, emulator }: { service: string; emulator: string }): Rewrites {
  return {
    [`http://127.0.0.1:${PARTS.service.port}`]: service,
    [`http://127.0.0.1:${PARTS.emulator.port}`]: emulator,
    [VOD_ORIGINS]: emulator,
  }
}

/** What stands for WeChat Cloud Run: this service, which knows the demo's mini program. It has to run with LOGIN=cloudrun. */
export function cloudRunOf(service: string): CloudRun {
  const [miniProgram] = demoAccount.miniPrograms
  if (!miniProgram) throw new Error('The demo account is incomplete.')
  return { url: service, appId: miniProgram.appId }
}
