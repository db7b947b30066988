import { PARTS, urlOf } from './addresses'
import { type Child, startChild } from './child'

/**
 * Starts the preview of the mini program. Where the service and the emulator run on other ports than the mini program's
 * config names, the preview's proxy finds them there.
 */
export function startPreview(projectRoot: string, port: number, onLine: (line: string) => void): Promise<Child> {
  const rewrites = Object.fromEntries(
    (['service', 'emulator'] as const).map((part) => [`http://127.0.0.1:${PARTS[part].port}`, urlOf(part)]),
  )
  return startChild({
    name: 'The preview',
    args: ['--import', 'tsx', 'preview/main.ts'],
    cwd: projectRoot,
    env: { PREVIEW_PORT: String(port), PREVIEW_REWRITES: JSON.stringify(rewrites) },
    ready: /^Ready on /,
    onLine,
  })
}
