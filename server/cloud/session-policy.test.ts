import { expect, it } from 'vitest'
import golden from './golden/session-policy.json'
import goldenWithExtraActions from './golden/session-policy-with-extra-actions.json'
import { sessionPolicy } from './session-policy'

it('the session policy is exactly the one that was reviewed', () => {
  expect(sessionPolicy([])).toBe(JSON.stringify(golden))
})

it('the session policy with every extra action is exactly the reviewed one, in one order and once each', () => {
  expect(sessionPolicy(['CreateUploadImage', 'RefreshUploadVideo', 'CreateUploadImage'])).toBe(
    JSON.stringify(goldenWithExtraActions),
  )
})

it('the session policy is short enough for STS', () => {
  expect(sessionPolicy(['CreateUploadImage', 'RefreshUploadVideo']).length).toBeLessThanOrEqual(2048)
})
