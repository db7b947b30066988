import { PARTS, urlOf } from './addresses'
import { type Child, startChild } from './child'

/** VOD's real names, which Alibaba's SDK calls without being asked. */
const VOD_ORIGINS = 'https://vod.*.aliyuncs.com'

/**
 * Starts the preview of the mini program. Where the service and the emulator run on other ports than the mini program's
 * config names, the preview's proxy finds them there; for VOD it always takes the emulator.
 */
export function startPreview(projectRoot: string, port: number, onLine: (line: string) => void): Promise<Child> {
  const rewrites = {
    [`http://127.0.0.1:${PARTS.service.port}`]: urlOf('service'),
    [`http://127.0.0.1:${PARTS.emulator.port}`]: urlOf('emulator'),
    [VOD_ORIGINS]: urlOf('emulator'),
  }
  return startChild({
    name: 'The preview',
    args: ['--import', 'tsx', 'preview/main.ts'],
    cwd: projectRoot,
    env: { PREVIEW_PORT: String(port), PREVIEW_REWRITES: JSON.stringify(rewrites) },
    ready: /^Ready on /,
    onLine,
  })
}
