import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoAccount } from '../../emulator/account'
import type { FaultRule } from '../../emulator/faults'
import { type Emulator, startEmulator } from '../../emulator/server'
import { nodePorts } from '../../node-ports/node-ports'
import type { Files, GetAuth, Http, UploaderOptions, UploadFile, UploadProgress, UploadState } from './index'
import { createUploader, UploadError } from './index'

// The engine against the emulator, over real HTTP.

const MiB = 1024 * 1024
/** Bytes of a part of a megabyte: ten of OSS's smallest ones. */
const PART = 1000 * 1024
const DAY_MS = 24 * 60 * 60 * 1000

let emulator: Emulator
let directory: string
const ports = nodePorts()
const { http } = ports

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wevod-engine-'))
  emulator = await startEmulator({ directory })
})
beforeEach(() => emulator.cloud.reset())
afterAll(async () => {
  ports.close()
  await emulator.close()
  await rm(directory, { recursive: true })
})

/** One file in memory, as a temp file of the phone. */
function memoryFiles(
  content: Uint8Array,
  read = (from: Uint8Array) => from,
): Files & { opened: number; closed: number } {
  const bytes = Uint8Array.from(content)
  const files = {
    opened: 0,
    closed: 0,
    open: () => {
      files.opened++
      return Promise.resolve({
        size: bytes.length,
        read: (position: number, length: number) =>
          Promise.resolve(read(bytes.slice(position, position + length)).buffer as ArrayBuffer),
        close: () => {
          files.closed++
          return Promise.resolve()
        },
      })
    },
  }
  return files
}

/** A token as the token service would get it, for the user alice. */
function aliceToken() {
  const role = demoAccount.roles.find(({ name }) => name === 'vod-uploader')
  if (!role) throw new Error('no role')
  const sessionPolicy = JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'vod:CreateUploadVideo', Resource: '*' }],
  })
  return emulator.cloud.credentials.issue(
    { kind: 'session', role, session: 'alice', sessionPolicy },
    Date.now() + 3_600_000,
  )
}

interface Setup extends Partial<UploaderOptions> {
  file?: Partial<UploadFile>
  files?: Files
  http?: Http
  now?: () => number
  serverTime?: string
}

function start(bytes: Uint8Array, { file, files, http: network, now, serverTime, ...options }: Setup = {}) {
  const states: UploadState[] = []
  const progress: UploadProgress[] = []
  const uploader = createUploader({
    ports: {
      ...ports,
      http: network ?? http,
      files: files ?? memoryFiles(bytes),
      now: now ?? Date.now,
    },
    vodUrl: emulator.url,
    getAuth: () => Promise.resolve({ ...aliceToken(), region: 'cn-shanghai', ...(serverTime && { serverTime }) }),
    ...options,
  })
  const task = uploader.upload({ path: 'tmp/clip.mp4', ...file })
  task.subscribe((snapshot) => {
    if (snapshot.state !== states.at(-1)) states.push(snapshot.state)
    if (snapshot.progress && snapshot.progress !== progress.at(-1)) progress.push(snapshot.progress)
  })
  return { task, states, progress }
}

const failureOf = (result: Promise<unknown>) =>
  result.then(
    () => expect.unreachable('the upload should have failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(UploadError)
      return error as UploadError
    },
  )

/** A token that may also refresh. */
const bothRights: GetAuth = () => {
  const role = demoAccount.roles.find(({ name }) => name === 'vod-uploader')
  if (!role) throw new Error('no role')
  const expiresAt = Date.now() + 3_600_000
  const key = emulator.cloud.credentials.issue({ kind: 'session', role, session: 'alice' }, expiresAt)
  return Promise.resolve({ ...key, region: 'cn-shanghai', expiration: new Date(expiresAt).toISOString() })
}

const stored = async (videoId: string) => {
  const video = emulator.cloud.videos.get(videoId)
  if (!video) throw new Error(`no video ${videoId}`)
  return { ...video, ...(await emulator.cloud.objects.describe(video.bucket, video.key)) }
}

