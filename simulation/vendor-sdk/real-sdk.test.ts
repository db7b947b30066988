import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SDK_FILE } from '../../scripts/vendor-sdk/place-sdk'
import { bytesOf } from '../use-world'
import { loadSdk } from './load-sdk'
import { isForm, useVendor } from './use-vendor'

// Alibaba's own file, which is not in the repository: run where `npm run vendor-sdk` has placed it.

const file = join(import.meta.dirname, '../..', SDK_FILE)
const isPlaced = existsSync(file)
const load = isPlaced ? loadSdk(readFileSync(file, 'utf8')) : undefined
if (!isPlaced) console.log("Skipped: the tests with Alibaba's SDK itself. To run them: npm run vendor-sdk -- PATH")

const test = useVendor()

describe.runIf(isPlaced).each(['mixed', 'credential'] as const)("the vendor's SDK itself, method %s", (method) => {
  it('uploads a file', async () => {
    await test.start({ load, method })
    const bytes = bytesOf(5)
    const task = test.upload(bytes, { title: '海边 & <b>' })
    await test.reach(task, 'success', 'error')
    await test.expectArrived(task, bytes)
    expect(test.videos()).toEqual([expect.objectContaining({ title: '海边 & <b>', status: 'Normal' })])
  })

  it('does not lose a file that OSS refuses', async () => {
    await test.start({ load, method })
    test.fault({ operation: 'PostObject', fault: { type: 'error', status: 403, code: 'AccessDenied' } })
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    expect(task.snapshot).toMatchObject({ state: 'error', error: { code: 'oss_refused', cloudCode: 'AccessDenied' } })
    task.start()
    await test.reach(task, 'success', 'error')
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(1)
  })
})
