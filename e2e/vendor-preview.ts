import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../scripts/test-support/run'
import { placeSdk } from '../scripts/vendor-sdk/place-sdk'
import { SDK_FILE } from '../scripts/vendor-sdk/placed-sdk'
import { standInSource } from '../simulation/vendor-sdk/stand-in-source'
import type { ChangedPreviewOptions } from './changed-preview'

export interface VendorPreviewOptions {
  authMethod?: 'sts' | 'credential'
  /** What is placed: the stand-in, Alibaba's own file as it lies in this checkout, or nothing. */
  sdk?: 'stand-in' | 'placed' | 'none'
}

const placed = join(projectRoot, SDK_FILE)

/** Whether Alibaba's own file is in this checkout. */
export const sdkIsPlaced = existsSync(placed)

/** A mini program that is set to `engine: 'vendor'`, with an SDK placed in it as a user does. */
export function withVendor({ authMethod = 'sts', sdk = 'stand-in' }: VendorPreviewOptions): ChangedPreviewOptions {
  return {
    config: {
      "  engine: 'multipart',\n": "  engine: 'vendor',\n",
      "  authMethod: 'sts',\n": `  authMethod: '${authMethod}',\n`,
    },
    without: sdk === 'placed' ? [] : [placed],
    async prepare(folder) {
      if (sdk !== 'stand-in') return
      const download = join(folder, 'aliyun-upload-sdk-1.0.1.min.js')
      await writeFile(download, await standInSource())
      await placeSdk(folder, download)
    },
  }
}