const fault = (operation: string, what: FaultRule['fault'], more: Partial<FaultRule> = {}) =>
  emulator.cloud.faults.add({ operation, fault: what, ...more })

const calls = (operation: string) => emulator.cloud.calls.get(operation) ?? 0

describe('an upload', () => {
  it.each([1, MiB - 1, MiB, MiB + 1, 5 * MiB + 12_345])('stores %d bytes as they are', async (size) => {
    const bytes = randomBytes(size)
    const { videoId, size: told } = await start(bytes).task.result
    expect(told).toBe(size)
    expect(await stored(videoId)).toMatchObject({
      size,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      status: 'Normal',
      owner: 'alice',
    })
    expect(calls('CreateUploadVideo')).toBe(1)
  })

  it('goes through its states in order', async () => {
    const { task, states } = start(randomBytes(10))
    await task.result
    expect(states).toEqual(['checking', 'uploading', 'success'])
  })

  it('tells progress that never falls and reaches 100 % after Complete only', async () => {
    const { task, progress } = start(randomBytes(6 * MiB))
    await task.result
    expect(progress.length).toBeGreaterThan(3)
    for (const [i, step] of progress.entries()) {
      expect(step.totalBytes).toBe(6 * MiB)
      expect(step.uploadedBytes).toBeGreaterThanOrEqual(progress[i - 1]?.uploadedBytes ?? 0)
      if (i < progress.length - 1) expect(step.percent).toBeLessThan(100)
    }
    expect(progress[0]).toMatchObject({ uploadedBytes: 0, percent: 0 })
    expect(progress.at(-1)).toMatchObject({ uploadedBytes: 6 * MiB, percent: 100 })
  })

  it('gives VOD the title and a file name with its extension', async () => {
    const named = await start(randomBytes(9), { file: { title: "海边 a*b~c'(1)!", fileName: 'IMG 1.MOV' } }).task.result
    expect(await stored(named.videoId)).toMatchObject({ title: "海边 a*b~c'(1)!", fileName: 'IMG 1.MOV' })
    const unnamed = await start(randomBytes(9)).task.result
    expect(await stored(unnamed.videoId)).toMatchObject({ title: 'clip', fileName: 'clip.mp4' })
  })

  it.each([
    [{ parallelParts: 3 }, 3],
    // The emulator is as near as a link can be: each more brings more, or does no harm.
    [{}, 8],
    [{ maxRequests: 5 }, 5],
  ])('sends as many parts at a time as the options allow: %o', async (options, expected) => {
    let underWay = 0
    let most = 0
    const counting: Http = {
      send(request) {
        const call = http.send(request)
        if (request.method === 'PUT') {
          most = Math.max(most, ++underWay)
          const done = () => underWay--
          call.response.then(done, done)
        }
        return call
      },
    }
    await start(randomBytes(9 * MiB), { http: counting, ...options }).task.result
    expect(most).toBe(expected)
  })

  it.each([-DAY_MS, DAY_MS])("works on a phone whose clock is %d ms off, by the service's time", async (skew) => {
    const now = () => Date.now() + skew
    const { videoId } = await start(randomBytes(9), { now, serverTime: new Date().toISOString() }).task.result
    expect((await stored(videoId)).size).toBe(9)
    expect(calls('CreateUploadVideo')).toBe(1)
  })

  it.each([-DAY_MS, DAY_MS])(
    "without the service's time it takes VOD's, after one refusal: %d ms off",
    async (skew) => {
      const { videoId } = await start(randomBytes(9), { now: () => Date.now() + skew }).task.result
      expect((await stored(videoId)).size).toBe(9)
      expect(calls('CreateUploadVideo')).toBe(2)
    },
  )

  it("takes OSS's time when the clock jumps in the middle", async () => {
    let skew = 0
    const { task } = start(randomBytes(3 * PART), {
      now: () => Date.now() + skew,
      parallelParts: 1,
      partSize: { start: MiB, largest: MiB },
    })
    const end = task.subscribe(({ progress }) => {
      if ((progress?.uploadedBytes ?? 0) > 0) skew = -DAY_MS
    })
    const { videoId } = await task.result
    end()
    expect((await stored(videoId)).size).toBe(3 * PART)
    expect(calls('UploadPart')).toBe(4)
  })

  it('can be signed with V4 alone, as new accounts demand', async () => {
    emulator.cloud.switches.rejectV1 = true
    const { videoId } = await start(randomBytes(9)).task.result
    expect((await stored(videoId)).size).toBe(9)
  })

  it('closes the file, also when it fails', async () => {
    const files = memoryFiles(randomBytes(9))
    await start(randomBytes(0), { files }).task.result
    fault('CompleteMultipartUpload', { type: 'error', status: 403, code: 'AccessDenied' })
    await failureOf(start(randomBytes(0), { files }).task.result)
    expect(files.opened).toBeGreaterThanOrEqual(2)
    expect(files.closed).toBe(files.opened)
  })
})

