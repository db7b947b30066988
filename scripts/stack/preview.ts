import { urlOf } from './addresses'
import { type Child, startChild } from './child'
import { cloudRunOf, previewRewrites } from './preview-rewrites'

/** Starts the preview of the mini program, whose addresses lead to this stack. */
export function startPreview(projectRoot: string, port: number, onLine: (line: string) => void): Promise<Child> {
  const rewrites = previewRewrites({ service: urlOf('service'), emulator: urlOf('emulator') })
  return startChild({
    name: 'The preview',
    args: ['--import', 'tsx', 'preview/main.ts'],
    cwd: projectRoot,
    env: {
      PREVIEW_PORT: String(port),
      PREVIEW_REWRITES: JSON.stringify(rewrites),
      PREVIEW_CLOUD_RUN: JSON.stringify(cloudRunOf(urlOf('service'))),
    },
    ready: /^Ready on /,
    onLine,
  })
}
