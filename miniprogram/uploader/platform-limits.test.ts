import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoAccount } from '../../emulator/account'
import { type Emulator, startEmulator } from '../../emulator/server'
import { nodePorts } from '../../node-ports/node-ports'
import { createUploader, type Http, type UploaderOptions } from './index'

// Platforms that are not WeChat, over real HTTP.

let emulator: Emulator
let directory: string
const ports = nodePorts()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wevod-limits-'))
  emulator = await startEmulator({ directory })
})
afterAll(async () => {
  ports.close()
  await emulator.close()
  await rm(directory, { recursive: true })
})

/** Uploads three files of five parts at once, and tells of the object of the first. */
async function upload(http: Http, options: Omit<Partial<UploaderOptions>, 'ports'>, maxRequests?: number) {
  const bytes = Uint8Array.from(randomBytes(5 * 1024 * 1024))
  const [role] = demoAccount.roles
  if (!role) throw new Error('no role')
  const key = emulator.cloud.credentials.issue({ kind: 'session', role, session: 'alice' }, Date.now() + 3_600_000)
  const uploader = createUploader({
    ports: {
      ...ports,
      http,
      files: {
        open: async () => ({
          size: bytes.length,
          read: async (position, length) => bytes.slice(position, position + length).buffer,
          close: async () => undefined,
        }),
      },
      ...(maxRequests !== undefined && { maxRequests }),
    },
    vodUrl: emulator.url,
    getAuth: async () => ({ ...key, region: 'cn-shanghai' }),
    filesAtOnce: 3,
    ...options,
  })
  const tasks = ['a', 'b', 'c'].map((name) => uploader.upload({ path: `tmp/${name}.mp4` }))
  const [first] = await Promise.all(tasks.map(({ result }) => result))
  const { bucket = '', key: name = '' } = emulator.cloud.videos.get(first?.videoId ?? '') ?? {}
  return emulator.cloud.objects.describe(bucket, name)
}

it.each([
  ['no more requests at a time than the platform sends to a host', {}, 2, 2],
  ['as many as its options say, whatever the platform sends', { maxRequests: 4 }, 2, 4],
] as const)('has %s', async (_, options, platform, expected) => {
  let underWay = 0
  let most = 0
  const counting: Http = {
    send(request) {
      const call = ports.http.send(request)
      most = Math.max(most, ++underWay)
      const done = () => underWay--
      call.response.then(done, done)
      return call
    },
  }
  await upload(counting, options, platform)
  expect(most).toBe(expected)
})

it('uploads where the checksum of OSS cannot be seen, as on pages to which a bucket does not expose it', async () => {
  const blind: Http = {
    send(request) {
      const { response, abort } = ports.http.send(request)
      const hide = (headers: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-oss-hash-crc64ecma'))
      return { response: response.then((answer) => ({ ...answer, headers: hide(answer.headers) })), abort }
    },
  }
  expect(await upload(blind, {})).toMatchObject({ size: 5 * 1024 * 1024 })
})
