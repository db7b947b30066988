import { urlOf } from './addresses'
import { type Child, startChild } from './child'
import { cloudRunOf, previewRewrites } from './preview-rewrites'

interface PreviewProcess {
  projectRoot: string
  port: number
  /** Whether it runs what WeChat's compiler makes of the scripts. */
  compiled: boolean
  onLine: (line: string) => void
}

/** Milliseconds that WeChat's compiler may take, besides. */
const COMPILER_LIMIT_MS = 240_000

/** Starts the preview of the mini program, whose addresses lead to this stack. */
export function startPreview({ projectRoot, port, compiled, onLine }: PreviewProcess): Promise<Child> {
  const rewrites = previewRewrites({ service: urlOf('service'), emulator: urlOf('emulator') })
  return startChild({
    name: 'The preview',
    args: ['--import', 'tsx', 'preview/main.ts'],
    cwd: projectRoot,
    env: {
      PREVIEW_PORT: String(port),
      PREVIEW_REWRITES: JSON.stringify(rewrites),
      PREVIEW_CLOUD_RUN: JSON.stringify(cloudRunOf(urlOf('service'))),
      PREVIEW_COMPILED: compiled ? '1' : '',
    },
    ready: /^Ready on /,
    ...(compiled && { limitMs: COMPILER_LIMIT_MS }),
    onLine,
  })
}
