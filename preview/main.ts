import { fileURLToPath } from 'node:url'
import type { CloudRun } from './server/gateway'
import { startPreview } from './server/preview'

// The preview as a process of its own: PREVIEW_PORT, PREVIEW_REWRITES (JSON: origin → origin),
// PREVIEW_CLOUD_RUN (JSON: what wx.cloud.callContainer reaches), PREVIEW_COMPILED (1: the scripts as WeChat's compiler
// makes them).

const DEFAULT_PORT = 8789

async function main(): Promise<void> {
  const cloudRun = process.env.PREVIEW_CLOUD_RUN
  const preview = await startPreview({
    projectRoot: fileURLToPath(new URL('..', import.meta.url)),
    port: Number(process.env.PREVIEW_PORT || DEFAULT_PORT),
    rewrites: JSON.parse(process.env.PREVIEW_REWRITES || '{}') as Record<string, string>,
    ...(cloudRun && { cloudRun: JSON.parse(cloudRun) as CloudRun }),
    compiled: process.env.PREVIEW_COMPILED === '1',
    onLine: (line) => console.error(line),
  })
  console.log(`Ready on ${preview.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void preview.close().then(() => process.exit(0)))
  }
}

main().catch((error: Error) => {
  console.error(`The preview cannot start: ${error.message}`)
  process.exitCode = 1
})
