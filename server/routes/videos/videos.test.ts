import { beforeEach, describe, expect, it } from 'vitest'
import { emulator, setFault } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const newUser = (changes: Record<string, string | undefined> = {}) =>
  testUser(testService(changes), `u${crypto.randomUUID().slice(0, 8)}`)

const idsOf = (json: Record<string, unknown>) => (json.videos as { videoId: string }[]).map(({ videoId }) => videoId)

describe('GET /videos', () => {
  it("gives the caller's videos, newest first, page by page, each once", async () => {
    const user = await newUser()
    const made: string[] = []
    for (let i = 0; i < 7; i++) made.push((await user.create()).json.videoId as string)
    const seen: string[] = []
    let cursor = ''
    for (const size of [3, 3, 1]) {
      const { status, json } = await user.list(`?limit=3${cursor}`)
      expect(status).toBe(200)
      expect(idsOf(json)).toHaveLength(size)
      seen.push(...idsOf(json))
      cursor = `&cursor=${json.nextCursor}`
      expect(json).toHaveProperty('serverTime')
      if (size === 1) expect(json).not.toHaveProperty('nextCursor')
    }
    // Videos of the same millisecond come in the order of their ids.
    expect([...seen].sort()).toEqual([...made].sort())
    expect(new Set(seen).size).toBe(7)
    const times = (await user.list()).json.videos as { createdAt: string }[]
    expect(times.map(({ createdAt }) => createdAt)).toEqual(
      times
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    )
  })

  it('is empty for somebody who has none, whatever others have', async () => {
    await (await newUser()).create()
    expect((await (await newUser()).list()).json.videos).toEqual([])
  })

  it.each(['?cursor=1', '?cursor=x.y', "?cursor=1.a'", '?limit=0', '?limit=101', '?limit=1&limit=2', '?owner=bob'])(
    'refuses %s',
    async (query) => {
      const { status, json } = await (await newUser()).list(query)
      expect([status, json.code]).toEqual([400, 'invalid_query'])
    },
  )
})

describe('DELETE /videos/:videoId', () => {
  it("takes a video from its owner's list, once", async () => {
    const user = await newUser()
    const videoId = (await user.create()).json.videoId as string
    expect((await user.remove(videoId)).json).toMatchObject({ videoId })
    expect((await user.list()).json.videos).toEqual([])
    expect((await user.remove(videoId)).status).toBe(404)
    expect(await emulator('GET', `/videos/${videoId}`)).toMatchObject({ status: 'Uploading' })
  })

  it("does not touch somebody else's", async () => {
    const [user, other] = [await newUser({ DELETE_AT_VOD: 'true' }), await newUser({ DELETE_AT_VOD: 'true' })]
    const videoId = (await user.create()).json.videoId as string
    expect((await other.remove(videoId)).status).toBe(404)
    expect(idsOf((await user.list()).json)).toEqual([videoId])
    expect(await emulator('GET', '/calls')).not.toHaveProperty('DeleteVideo')
  })

  it('deletes at VOD, too, where the operator says so, and keeps the record where VOD fails', async () => {
    const user = await newUser({ DELETE_AT_VOD: 'true' })
    const videoId = (await user.create()).json.videoId as string
    await setFault('DeleteVideo', { type: 'error', status: 500, code: 'InternalError' })
    expect((await user.remove(videoId)).status).toBe(502)
    expect(idsOf((await user.list()).json)).toEqual([videoId])
    expect((await user.remove(videoId)).status).toBe(200)
    await expect(emulator('GET', `/videos/${videoId}`)).rejects.toThrow('404')
  })

  it('minds no video that VOD has lost already', async () => {
    const user = await newUser({ DELETE_AT_VOD: 'true' })
    const videoId = (await user.create()).json.videoId as string
    await setFault('DeleteVideo', { type: 'error', status: 404, code: 'InvalidVideo.NotFound' })
    expect((await user.remove(videoId)).status).toBe(200)
    expect((await user.list()).json.videos).toEqual([])
  })
})

describe('GET /videos/:videoId/play', () => {
  it('gives the owner URLs that end', async () => {
    const user = await newUser({ PLAY_SECONDS: '60' })
    const videoId = (await user.create()).json.videoId as string
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    const { status, json } = await user.play(videoId)
    expect(status).toBe(200)
    expect(json).toEqual({
      videoId,
      streams: [{ url: expect.any(String), format: 'mp4', definition: 'OD', size: 10, width: 1280, height: 720 }],
      coverUrl: null,
      expiresAt: expect.any(String),
      serverTime: expect.any(String),
    })
    const [{ url = '' } = {}] = json.streams as { url?: string }[]
    const end = Number(new URL(url).searchParams.get('Expires')) * 1000
    expect(Math.abs(end - Date.now() - 60_000)).toBeLessThan(5000)
    expect(Math.abs(Date.parse(json.expiresAt as string) - end)).toBeLessThan(2000)
  })

  it('says so while there is nothing to play', async () => {
    const user = await newUser()
    const { status, json } = await user.play((await user.create()).json.videoId as string)
    expect([status, json.code]).toEqual([409, 'video_not_playable'])
  })

  it("gives nothing of somebody else's video, and asks VOD nothing", async () => {
    const [user, other] = [await newUser(), await newUser()]
    const videoId = (await user.create()).json.videoId as string
    await emulator('POST', `/videos/${videoId}/file`, 'x')
    for (const id of [videoId, 'f'.repeat(32)]) {
      const { status, json } = await other.play(id)
      expect([status, json.code]).toEqual([404, 'video_not_found'])
    }
    expect(await emulator('GET', '/calls')).not.toHaveProperty('GetPlayInfo')
  })
})

it.each([
  ['GET', '/videos'],
  ['GET', '/videos/x'],
  ['GET', '/videos/x/play'],
  ['DELETE', '/videos/x'],
  ['POST', '/uploads'],
  ['PUT', '/uploads/x'],
  ['POST', '/uploads/x/refresh'],
])('%s %s needs a session', async (method, path) => {
  const { status, json } = await testService().call(method, path)
  expect([status, json.code]).toEqual([401, 'session_missing'])
})
