import { createHash, randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { aliOss } from './test-support/ali-oss'
import { elementOf, send } from './test-support/send'
import { sendSigned, sign } from './test-support/signed'
import { BUCKET, KEY, useEmulator } from './test-support/use-emulator'

const emulator = useEmulator()
const body = randomBytes(100_000)
const md5 = createHash('md5').update(body).digest('base64')
const put = { method: 'PUT', headers: { 'content-md5': md5 } }

test('a body with the Content-MD5 it has is stored', async () => {
  expect(await sendSigned(emulator.port, emulator.uploadKey(), { ...put, body })).toMatchObject({ status: 200 })
  expect(await emulator.describe()).toMatchObject({ size: body.length })
})

test.each([
  ['one flipped bit', () => body.map((byte, index) => (index === 77_777 ? byte ^ 1 : byte)), md5],
  ['a Content-MD5 that is none', () => body, 'bm90IDE2IGJ5dGVz'],
  ['a Content-MD5 in hex', () => body, Buffer.from(md5, 'base64').toString('hex')],
])('a body with %s is refused and leaves nothing', async (_what, bytes, stated) => {
  const answer = await sendSigned(emulator.port, emulator.uploadKey(), {
    method: 'PUT',
    headers: { 'content-md5': stated },
    body: Buffer.from(bytes()),
  })
  expect(answer).toMatchObject({ status: 400, code: 'InvalidDigest' })
  expect(await emulator.describe()).toBeUndefined()
  expect(await emulator.files()).toEqual([])
})

test('an overwritten object leaves no file behind', async () => {
  const oss = aliOss(emulator.port, emulator.uploadKey())
  await oss.put(KEY, body)
  const first = await emulator.describe()
  await oss.put(KEY, Buffer.from('other'))
  expect(await emulator.describe()).toMatchObject({ size: 5 })
  expect((await emulator.describe())?.sha256).not.toBe(first?.sha256)
  expect(await emulator.files()).toHaveLength(1)
})

test('an object may be protected from being overwritten', async () => {
  const protecting = { method: 'PUT', headers: { 'x-oss-forbid-overwrite': 'true' } }
  expect(await sendSigned(emulator.port, emulator.uploadKey(), { ...protecting, body: 'one' })).toMatchObject({
    status: 200,
  })
  expect(await sendSigned(emulator.port, emulator.uploadKey(), { ...protecting, body: 'four' })).toMatchObject({
    status: 409,
    code: 'FileAlreadyExists',
  })
  expect(await emulator.describe()).toMatchObject({ size: 3 })
})

test('a body over 5 GiB is refused by its stated length', async () => {
  const { headers, path } = sign(emulator.port, emulator.uploadKey(), { method: 'PUT' })
  const length = String(5 * 1024 ** 3 + 1)
  const socket = connect(emulator.port, '127.0.0.1')
  const lines = Object.entries({ ...headers, host: `${BUCKET}.localhost`, 'content-length': length })
  socket.write(`PUT ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  const [answer] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])))
  socket.destroy()
  expect(answer.toString()).toMatch(/^HTTP\/1.1 400/)
  expect(elementOf(answer.toString(), 'Code')).toBe('EntityTooLarge')
  expect(await emulator.files()).toEqual([])
})

test('a client that vanishes in the middle of its body leaves nothing', async () => {
  const { headers, path } = sign(emulator.port, emulator.uploadKey(), { method: 'PUT' })
  const socket = connect(emulator.port, '127.0.0.1')
  const lines = Object.entries({ ...headers, host: `${BUCKET}.localhost`, 'content-length': '1000000' })
  socket.write(`PUT ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  socket.write(body)
  await vi.waitFor(async () => expect(await emulator.files()).toHaveLength(1))
  socket.destroy()
  await vi.waitFor(async () => expect(await emulator.files()).toEqual([]))
  expect(await emulator.describe()).toBeUndefined()
})

test('a refusal reaches a client that is still sending', async () => {
  const answer = await sendSigned(emulator.port, emulator.uploadKey('other'), {
    method: 'PUT',
    body: Buffer.alloc(20_000_000),
  })
  expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
  expect(await emulator.files()).toEqual([])
})

test('a body that cannot be written is an InternalError, and the next is stored', async () => {
  const attempt = () => sendSigned(emulator.port, emulator.uploadKey(), { ...put, body })
  await rm(emulator.directory(), { recursive: true })
  expect(await attempt()).toMatchObject({ status: 500, code: 'InternalError' })
  await emulator.cloud.reset()

  const handle = await open('package.json')
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  const spy = vi.spyOn(Object.getPrototypeOf(handle), 'writev').mockRejectedValueOnce(full)
  await handle.close()
  expect(await attempt()).toMatchObject({ status: 500, code: 'InternalError', body: expect.stringContaining('ENOSPC') })
  expect(await emulator.files()).toEqual([])
  spy.mockRestore()
  expect(await attempt()).toMatchObject({ status: 200 })
})

test.each(['/%E0%A4%A', `/${'a'.repeat(1024)}`, '/%2Fa'])('the target %.20s names no object', async (path) => {
  expect(await send(emulator.port, { method: 'PUT', path, body })).toMatchObject({ status: 400 })
})

test('dots and plus signs are parts of a name', async () => {
  const key = 'a/../b/./c+d%2F.mp4'
  // Not by ali-oss, which resolves the dots before it sends.
  await sendSigned(emulator.port, emulator.uploadKey(key), { method: 'PUT', key, body })
  expect(await emulator.describe(key)).toMatchObject({ size: body.length })
})