describe('before anything is sent, an upload refuses', () => {
  it.each([
    ['an empty file', {}, 0, 'file_empty'],
    ['an empty title', { title: '' }, 9, 'title_invalid'],
    ['a title of 129 characters', { title: '字'.repeat(129) }, 9, 'title_invalid'],
  ] as const)('%s', async (_, file, size, code) => {
    const { task, states } = start(randomBytes(size), { file })
    expect((await failureOf(task.result)).code).toBe(code)
    expect(states).toEqual(['checking', 'error'])
    expect([...emulator.cloud.calls.keys()]).toEqual([])
  })

  it('nothing at 128 characters', async () => {
    const { videoId } = await start(randomBytes(9), { file: { title: '字'.repeat(128) } }).task.result
    expect((await stored(videoId)).title).toHaveLength(128)
  })
})

it.each(['notes.txt', 'clip'])('leaves it to VOD which formats it takes: %s', async (fileName) => {
  const { task } = start(randomBytes(9), { file: { fileName } })
  expect(await failureOf(task.result)).toMatchObject({ code: 'vod_refused', cloudCode: 'InvalidFileName.Extension' })
  expect([...emulator.cloud.calls]).toEqual([['CreateUploadVideo', 1]])
})

it.each(['tmp/wxfile_x', 'tmp/x.unknown', 'tmp/x.mp4?x=1', 'tmp/x.mp4 '])(
  'sends a picked video under a name that VOD takes: "%s"',
  async (path) => {
    const { videoId } = await start(randomBytes(9), { file: { path, title: 'x' } }).task.result
    expect((await stored(videoId)).key).toMatch(/\.mp4$/)
  },
)

it('sends nothing to a place that is not OSS', async () => {
  const encode = (value: object) => btoa(JSON.stringify(value))
  const sent: string[] = []
  const { task } = start(randomBytes(9), {
    getAuth: () =>
      Promise.resolve({
        videoId: 'v',
        uploadAddress: encode({ Endpoint: 'https://evil.test', Bucket: 'outin-1', FileName: 'k.mp4' }),
        uploadAuth: encode({ AccessKeyId: 'k', AccessKeySecret: 's', SecurityToken: 't', Region: 'cn-shanghai' }),
      }),
    http: {
      send(request) {
        sent.push(request.url)
        return http.send(request)
      },
    },
  })
  expect(await failureOf(task.result)).toMatchObject({ code: 'endpoint_refused' })
  expect(sent).toEqual([])
})

