import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Preview, startPreview } from '../preview/server/index'
import { previewRewrites } from '../scripts/stack/preview-rewrites'
import { projectRoot } from '../scripts/test-support/run'
import type { Stack } from '../scripts/test-support/stack'
import { placeSdk } from '../scripts/vendor-sdk/place-sdk'
import { SDK_FILE } from '../scripts/vendor-sdk/placed-sdk'
import { standInSource } from '../simulation/vendor-sdk/stand-in-source'

export interface VendorPreviewOptions {
  authMethod?: 'sts' | 'credential'
  /** What is placed: the stand-in, Alibaba's own file as it lies in this checkout, or nothing. */
  sdk?: 'stand-in' | 'placed' | 'none'
}

const placed = join(projectRoot, SDK_FILE)

/** Whether Alibaba's own file is in this checkout. */
export const sdkIsPlaced = existsSync(placed)

/**
 * The preview of a copy of the mini program that is set to `engine: 'vendor'`, with an SDK placed in it as a user does. This checkout's own files, a placed SDK among them, are not touched.
 */
export async function startVendorPreview(
  { serviceUrl, emulatorUrl }: Stack,
  folder: string,
  { authMethod = 'sts', sdk = 'stand-in' }: VendorPreviewOptions,
): Promise<Preview> {
  const source = join(projectRoot, 'miniprogram')
  await mkdir(folder, { recursive: true })
  await cp(source, join(folder, 'miniprogram'), {
    recursive: true,
    filter: (path) => path !== placed || sdk === 'placed',
  })
  const config = join(folder, 'miniprogram/config.ts')
  const text = await readFile(config, 'utf8')
  const changed = text
    .replace("  engine: 'multipart',\n", "  engine: 'vendor',\n")
    .replace("  authMethod: 'sts',\n", `  authMethod: '${authMethod}',\n`)
  if (!changed.includes("engine: 'vendor',")) throw new Error('config.ts does not have the engine where it was.')
  await writeFile(config, changed)
  if (sdk === 'stand-in') {
    const download = join(folder, 'aliyun-upload-sdk-1.0.1.min.js')
    await writeFile(download, await standInSource())
    await placeSdk(folder, download)
  }
  const rewrites = previewRewrites({ service: serviceUrl, emulator: emulatorUrl })
  return startPreview({ projectRoot: folder, port: 0, rewrites, onLine: (line) => console.error(line) })
}
