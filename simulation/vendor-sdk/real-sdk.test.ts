import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { SDK_FILE } from '../../scripts/vendor-sdk/placed-sdk'
import { loadSdk } from './load-sdk'
import { describeUploads } from './uploads'

// Alibaba's own file, which is not in the repository.

const file = join(import.meta.dirname, '../..', SDK_FILE)
const isPlaced = existsSync(file)
const load = isPlaced ? loadSdk(readFileSync(file, 'utf8')) : undefined
// The reporter does not say why tests are skipped.
if (!isPlaced) console.log("Alibaba's SDK is not placed, so that it is not tested: npm run vendor-sdk -- PATH")

describe.runIf(isPlaced).each(['mixed', 'credential', 'sts'] as const)("Alibaba's SDK itself, method %s", (method) =>
  describeUploads(() => load, method),
)