describe('an upload that fails', () => {
  it.each([
    [
      'no right',
      'CreateUploadVideo',
      { type: 'error', status: 403, code: 'Forbidden.RAM' },
      'vod_refused',
      'Forbidden.RAM',
    ],
    [
      'a token that stays expired',
      'CreateUploadVideo',
      { type: 'expiredToken' },
      'vod_refused',
      'InvalidSecurityToken.Expired',
    ],
    [
      'throttling',
      'CreateUploadVideo',
      { type: 'error', status: 400, code: 'Throttling.User' },
      'vod_refused',
      'Throttling.User',
    ],
    [
      "a proxy's page",
      'CreateUploadVideo',
      { type: 'respond', status: 502, body: '<html>' },
      'vod_refused',
      'HTTP 502',
    ],
    ['no JSON', 'CreateUploadVideo', { type: 'respond', status: 200, body: '<html>' }, 'vod_malformed', undefined],
    ['no ticket', 'CreateUploadVideo', { type: 'respond', status: 200, body: '{}' }, 'vod_malformed', undefined],
    ['a reset', 'CreateUploadVideo', { type: 'reset' }, 'network_failed', undefined],
    [
      'a refusal',
      'InitiateMultipartUpload',
      { type: 'error', status: 403, code: 'AccessDenied' },
      'oss_refused',
      'AccessDenied',
    ],
    [
      'no uploadId',
      'InitiateMultipartUpload',
      { type: 'respond', status: 200, body: '<a/>' },
      'oss_malformed',
      undefined,
    ],
    ['an UploadAuth that stays expired', 'UploadPart', { type: 'expiredToken' }, 'oss_refused', 'SecurityTokenExpired'],
    [
      'a server error',
      'UploadPart',
      { type: 'error', status: 503, code: 'ServiceUnavailable' },
      'oss_refused',
      'ServiceUnavailable',
    ],
    ['a 403 without a body', 'UploadPart', { type: 'respond', status: 403, body: '' }, 'oss_refused', 'HTTP 403'],
    [
      'a 200 that OSS never gave',
      'UploadPart',
      { type: 'respond', status: 200, body: 'portal' },
      'oss_malformed',
      undefined,
    ],
    ['a reset', 'UploadPart', { type: 'reset' }, 'network_failed', undefined],
    [
      'a refusal',
      'CompleteMultipartUpload',
      { type: 'error', status: 400, code: 'InvalidPart' },
      'oss_refused',
      'InvalidPart',
    ],
  ] as const)('names the cause: %s at %s', async (_, operation, what, code, cloudCode) => {
    fault(operation, what, { times: 'always' })
    const { task, states, progress } = start(randomBytes(3 * MiB), { tries: 1, getAuth: bothRights })
    const error = await failureOf(task.result)
    expect([error.code, error.cloudCode]).toEqual([code, cloudCode])
    expect(states.at(-1)).toBe('error')
    expect(progress.every(({ percent }) => percent < 100)).toBe(true)
    if (cloudCode && !cloudCode.startsWith('HTTP')) expect(error.requestId).toEqual(expect.any(String))
  })

  it('keeps what has arrived, so that start sends the rest and nothing twice', async () => {
    fault('UploadPart', { type: 'error', status: 403, code: 'AccessDenied' }, { skip: 2 })
    const bytes = randomBytes(6 * PART)
    const { task, progress } = start(bytes, { partSize: { start: MiB, largest: MiB }, parallelParts: 1 })
    expect((await failureOf(task.result)).cloudCode).toBe('AccessDenied')
    const before = progress.at(-1)?.uploadedBytes ?? 0
    expect(before).toBeGreaterThanOrEqual(2 * PART)
    task.start()
    const { videoId } = await task.result
    expect(await stored(videoId)).toMatchObject({ size: 6 * PART, parts: 6 })
    expect(progress.every(({ uploadedBytes }, i) => uploadedBytes >= (progress[i - 1]?.uploadedBytes ?? 0))).toBe(true)
    expect([calls('CreateUploadVideo'), calls('InitiateMultipartUpload')]).toEqual([1, 1])
    expect(calls('AbortMultipartUpload')).toBe(0)
  })

  it('starts no further part after a failure', async () => {
    fault('UploadPart', { type: 'error', status: 403, code: 'AccessDenied' })
    await failureOf(start(randomBytes(20 * MiB), { parallelParts: 1 }).task.result)
    expect(calls('UploadPart')).toBe(1)
  })

  const wrong = { etag: '"0"', 'x-oss-hash-crc64ecma': '1' }

  it('sends a part again that arrived changed, once, and then fails loudly', async () => {
    fault('UploadPart', { type: 'respond', status: 200, headers: wrong, body: '' })
    const { videoId } = await start(randomBytes(9)).task.result
    expect((await stored(videoId)).size).toBe(9)
    expect(calls('UploadPart')).toBe(2)
    fault('UploadPart', { type: 'respond', status: 200, headers: wrong, body: '' }, { times: 'always' })
    expect((await failureOf(start(randomBytes(9)).task.result)).code).toBe('checksum_mismatch')
    expect(calls('UploadPart')).toBe(4)
  })

  it('fails loudly when the whole object is another, and uploads all of it again when it is started again', async () => {
    fault('CompleteMultipartUpload', { type: 'respond', status: 200, headers: wrong, body: '<a><ETag>"0"</ETag></a>' })
    const { task } = start(randomBytes(9))
    expect((await failureOf(task.result)).code).toBe('checksum_mismatch')
    task.start()
    expect((await stored((await task.result).videoId)).size).toBe(9)
    expect([calls('UploadPart'), calls('CreateUploadVideo')]).toEqual([2, 1])
  })

  it('compares nothing where checksums are switched off', async () => {
    fault('UploadPart', { type: 'respond', status: 200, headers: wrong, body: '' })
    const { task } = start(randomBytes(9), { checksums: false })
    // It is Complete that finds the part missing: it is sent again.
    expect((await stored((await task.result).videoId)).size).toBe(9)
    expect(calls('UploadPart')).toBe(2)
  })

  it.each([
    ['shorter', (bytes: Uint8Array) => bytes.slice(1)],
    ['padded, as some phones do it', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
  ])('notices when the file gives a slice that is %s', async (_, read) => {
    const error = await failureOf(start(randomBytes(9), { files: memoryFiles(randomBytes(9), read) }).task.result)
    expect(error.code).toBe('file_changed')
  })

  it('keeps what the app said when it had no credentials', async () => {
    const cause = new Error('not logged in')
    const error = await failureOf(start(randomBytes(1), { getAuth: () => Promise.reject(cause) }).task.result)
    expect(error).toMatchObject({ code: 'credentials_failed', cause })
    expect(error.message).toContain('not logged in')
  })

  it('never puts a key, a token or a signature into its message', async () => {
    const secrets = /STS\.|CAIS|Signature=|OSS4-HMAC|x-oss-security-token/
    for (const [operation, code] of [
      ['CreateUploadVideo', 'SignatureDoesNotMatch'],
      ['UploadPart', 'SignatureDoesNotMatch'],
    ] as const) {
      const tampering: Http = {
        send: (request) => {
          const vod = request.headers['x-acs-action'] !== undefined
          if (vod !== (operation === 'CreateUploadVideo')) return http.send(request)
          const authorization = (request.headers.authorization ?? '').replace(/Signature=.{4}/, 'Signature=0000')
          return http.send({ ...request, headers: { ...request.headers, authorization } })
        },
      }
      const error = await failureOf(start(randomBytes(9), { http: tampering }).task.result)
      expect(error.cloudCode).toBe(code)
      expect(error.message).not.toMatch(secrets)
    }
  })
})

describe('an upload that is canceled', () => {
  it('aborts what is under way, drops its parts and says so', async () => {
    fault('UploadPart', { type: 'delay', ms: 60_000 }, { times: 'always' })
    const { task, states } = start(randomBytes(5 * MiB), {
      http: {
        send(request) {
          const call = http.send(request)
          // The first part is on its way: the moment to cancel.
          if (request.method === 'PUT') setImmediate(() => void task.cancel())
          return call
        },
      },
    })
    expect((await failureOf(task.result)).code).toBe('canceled')
    expect(states).toEqual(['checking', 'uploading', 'canceled'])
    await expect.poll(() => calls('AbortMultipartUpload')).toBe(1)
    expect(calls('CompleteMultipartUpload')).toBe(0)
  })

  it('sends nothing at all when it is canceled at once', async () => {
    const { task } = start(randomBytes(9))
    void task.cancel()
    expect((await failureOf(task.result)).code).toBe('canceled')
    expect([...emulator.cloud.calls.keys()]).toEqual([])
  })

  it('stays a success when that came first', async () => {
    const { task } = start(randomBytes(9))
    await task.result
    void task.cancel()
    expect(task.snapshot.state).toBe('success')
  })
})
