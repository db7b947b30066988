import { beforeEach, describe, expect, inject, it } from 'vitest'
import { emulator, setFault } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

/** A user of whom nobody has heard: the database outlives a test. */
const newUser = (changes: Record<string, string | undefined> = {}) =>
  testUser(testService(changes), `u${crypto.randomUUID().slice(0, 8)}`)

const atVod = (videoId: unknown) => emulator('GET', `/videos/${videoId}`)

describe('POST /uploads', () => {
  it("makes the video with the service's key and gives what its file needs, as VOD gives it", async () => {
    const user = await newUser()
    const { status, json } = await user.create({ fileName: 'a b.MP4', fileSize: 5, title: ' 海边 ' })
    expect(status).toBe(200)
    expect(Object.keys(json).sort()).toEqual(['serverTime', 'uploadAddress', 'uploadAuth', 'videoId'])
    expect(JSON.parse(atob(json.uploadAddress as string))).toHaveProperty('Bucket')
    expect(JSON.parse(atob(json.uploadAuth as string))).toHaveProperty('SecurityToken')
    expect(await atVod(json.videoId)).toMatchObject({ title: '海边', status: 'Uploading', owner: 'token-service' })
    expect((await user.list()).json.videos).toEqual([
      expect.objectContaining({ videoId: json.videoId, title: '海边', size: 5, status: 'Uploading' }),
    ])
  })

  it("sends the operator's settings, and the user cannot add to them", async () => {
    const settings = { VOD_STORAGE_LOCATION: 'elsewhere.oss-cn-shanghai.aliyuncs.com' }
    const refused = await (await newUser(settings)).create()
    expect([refused.status, refused.json.code]).toEqual([500, 'upload_settings_refused'])
    const own = await (await newUser()).create({ fileName: 'v.mp4', fileSize: 5, title: 'x', storageLocation: 'mine' })
    expect([own.status, own.json.code]).toEqual([400, 'invalid_body'])
  })

  it.each([
    ['no title', { fileName: 'v.mp4', fileSize: 5, title: '  ' }, 400, 'invalid_body'],
    ['a title that is too long', { fileName: 'v.mp4', fileSize: 5, title: '长'.repeat(129) }, 400, 'invalid_body'],
    ['half an emoji', { fileName: 'v.mp4', fileSize: 5, title: 'x \ud83d' }, 400, 'invalid_body'],
    ['half an emoji for a name', { fileName: '\udc4d.mp4', fileSize: 5, title: 'x' }, 400, 'invalid_body'],
    ['an emoji', { fileName: 'v.mp4', fileSize: 5, title: '🌊' }, 400, 'title_refused'],
    ['an empty file', { fileName: 'v.mp4', fileSize: 0, title: 'x' }, 400, 'invalid_body'],
    ['half a byte', { fileName: 'v.mp4', fileSize: 1.5, title: 'x' }, 400, 'invalid_body'],
    ['a path for a name', { fileName: '../v.mp4', fileSize: 5, title: 'x' }, 400, 'invalid_body'],
    ['a file that is no video', { fileName: 'v.exe', fileSize: 5, title: 'x' }, 400, 'file_type_refused'],
    [
      'a file larger than the operator allows',
      { fileName: 'v.mp4', fileSize: 1001, title: 'x' },
      413,
      'file_too_large',
    ],
  ])('refuses %s', async (_, body, status, code) => {
    const user = await newUser({ UPLOAD_MAX_BYTES: '1000' })
    const answer = await user.create(body)
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect((await user.list()).json.videos).toEqual([])
  })

  it('keeps exactly to the number of uploads a day, also with calls at the same moment', async () => {
    const user = await newUser({ DAILY_UPLOADS: '3' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => user.create()))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429, 429, 429])
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.json.code).toBe('daily_limit_reached')
    const seconds = Number(refused?.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(86_400)
    expect(await emulator('GET', '/calls')).toMatchObject({ CreateUploadVideo: 3 })
  })

  it('keeps to the bytes a day, and deleting does not win them back', async () => {
    const user = await newUser({ DAILY_BYTES: '2500' })
    const first = await user.create()
    expect((await user.create()).status).toBe(200)
    expect((await user.create()).status).toBe(429)
    expect((await user.remove(first.json.videoId as string)).status).toBe(200)
    expect((await user.create()).status).toBe(429)
    expect((await user.create({ fileName: 'v.mp4', fileSize: 500, title: 'x' })).status).toBe(200)
  })

  it('does not count what VOD has refused', async () => {
    const user = await newUser({ DAILY_UPLOADS: '1' })
    expect((await user.create({ fileName: 'v.exe', fileSize: 5, title: 'x' })).status).toBe(400)
    expect((await user.create()).status).toBe(200)
  })

  it.each([
    ['a server error', { type: 'error', status: 503, code: 'ServiceUnAvailable' }, 502, 'vod_failed'],
    ['throttling', { type: 'error', status: 400, code: 'Throttling.User' }, 503, 'vod_throttled'],
    ['missing rights', { type: 'error', status: 403, code: 'Forbidden.RAM' }, 500, 'vod_not_permitted'],
    [
      'an account in arrears',
      { type: 'error', status: 403, code: 'OperationDenied.Suspended' },
      500,
      'vod_not_available',
    ],
    ['an HTML page of a proxy', { type: 'respond', status: 503, body: '<html>' }, 502, 'vod_malformed'],
    ['a 200 that is not JSON', { type: 'respond', status: 200, body: 'hello' }, 502, 'vod_malformed'],
    ['a 200 without an address', { type: 'respond', status: 200, body: '{"VideoId":"a"}' }, 502, 'vod_malformed'],
    ['a reset connection', { type: 'reset' }, 502, 'vod_unreachable'],
    ['no answer in time', { type: 'delay', ms: 30_000 }, 504, 'vod_timeout'],
    ['a body that stalls', { type: 'stall' }, 504, 'vod_timeout'],
  ])(
    'meets %s with a problem that gives nothing away, and recovers',
    async (_, fault, status, code) => {
      // Only where nothing answers: whatever answers must not be mistaken for that on a machine that is slow.
      const service = testService(status === 504 ? { UPSTREAM_TIMEOUT_MS: '300' } : {})
      const name = `u${crypto.randomUUID().slice(0, 8)}`
      const authorization = await testService().login(name)
      const create = () =>
        service.call('POST', '/uploads', {
          body: { fileName: 'v.mp4', fileSize: 1000, title: 'Holiday' },
          headers: { authorization },
        })
      await setFault('CreateUploadVideo', fault)
      const { json, ...answer } = await create()
      expect([answer.status, json.code]).toEqual([status, code])
      expect(service.log).toEqual([expect.objectContaining({ level: 'error', code, requestId: json.requestId })])
      for (const secret of [inject('demoSettings').ALIBABA_CLOUD_ACCESS_KEY_SECRET as string, 'Signature=', 'eyJ']) {
        expect(answer.text + JSON.stringify(service.log)).not.toContain(secret)
      }
      expect((await service.call('GET', '/videos', { headers: { authorization } })).json.videos).toEqual([])
      await expect.poll(async () => (await create()).status, { timeout: 10_000 }).toBe(200)
    },
    20_000,
  )
})
