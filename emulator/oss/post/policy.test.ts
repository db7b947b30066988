import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { base64, postForm, set, signedFields } from '../test-support/form'
import { elementOf } from '../test-support/send'
import { BUCKET, KEY, keyOf, useEmulator } from '../test-support/use-emulator'

const emulator = useEmulator()
const bytes = randomBytes(2000)
const post = (conditions: unknown[]) =>
  postForm(emulator.port, [...signedFields(emulator.uploadKey(), { conditions }), { file: bytes }])

const size = bytes.length
const cases: [unknown, number, string?][] = [
  [['eq', '$key', KEY], 204],
  [['eq', '$key', 'other'], 403, 'AccessDenied'],
  [{ key: KEY }, 204],
  [{ key: 'other' }, 403, 'AccessDenied'],
  [{ bucket: 'other' }, 403, 'AccessDenied'],
  [['starts-with', '$key', 'sv/'], 204],
  [['starts-with', '$key', 'vs/'], 403, 'AccessDenied'],
  [['eq', '$x-oss-content-type', 'video/mp4'], 403, 'AccessDenied'],
  [['in', '$key', ['a', KEY]], 204],
  [['in', '$key', ['a', 'b']], 403, 'AccessDenied'],
  [['not-in', '$key', [KEY]], 403, 'AccessDenied'],
  [['content-length-range', 1, size], 204],
  [['content-length-range', 1, size - 1], 400, 'EntityTooLarge'],
  [['content-length-range', size + 1, size + 2], 400, 'EntityTooSmall'],
  [['not-in', '$key', KEY], 400, 'InvalidPolicyDocument'],
  [['like', '$key', KEY], 400, 'InvalidPolicyDocument'],
  [{ a: '1', b: '2' }, 400, 'InvalidPolicyDocument'],
  [123, 400, 'InvalidPolicyDocument'],
]
test.each(cases)('the condition %j is answered with %i', async (condition, status, code) => {
  expect(await post([condition])).toMatchObject({ status, code })
  expect(await emulator.files()).toHaveLength(status === 204 ? 1 : 0)
})

test('a condition that fails is named in the error', async () => {
  const answer = await post([['starts-with', '$key', 'vs/']])
  expect(elementOf(answer.body, 'Message')).toBe(
    'Invalid according to Policy: Policy Condition failed: ["starts-with","$key","vs/"]',
  )
})

test.each([
  'not json',
  JSON.stringify({ expiration: '2099-01-01T00:00:00Z' }),
  JSON.stringify({ expiration: '2099-01-01T00:00:00Z', conditions: [] }),
  JSON.stringify({ conditions: [{ bucket: BUCKET }] }),
  JSON.stringify({ expiration: 'tomorrow', conditions: [{ bucket: BUCKET }] }),
])('the document %j is no policy', async (document) => {
  const key = keyOf('operator')
  const policy = base64(document)
  const signature = createHmac('sha1', key.accessKeySecret).update(policy).digest('base64')
  const fields = set(set(signedFields(key, { version: 'V1' }), 'policy', policy), 'Signature', signature)
  const answer = await postForm(emulator.port, [...fields, { file: bytes }])
  expect(answer).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' })
  expect(await emulator.files()).toEqual([])
})
