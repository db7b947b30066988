import { createHash } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { crc64, formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { elementOf } from '../test-support/send'
import { sendSigned } from '../test-support/signed'
import { KEY, keyOf, useEmulator } from '../test-support/use-emulator'
import { first, last, listed, second, useUpload } from '../test-support/use-upload'

const emulator = useEmulator()
const upload = useUpload(emulator)

afterEach(() => vi.restoreAllMocks())

test('completing makes one object of the listed parts, and drops the others', async () => {
  await Promise.all([upload.part(10_000, last), upload.part(3, second), upload.part(1, first), upload.part(2, last)])
  const whole = Buffer.concat([first, second, last])
  const answer = await upload.complete(listed([1, first], [3, second], [10_000, last]))
  expect(answer.status).toBe(200)
  expect(answer.headers['x-oss-hash-crc64ecma']).toBe(formatCrc64(crc64(whole)))
  expect(elementOf(answer.body, 'ETag')).toMatch(/^"[0-9A-F]{32}-3"$/)
  expect(await emulator.describe()).toEqual({
    size: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
    crc64: formatCrc64(crc64(whole)),
    parts: 3,
  })
  expect(await emulator.files()).toHaveLength(1)
  const head = await sendSigned(emulator.port, keyOf('operator'), { method: 'HEAD' })
  expect(head.headers).toMatchObject({ 'content-type': 'video/mp4', 'x-oss-object-type': 'Multipart' })
})

test('the file of the parts goes with the object, where some had been dropped or sent again, too', async () => {
  await Promise.all([upload.part(1, last), upload.part(2, last), upload.part(3, second)])
  await Promise.all([upload.part(1, first), upload.part(2, second)])
  expect(await upload.complete(listed([1, first], [2, second]))).toMatchObject({ status: 200 })
  const whole = Buffer.concat([first, second])
  expect(await emulator.describe()).toMatchObject({ sha256: createHash('sha256').update(whole).digest('hex') })
  await sendSigned(emulator.port, upload.key, { method: 'PUT', body: 'another' })
  expect(await emulator.describe()).toMatchObject({ size: 7 })
  expect(await emulator.files()).toHaveLength(1)
})

test('completing notifies VOD', async () => {
  const stored = vi.spyOn(emulator.cloud.videos, 'objectStored')
  await upload.part(1, last)
  expect(stored).not.toHaveBeenCalled()
  await upload.complete(listed([1, last]))
  expect(stored).toHaveBeenCalledExactlyOnceWith(emulator.cloud.account.bucket, KEY)
})

test('completing works once: the second call finds no upload', async () => {
  await upload.part(1, last)
  expect(await upload.complete(listed([1, last]))).toMatchObject({ status: 200 })
  expect(await upload.complete(listed([1, last]))).toMatchObject({ status: 404, code: 'NoSuchUpload' })
  expect(await emulator.describe()).toMatchObject({ size: last.length })
})

test('completing takes all parts when asked to', async () => {
  await upload.part(2, last)
  await upload.part(1, first)
  const all = { 'x-oss-complete-all': 'yes' }
  expect(await upload.complete(listed([1, first]), all)).toMatchObject({ status: 400, code: 'InvalidArgument' })
  expect(await upload.complete('', all)).toMatchObject({ status: 200 })
  expect(await emulator.describe()).toMatchObject({ size: first.length + last.length, parts: 2 })
})

test('completing reads ETags without quotes, escaped, and in lower case', async () => {
  const etag = createHash('md5').update(last).digest('hex')
  for (const written of [etag, `&quot;${etag}&quot;`, `&#34;${etag}&#x22;`]) {
    await upload.begin()
    await upload.part(1, last)
    expect(await upload.complete(listed([1, written]))).toMatchObject({ status: 200 })
  }
})

const refusals: [string, () => string, number, string, string?][] = [
  ['parts out of order', () => listed([2, second], [1, first]), 400, 'InvalidPartOrder', '0042-00000209'],
  ['a part twice', () => listed([1, first], [1, first]), 400, 'InvalidPartOrder', '0042-00000209'],
  ['a part that is not there', () => listed([1, first], [7, last]), 400, 'InvalidPart'],
  ["another part's ETag", () => listed([1, second]), 400, 'InvalidPart'],
  [
    'a small part in the middle',
    () => listed([1, first], [3, last], [4, last]),
    400,
    'EntityTooSmall',
    '0042-00000213',
  ],
  ['no parts', () => '<CompleteMultipartUpload/>', 400, 'MalformedXML', '0042-00000205'],
  ['an empty body', () => '', 400, 'MalformedXML', '0042-00000205'],
  ['XML that is not closed', () => listed([1, first]).slice(0, -3), 400, 'MalformedXML', '0042-00000205'],
  ['a part number that is none', () => listed([1, first]).replace('>1<', '>one<'), 400, 'MalformedXML'],
  [
    'entities of its own',
    () => `<!DOCTYPE a [<!ENTITY e "1">]>${listed([1, first]).replace('>1<', '>&e;<')}`,
    400,
    'MalformedXML',
  ],
]
test.each(refusals)('completing with %s is refused, and can be tried again', async (_what, body, status, code, ec) => {
  await Promise.all([upload.part(1, first), upload.part(2, second), upload.part(3, last), upload.part(4, last)])
  expect(await upload.complete(body())).toMatchObject({ status, code, ...(ec && { ec }) })
  expect(await emulator.describe()).toBeUndefined()
  expect(await upload.complete(listed([1, first], [2, second]))).toMatchObject({ status: 200 })
})

test('completing with a body that does not have its Content-MD5 is refused', async () => {
  await upload.part(1, last)
  const headers = { 'content-md5': createHash('md5').update('other').digest('base64') }
  expect(await upload.complete(listed([1, last]), headers)).toMatchObject({ status: 400, code: 'InvalidDigest' })
})

test('completing may leave an existing object alone', async () => {
  await sendSigned(emulator.port, upload.key, { method: 'PUT', body: 'there before' })
  await upload.part(1, last)
  const headers = { 'x-oss-forbid-overwrite': 'true' }
  expect(await upload.complete(listed([1, last]), headers)).toMatchObject({ status: 409, code: 'FileAlreadyExists' })
  expect(await emulator.describe()).toMatchObject({ size: 12 })
  expect(await upload.complete(listed([1, last]))).toMatchObject({ status: 200 })
  expect(await emulator.files()).toHaveLength(1)
})
