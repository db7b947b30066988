import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { expect, test, vi } from 'vitest'
import { crc64, formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { send } from '../test-support/send'
import { sendSigned, sign } from '../test-support/signed'
import { keyOf, useEmulator } from '../test-support/use-emulator'
import { first, last, listed, second, useUpload } from '../test-support/use-upload'

const emulator = useEmulator()
const upload = useUpload(emulator)

test('a part is answered with its MD5 and its CRC', async () => {
  const { status, headers } = await upload.part(1, first)
  expect(status).toBe(200)
  expect(headers.etag).toBe(`"${createHash('md5').update(first).digest('hex').toUpperCase()}"`)
  expect(headers['x-oss-hash-crc64ecma']).toBe(formatCrc64(crc64(first)))
})

test('a part takes the place of one with the same number, and its file', async () => {
  await upload.part(1, first)
  await upload.part(1, second)
  expect(await emulator.files()).toHaveLength(1)
  expect(await upload.complete(listed([1, first]))).toMatchObject({ status: 400, code: 'InvalidPart' })
  expect(await upload.complete(listed([1, second]))).toMatchObject({ status: 200 })
  expect(await emulator.describe()).toMatchObject({ size: second.length })
})

test.each(['0', '10001', '-1', '1.5', 'x', ''])('a part numbered %j is refused', async (number) => {
  expect(await upload.part(number, last)).toMatchObject({ status: 400, code: 'InvalidArgument', ec: '0017-00000220' })
  expect(await emulator.files()).toEqual([])
})

test('a part with a wrong Content-MD5 is refused and leaves nothing', async () => {
  const headers = { 'content-md5': createHash('md5').update(second).digest('base64') }
  expect(await upload.part(1, first, { headers })).toMatchObject({ status: 400, code: 'InvalidDigest' })
  expect(await emulator.files()).toEqual([])
})

test('a part with a wrong signature is refused and leaves nothing', async () => {
  const answer = await sendSigned(
    emulator.port,
    { ...upload.key, accessKeySecret: 'wrong' },
    { method: 'PUT', query: { partNumber: '1', uploadId: upload.id }, body: first },
  )
  expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  expect(await emulator.files()).toEqual([])
})

test("a part of another object's upload is refused", async () => {
  upload.key = keyOf('operator')
  expect(await upload.part(1, first, { key: 'other' })).toMatchObject({ status: 404, code: 'NoSuchUpload' })
})

test('a part that is under way when its upload is aborted leaves nothing', async () => {
  const { path, headers, bucket } = sign(emulator.port, upload.key, {
    method: 'PUT',
    query: { partNumber: '1', uploadId: upload.id },
  })
  const outgoing = request({
    host: '127.0.0.1',
    port: emulator.port,
    method: 'PUT',
    path,
    headers: { ...headers, host: `${bucket}.localhost`, 'content-length': String(2 * first.length) },
  })
  const status = new Promise((resolve, reject) => {
    outgoing.once('response', (answer) => resolve(answer.resume().statusCode)).once('error', reject)
  })
  outgoing.write(first)
  await vi.waitFor(async () => expect(await emulator.files()).toHaveLength(1))
  expect(await upload.call({ method: 'DELETE', query: { uploadId: upload.id } })).toMatchObject({ status: 204 })
  outgoing.end(first)
  expect(await status).toBe(404)
  expect(await emulator.files()).toEqual([])
})

test.each(['0', '1001', 'x'])('a page of %s parts is refused', async (maxParts) => {
  const answer = await upload.call({ query: { uploadId: upload.id, 'max-parts': maxParts } })
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
})

test('an answer that a fault loses was a call all the same', async () => {
  emulator.cloud.faults.add({ operation: 'UploadPart', fault: { type: 'reset', when: 'after' } })
  await expect(upload.part(1, last)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await emulator.files()).toHaveLength(1)
})

test('a call without its key in the URL is none', async () => {
  const answer = await send(emulator.port, { method: 'POST', path: '/?uploads' })
  expect(answer).toMatchObject({ status: 405, code: 'MethodNotAllowed' })
})
