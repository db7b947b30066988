import { expect, test } from 'vitest'
import { missingSdkLine } from './missing-sdk'

test('the notice of a missing SDK names the command where the SDK is wanted, and not there', () => {
  expect(missingSdkLine({ engine: 'vendor' }, undefined)).toBe(
    "engine is 'vendor' in miniprogram/config.ts, but Alibaba's SDK is not there: npm run vendor-sdk -- PATH",
  )
})

test.each([
  [{ engine: 'vendor' }, { version: '1.0.3' }],
  [{ engine: 'multipart' }, undefined],
  [{ engine: 'multipart' }, { version: '1.0.3' }],
  [{}, undefined],
])('the notice of a missing SDK says nothing of %j with %j', (config, placed) => {
  expect(missingSdkLine(config, placed)).toBeUndefined()
})
