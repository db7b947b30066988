import { expect, it } from 'vitest'
import golden from './golden/session-policy.json'
import goldenWithExtraActions from './golden/session-policy-with-extra-actions.json'
import { sessionPolicy } from './session-policy'

it('is exactly the policy that was reviewed', () => {
  expect(sessionPolicy([])).toBe(JSON.stringify(golden))
})

it('is exactly the reviewed one with every extra action, in one order and once each', () => {
  expect(sessionPolicy(['CreateUploadImage', 'RefreshUploadVideo', 'CreateUploadImage'])).toBe(
    JSON.stringify(goldenWithExtraActions),
  )
})

it('is short enough for STS', () => {
  expect(sessionPolicy(['CreateUploadImage', 'RefreshUploadVideo']).length).toBeLessThanOrEqual(2048)
})
