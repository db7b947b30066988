import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'
import { SDK_FILE } from '../../scripts/vendor-sdk/place-sdk'
import { loadSdk } from './load-sdk'
import { describeUploads } from './uploads'

// Alibaba's own file, which is not in the repository.

const file = join(import.meta.dirname, '../..', SDK_FILE)

if (existsSync(file)) {
  const load = loadSdk(readFileSync(file, 'utf8'))
  for (const method of ['mixed', 'credential', 'sts'] as const) describeUploads("Alibaba's SDK", () => load, method)
} else {
  const reason = "Alibaba's SDK is not placed, so that it is not tested: npm run vendor-sdk -- PATH"
  // The reporter does not name what is skipped.
  console.log(reason)
  it.skip(reason, () => undefined)
}
