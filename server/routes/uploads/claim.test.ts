import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../store/database'
import { emulator } from '../../test-support/emulator'
import { runtime } from '../../test-support/runtime'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const users = async (changes: Record<string, string | undefined> = {}) => {
  const service = testService(changes)
  return { service, alice: await testUser(service, 'alice'), bob: await testUser(service, 'bob') }
}

describe('PUT /uploads/:videoId', () => {
  it('registers a video that the user has just created with an STS token', async () => {
    const { alice } = await users()
    const videoId = await alice.createAtVod({ Title: 'As VOD has it' })
    const { status, json } = await alice.claim(videoId, { title: 'As VOD has it', fileSize: 4711 })
    expect(status).toBe(200)
    expect(json).toEqual({
      videoId,
      title: 'As VOD has it',
      description: '',
      tags: [],
      categoryId: null,
      reason: null,
      size: 4711,
      status: 'Uploading',
      coverUrl: null,
      duration: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      serverTime: expect.any(String),
    })
    expect((await alice.list('?limit=1')).json.videos).toEqual([expect.objectContaining({ videoId, size: 4711 })])
  })

  it('changes nothing the second time, and asks VOD no more', async () => {
    const { alice } = await users()
    const videoId = await alice.createAtVod()
    const [first, second] = await Promise.all([alice.claim(videoId), alice.claim(videoId)])
    expect([first.status, second.status]).toEqual([200, 200])
    const { GetVideoInfo } = (await emulator('GET', '/calls')) as Record<string, number>
    const third = await alice.claim(videoId, { title: 'Another', fileSize: 5 })
    expect(third.status).toBe(200)
    expect({ ...third.json, serverTime: '' }).toEqual({ ...first.json, serverTime: '' })
    expect(await emulator('GET', '/calls')).toMatchObject({ GetVideoInfo })
  })

  it("answers 404 for somebody else's video as for an unknown one, to the letter", async () => {
    const { alice, bob } = await users()
    const strip = ({ json, status }: Awaited<ReturnType<typeof bob.claim>>) => [status, { ...json, requestId: '' }]
    const answers = [
      await bob.claim(await alice.video()),
      await bob.claim('0123456789abcdef0123456789abcdef'),
      await bob.claim('not%20an%20id'),
    ].map(strip)
    expect(answers[0]).toEqual([404, expect.objectContaining({ code: 'video_not_found' })])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it("takes the user's own video after its file has arrived, with the size that VOD has counted", async () => {
    const { alice, bob } = await users()
    const videoId = await alice.createAtVod()
    await emulator('POST', `/videos/${videoId}/file`, 'bytes')
    expect((await bob.claim(videoId)).status).toBe(404)
    const { status, json } = await alice.claim(videoId, { title: 'Holiday', fileSize: 1 })
    expect([status, json.size, json.status]).toEqual([200, 5, 'Normal'])
  })

  it("takes the user's own video however late the first claim comes", async () => {
    const { alice, bob } = await users({ CREDENTIAL_SECONDS: '900' })
    await emulator('PUT', '/switches', { timestampWindowSeconds: 100_000 })
    await emulator('POST', '/faults', [
      { operation: 'CreateUploadVideo', fault: { type: 'clockSkew', seconds: -50_000 } },
    ])
    const videoId = await alice.createAtVod()
    expect((await bob.claim(videoId)).status).toBe(404)
    expect((await alice.claim(videoId)).status).toBe(200)
  })

  it('takes on the next day what was beyond the limit of this one', async () => {
    const name = `u${crypto.randomUUID().slice(0, 8)}`
    const user = await testUser(testService({ DAILY_UPLOADS: '1' }), name)
    await user.video()
    const videoId = await user.createAtVod()
    expect((await user.claim(videoId)).json.code).toBe('daily_limit_reached')
    await runtime.database.run(sql`UPDATE videos SET counted_at = counted_at - 86400000`)
    expect((await user.claim(videoId)).status).toBe(200)
  })

  it('refuses a video without a mark whose file has arrived', async () => {
    const { alice } = await users({ CLAIMS: 'any' })
    const videoId = await alice.createAtVod({ UserData: '{}' })
    await emulator('POST', `/videos/${videoId}/file`, 'bytes')
    expect((await alice.claim(videoId)).status).toBe(404)
  })

  it('refuses a video without a mark that is older than any token still good', async () => {
    const { alice } = await users({ CREDENTIAL_SECONDS: '900', CLAIMS: 'any' })
    const unmarked = { UserData: '{}' }
    await emulator('POST', '/faults', [{ operation: 'CreateUploadVideo', fault: { type: 'clockSkew', seconds: -880 } }])
    const young = await alice.createAtVod(unmarked)
    expect((await alice.claim(young)).status).toBe(200)
    await emulator('PUT', '/switches', { timestampWindowSeconds: 10_000 })
    await emulator('POST', '/faults', [
      { operation: 'CreateUploadVideo', fault: { type: 'clockSkew', seconds: -1300 } },
    ])
    const old = await alice.createAtVod(unmarked)
    expect((await alice.claim(old)).status).toBe(404)
  })

  it('refuses a video that bears the mark of another user, and takes one with its own', async () => {
    const { alice, bob } = await users()
    const { userData } = (await alice.call('POST', '/credentials')).json as { userData: string }
    const marked = await alice.createAtVod({ UserData: userData })
    expect((await bob.claim(marked)).status).toBe(404)
    expect((await alice.claim(marked)).status).toBe(200)
  })

  it('takes a video without a mark where the operator does not insist on one', async () => {
    const { alice } = await users({ CLAIMS: 'any' })
    expect((await alice.claim(await alice.createAtVod({ UserData: '{}' }))).status).toBe(200)
  })

  it('refuses a video without a mark', async () => {
    const { alice } = await users()
    for (const userData of ['{}', '{"Extend":{"uploader":7}}', '{"Extend":{"uploader":"AAAAAAAAAAAAAAAAAAAAAA"}}']) {
      expect((await alice.claim(await alice.createAtVod({ UserData: userData }))).status).toBe(404)
    }
    const { userData } = (await alice.call('POST', '/credentials')).json as { userData: string }
    expect((await alice.claim(await alice.createAtVod({ UserData: userData }))).status).toBe(200)
  })

  it('refuses half an emoji in a title, and asks VOD nothing', async () => {
    const { alice } = await users()
    const videoId = await alice.createAtVod()
    const { status, json } = await alice.claim(videoId, { title: 'x \ud83d', fileSize: 5 })
    expect([status, json.code]).toEqual([400, 'invalid_body'])
    expect(await emulator('GET', '/calls')).not.toHaveProperty('GetVideoInfo')
  })

  it('refuses a video of another VOD application', async () => {
    const elsewhere = await users({ VOD_APP_ID: 'app-7' })
    expect((await elsewhere.alice.claim(await elsewhere.alice.createAtVod())).status).toBe(404)
    const here = await users({ VOD_APP_ID: 'app-1000000' })
    expect((await here.alice.claim(await here.alice.createAtVod())).status).toBe(200)
  })

  it('does not let anybody claim what its owner has deleted, the owner included', async () => {
    const { alice, bob } = await users()
    const videoId = await alice.video()
    expect((await alice.remove(videoId)).status).toBe(200)
    expect((await bob.claim(videoId)).status).toBe(404)
    expect((await alice.claim(videoId)).status).toBe(404)
  })

  it('keeps to the size of a file and to the limits of the day', async () => {
    const service = testService({ UPLOAD_MAX_BYTES: '2000', DAILY_UPLOADS: '2' })
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const large = await user.claim(await user.createAtVod(), { title: 'x', fileSize: 2001 })
    expect([large.status, large.json.code]).toEqual([413, 'file_too_large'])
    await user.video()
    await user.video()
    const third = await user.claim(await user.createAtVod())
    expect([third.status, third.json.code]).toEqual([429, 'daily_limit_reached'])
  })

  it('says when VOD cannot be asked', async () => {
    const { alice } = await users()
    const videoId = await alice.createAtVod()
    await emulator('POST', '/faults', [
      { operation: 'GetVideoInfo', fault: { type: 'error', status: 400, code: 'Throttling.User' } },
    ])
    const throttled = await alice.claim(videoId)
    expect([throttled.status, throttled.json.code, throttled.headers.get('retry-after')]).toEqual([
      503,
      'vod_throttled',
      '1',
    ])
    expect((await alice.claim(videoId)).status).toBe(200)
  })
})
