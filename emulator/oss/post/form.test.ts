import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { expect, test, vi } from 'vitest'
import { type FormPart, formRequest, postForm, set, signedFields, without } from '../test-support/form'
import { elementOf, send } from '../test-support/send'
import { BUCKET, KEY, keyOf, useEmulator } from '../test-support/use-emulator'

const emulator = useEmulator()
const bytes = randomBytes(200_000)
const file = { file: bytes }
const fields = () => signedFields(emulator.uploadKey())

const nothingStored = async () => {
  expect(await emulator.describe()).toBeUndefined()
  expect(await emulator.files()).toEqual([])
}

test.each([
  ['200', 200],
  ['201', 201],
  ['204', 204],
  ['302', 204],
])('a form chooses its success: %s is answered with %i', async (wish, status) => {
  const answer = await postForm(emulator.port, [...fields(), ['success_action_status', wish], file])
  expect(answer.status).toBe(status)
  expect(elementOf(answer.body, 'Key')).toBe(status === 201 ? KEY : undefined)
})

const shapes: [string, () => FormPart[], number, string][] = [
  ['the file before the key', () => [file, ...fields()], 400, 'InvalidArgument'],
  ['no key', () => [...without(fields(), 'key'), file], 400, 'InvalidArgument'],
  ['no file', fields, 400, 'IncorrectNumberOfFilesInPOSTRequest'],
  ['two files', () => [...fields(), file, file], 400, 'IncorrectNumberOfFilesInPOSTRequest'],
  ['a field of 3 MB', () => [...fields(), ['x', 'x'.repeat(3_000_000)], file], 400, 'FieldItemTooLong'],
  ['a name of 9 KB', () => [...fields(), ['x'.repeat(9000), 'x'], file], 400, 'FieldItemTooLong'],
  [
    'too many fields',
    () => [...fields(), ...Array.from({ length: 100 }, (_, i): FormPart => [`x${i}`, 'x']), file],
    400,
    'MaxPOSTPreDataLengthExceededError',
  ],
  ['a callback', () => [...fields(), ['callback', 'e30='], file], 501, 'NotImplemented'],
]
test.each(shapes)('a form with %s is refused', async (_what, parts, status, code) => {
  expect(await postForm(emulator.port, parts())).toMatchObject({ status, code })
  await nothingStored()
})

test('a form may have fields after the file, which do not count', async () => {
  const answer = await postForm(emulator.port, [...fields(), file, ['success_action_status', '200'], ['key', 'other']])
  expect(answer).toMatchObject({ status: 204 })
  expect(await emulator.describe()).toMatchObject({ size: bytes.length })
})

test('a form that is none, or breaks off, is refused', async () => {
  const whole = formRequest([...fields(), file])
  const json = { ...whole, headers: { 'content-type': 'application/json' } }
  expect(await send(emulator.port, json)).toMatchObject({ status: 400, code: 'RequestIsNotMultiPartContent' })
  const unbounded = { ...whole, headers: { 'content-type': 'multipart/form-data' } }
  expect(await send(emulator.port, unbounded)).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' })
  for (const length of [100_000, 300]) {
    const broken = { ...whole, body: whole.body?.slice(0, length) ?? '' }
    expect(await send(emulator.port, broken)).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' })
  }
  await nothingStored()
})

test('a form whose client vanishes leaves nothing', async () => {
  const { headers, body = '' } = formRequest([...fields(), file])
  const outgoing = request({
    host: '127.0.0.1',
    port: emulator.port,
    method: 'POST',
    headers: { ...headers, host: `${BUCKET}.localhost`, 'content-length': String(body.length) },
  })
  outgoing.on('error', () => undefined)
  outgoing.write(body.slice(0, 150_000))
  await vi.waitFor(async () => expect(await emulator.files()).toHaveLength(1))
  outgoing.destroy()
  await vi.waitFor(async () => expect(await emulator.files()).toEqual([]))
})

test('a form is held to a Content-MD5 of the whole of it', async () => {
  const { body = '' } = formRequest([...fields(), file])
  const md5 = createHash('md5').update(body).digest('base64')
  const whole = formRequest([...fields(), file], { 'content-md5': md5 })
  expect(await send(emulator.port, whole)).toMatchObject({ status: 400, code: 'InvalidDigest' })
  await nothingStored()
  expect(await send(emulator.port, { ...whole, body })).toMatchObject({ status: 204 })
})

test('a form fills the name of its file into the key', async () => {
  const key = keyOf('operator')
  const policy = { expiration: new Date(Date.now() + 60_000).toISOString(), conditions: [{ bucket: BUCKET }] }
  const template = ['up/$', '{filename}'].join('')
  const answer = await postForm(emulator.port, [
    ...set(signedFields(key, { version: 'V1', policy }), 'key', template),
    file,
  ])
  expect(answer).toMatchObject({ status: 204 })
  expect(await emulator.describe('up/video.mp4')).toMatchObject({ size: bytes.length })
})

test('a form may leave an existing object alone', async () => {
  await postForm(emulator.port, [...fields(), file])
  const answer = await postForm(emulator.port, [...fields(), ['x-oss-forbid-overwrite', 'true'], file])
  expect(answer).toMatchObject({ status: 409, code: 'FileAlreadyExists' })
  expect(await emulator.files()).toHaveLength(1)
})

test('a form may carry an empty file', async () => {
  expect(await postForm(emulator.port, [...fields(), { file: '' }])).toMatchObject({ status: 204 })
  expect(await emulator.describe()).toMatchObject({ size: 0, crc64: '0' })
})
