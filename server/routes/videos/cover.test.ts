import { beforeEach, describe, expect, it, vi } from 'vitest'
import { emulator } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { callVod, testUser } from '../../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

const newName = () => `u${crypto.randomUUID().slice(0, 8)}`

async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, ...changes })
  const name = newName()
  const user = await testUser(service, name)
  const videoId = await user.video()
  const ask = (body: unknown = { extension: 'png', size: 1000 }) => user.call('POST', `/videos/${videoId}/cover`, body)
  return {
    service,
    name,
    user,
    videoId,
    ask,
    choose: (cover: unknown) => user.call('PATCH', `/videos/${videoId}`, { cover }),
    snapshot: (CoverUrl: string) =>
      service.call(
        'POST',
        '/vod/events',
        signedEvent({
          EventType: 'SnapshotComplete',
          EventTime: eventTime(1),
          VideoId: videoId,
          Status: 'success',
          CoverUrl,
        }),
      ),
  }
}

const inBase64 = (text: unknown) => JSON.parse(Buffer.from(String(text), 'base64').toString()) as Record<string, string>

describe('a cover of the user’s own', () => {
  it('gets a place that the service asks for, and becomes the cover by PATCH', async () => {
    const { ask, choose, user, videoId } = await setup()
    const { status, json } = await ask()
    expect(status).toBe(200)
    expect(inBase64(json.uploadAddress).FileName).toMatch(/^image\/cover\/.*\.png$/)
    expect(inBase64(json.uploadAuth)).toMatchObject({ AccessKeyId: expect.stringMatching(/^STS\./) })
    const chosen = await choose(json.cover)
    expect(chosen.json).toMatchObject({
      coverUrl: expect.stringContaining(inBase64(json.uploadAddress).FileName ?? '-'),
    })
    expect(await emulator('GET', `/videos/${videoId}`)).toMatchObject({ coverUrl: chosen.json.coverUrl })
    expect((await user.list()).json.videos).toMatchObject([{ coverUrl: chosen.json.coverUrl }])
  })

  it('wins over a snapshot, whichever of them comes later', async () => {
    const { ask, choose, snapshot, user, videoId } = await setup()
    await snapshot('http://c/1.jpg')
    expect((await user.get(videoId)).json.coverUrl).toBe('http://c/1.jpg')
    const { coverUrl } = (await choose((await ask()).json.cover)).json
    await snapshot('http://c/2.jpg')
    await emulator('POST', `/videos/${videoId}/file`, 'x')
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Normal', coverUrl })
  })

  it('leaves the token of the phone what it was', async () => {
    const { ask, user } = await setup()
    await ask()
    const calls = (await emulator('GET', '/calls')) as Record<string, number>
    expect(calls).toMatchObject({ CreateUploadImage: 1 })
    const { json } = await user.call('POST', '/credentials')
    await expect(callVod(json, 'CreateUploadImage', { ImageType: 'cover' })).rejects.toMatchObject({
      code: 'Forbidden.RAM',
    })
  })

  it.each([
    [{ extension: 'heic', size: 5 }, 'invalid_body'],
    [{ extension: 'png', size: 0 }, 'invalid_body'],
    [{ extension: 'png' }, 'invalid_body'],
    [{ extension: 'png', size: 10_485_761 }, 'cover_invalid'],
  ])('has no place where the call says %j', async (body, code) => {
    const { ask } = await setup()
    expect((await ask(body)).json).toMatchObject({ code, status: 400 })
    expect(await emulator('GET', '/calls')).not.toHaveProperty('CreateUploadImage')
  })

  it('is taken by a token of this video, this user and this service alone', async () => {
    const { ask, choose, user, service } = await setup()
    const other = await testUser(service, newName())
    const othersVideo = await other.video()
    const own = (await ask()).json.cover as string
    const others = (await other.call('POST', `/videos/${othersVideo}/cover`, { extension: 'png', size: 5 })).json.cover
    const secondVideo = await user.video()
    const flipped = `${own.slice(0, 40)}${own[40] === 'A' ? 'B' : 'A'}${own.slice(41)}`
    for (const cover of [others, flipped, own.slice(1), 'x', `${own}AAAA`]) {
      expect((await choose(cover)).json, String(cover)).toMatchObject({ code: 'cover_invalid' })
    }
    for (const cover of ['', 'a b', 7, null, 'x'.repeat(3000)]) {
      expect((await choose(cover)).json).toMatchObject({ code: 'invalid_body' })
    }
    const misplaced = await user.call('PATCH', `/videos/${secondVideo}`, { cover: own })
    expect(misplaced.json).toMatchObject({ code: 'cover_invalid' })
    expect((await other.call('PATCH', `/videos/${othersVideo}`, { cover: own })).json.code).toBe('cover_invalid')
    expect((await choose(own)).status).toBe(200)
  })

  it('can be named for a day', async () => {
    const { ask, videoId, name } = await setup()
    const { cover, expiresAt } = (await ask()).json
    await emulator('PATCH', '/switches', { timestampWindowSeconds: 1_000_000 })
    const chosenAt = async (now: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now })
      try {
        const user = await testUser(testService(CALLBACK), name)
        return (await user.call('PATCH', `/videos/${videoId}`, { cover })).status
      } finally {
        vi.useRealTimers()
      }
    }
    const end = Date.parse(expiresAt as string)
    expect(await chosenAt(end - 1000)).toBe(200)
    expect(await chosenAt(end)).toBe(400)
  })

  it('can be chosen as often a day as there may be uploads', async () => {
    const { ask } = await setup({ DAILY_UPLOADS: '2' })
    const statuses = (await Promise.all([ask(), ask(), ask()])).map(({ status }) => status).sort()
    expect(statuses).toEqual([200, 200, 429])
    expect((await ask()).json).toMatchObject({ code: 'daily_limit_reached', resetsAt: expect.any(String) })
  })

  it('is not there where the operator wants none', async () => {
    const { ask } = await setup({ COVERS: 'false' })
    expect((await ask()).json).toMatchObject({ code: 'not_found' })
  })
})
