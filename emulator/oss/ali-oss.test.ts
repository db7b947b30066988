import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { crc64, formatCrc64 } from '../../miniprogram/uploader/crypto/crc64'
import { aliOss, type SignatureVersion } from './test-support/ali-oss'
import { send } from './test-support/send'
import { KEY, keyOf, type TestKey, useEmulator } from './test-support/use-emulator'

const emulator = useEmulator()
const body = randomBytes(300_000)
const sha256 = createHash('sha256').update(body).digest('hex')
const crc = formatCrc64(crc64(body))

const callers: [version: SignatureVersion, who: string, key: () => ReturnType<typeof keyOf>][] = [
  ['V4', 'an UploadAuth key', () => emulator.uploadKey()],
  ['V1', 'an UploadAuth key', () => emulator.uploadKey()],
  ['V4', 'a permanent key', () => keyOf('operator')],
  ['V1', 'a permanent key', () => keyOf('operator')],
]

describe.each(callers)('ali-oss with signature %s and %s', (version, _who, key) => {
  const client = () => aliOss(emulator.port, key(), { version })

  test('puts an object', async () => {
    const { res } = await client().put(KEY, body)
    expect(res.headers).toMatchObject({
      etag: `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`,
      'x-oss-hash-crc64ecma': crc,
      server: 'AliyunOSS',
    })
    expect(await emulator.describe()).toEqual({ size: body.length, sha256, crc64: crc, parts: 1 })
  })

  test('puts a stream of unknown length', async () => {
    await client().putStream(KEY, Readable.from([body.subarray(0, 1000), body.subarray(1000)]))
    expect(await emulator.describe()).toMatchObject({ size: body.length, sha256 })
  })

  test('uploads in parts', async () => {
    const result = await client().multipartUpload(KEY, body, { partSize: 100 * 1024, parallel: 3, mime: 'video/mp4' })
    expect(result.etag).toMatch(/^"[0-9A-F]{32}-3"$/)
    expect(result.res).toMatchObject({ headers: { 'x-oss-hash-crc64ecma': crc } })
    expect(await emulator.describe()).toEqual({ size: body.length, sha256, crc64: crc, parts: 3 })
    expect(await emulator.files()).toHaveLength(1)
  })

  test('lists parts and aborts', async () => {
    const oss = client()
    const { uploadId } = await oss.initMultipartUpload(KEY)
    for (const part of [3, 1, 2]) await oss.uploadPart(KEY, uploadId, part, body, 0, 1000 * part)
    const page = await oss.listParts(KEY, uploadId, { 'max-parts': 2, 'encoding-type': 'url' } as never)
    expect(page).toMatchObject({
      name: encodeURIComponent(KEY),
      isTruncated: 'true',
      nextPartNumberMarker: '2',
      parts: [
        { PartNumber: '1', Size: '1000' },
        { PartNumber: '2', Size: '2000' },
      ],
    })
    const rest = await oss.listParts(KEY, uploadId, { 'part-number-marker': '2' } as never)
    expect(rest).toMatchObject({ name: KEY, isTruncated: 'false', parts: { PartNumber: '3', Size: '3000' } })

    await oss.abortMultipartUpload(KEY, uploadId)
    expect(await emulator.files()).toEqual([])
    await expect(oss.listParts(KEY, uploadId)).rejects.toMatchObject({ status: 404, code: 'NoSuchUpload' })
  })
})

describe.each<SignatureVersion>(['V1', 'V4'])('reading with ali-oss, signature %s', (version) => {
  const operator = () => aliOss(emulator.port, keyOf('operator'), { version })

  test('gets what was put, whole and in part', async () => {
    await operator().put(KEY, body, { mime: 'video/mp4' })
    const { content, res } = await operator().get(KEY)
    expect(body.equals(content as Buffer)).toBe(true)
    expect(res.headers).toMatchObject({ 'content-type': 'video/mp4', 'x-oss-object-type': 'Normal' })
    const part = await operator().get(KEY, undefined, { headers: { Range: 'bytes=10-19' } })
    expect(part.res.status).toBe(206)
    expect(body.subarray(10, 20).equals(part.content as Buffer)).toBe(true)
  })

  test('gets what was uploaded in parts', async () => {
    await operator().multipartUpload(KEY, body, { partSize: 100 * 1024 })
    const { content } = await operator().get(KEY)
    expect(body.equals(content as Buffer)).toBe(true)
    const acrossParts = await operator().get(KEY, undefined, { headers: { Range: 'bytes=102390-204810' } })
    expect(body.subarray(102390, 204811).equals(acrossParts.content as Buffer)).toBe(true)
  })

  test('heads an object, and one that is not there', async () => {
    await operator().put(KEY, body)
    const { res } = await operator().head(KEY)
    expect(res.headers).toMatchObject({ 'content-length': String(body.length), 'x-oss-hash-crc64ecma': crc })
    await expect(operator().head('other')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
  })
})

describe.each<SignatureVersion>(['V1', 'V4'])('a URL signed with %s', (version) => {
  const signedUrl = async (method: 'GET' | 'PUT', key: TestKey) => {
    const client = aliOss(emulator.port, key, { version })
    const v1 = () => client.signatureUrl(KEY, { method, expires: 60 })
    return new URL(version === 'V1' ? v1() : await client.signatureUrlV4(method, 60, {}, KEY))
  }
  const follow = (method: 'GET' | 'PUT', url: URL) =>
    send(emulator.port, { method, path: url.pathname + url.search, ...(method === 'PUT' && { body }) })

  test('reads for whoever has it', async () => {
    await aliOss(emulator.port, keyOf('operator')).put(KEY, body)
    expect(await follow('GET', await signedUrl('GET', keyOf('operator')))).toMatchObject({ status: 200 })
    expect(await follow('GET', await signedUrl('GET', emulator.uploadKey()))).toMatchObject({ status: 403 })
  })

  test('writes with a temporary key and its token', async () => {
    expect(await follow('PUT', await signedUrl('PUT', emulator.uploadKey()))).toMatchObject({ status: 200 })
    expect(await emulator.describe()).toMatchObject({ size: body.length, sha256 })
  })

  test('is refused when it is spoilt, expired, or of a wrong secret', async () => {
    const url = await signedUrl('PUT', emulator.uploadKey())
    emulator.clockAheadMs = 62_000
    expect(await follow('PUT', url)).toMatchObject({ status: 403, code: 'AccessDenied' })
    emulator.clockAheadMs = 0
    expect(await follow('GET', url)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    const longer = new URL(url)
    const [name, value] =
      version === 'V1' ? ['Expires', String(Math.ceil(Date.now() / 1000) + 99)] : ['x-oss-expires', '99']
    longer.searchParams.set(name, value)
    expect(await follow('PUT', longer)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    const forged = await signedUrl('PUT', { ...emulator.uploadKey(), accessKeySecret: 'wrong' })
    expect(await follow('PUT', forged)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    emulator.cloud.switches.rejectV1 = true
    expect((await follow('PUT', url)).status).toBe(version === 'V1' ? 403 : 200)
  })
})
