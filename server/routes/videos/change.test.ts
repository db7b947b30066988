import { beforeEach, describe, expect, it } from 'vitest'
import { emulator, setFault } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { stored } from '../../test-support/stored-videos'
import { testUser } from '../../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../../test-support/vod-event'

beforeEach(() => emulator('POST', '/reset'))

const asked = async () => ((await emulator('GET', '/calls')) as Record<string, number>).UpdateVideoInfo ?? 0

async function setup(changes: Record<string, string> = {}) {
  const service = testService({ ...CALLBACK, CATEGORIES: '1000001=Pets, 1000002=Travel', ...changes })
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const videoId = await user.video()
  return {
    service,
    user,
    videoId,
    change: (body: unknown) => user.call('PATCH', `/videos/${videoId}`, body),
    atVod: () => emulator('GET', `/videos/${videoId}`) as Promise<Record<string, unknown>>,
    announce: (type: string, fields: Record<string, unknown>) =>
      service.call(
        'POST',
        '/vod/events',
        signedEvent({ EventType: type, EventTime: eventTime(1), VideoId: videoId, Status: 'success', ...fields }),
      ),
  }
}

describe('PATCH /videos/:videoId', () => {
  it('changes what the user says of a video, here and at VOD, and leaves the rest', async () => {
    const { change, user, videoId, atVod } = await setup()
    const { status, json } = await change({ title: ' 海边 ', tags: ['sea', ' sun ', 'sea'], categoryId: '1000002' })
    expect(status).toBe(200)
    expect(json).toMatchObject({ title: '海边', description: '', tags: ['sea', 'sun'], categoryId: '1000002' })
    expect(await atVod()).toMatchObject({ title: '海边', tags: 'sea,sun', cateId: 1000002 })
    await change({ description: 'Two\nlines' })
    const expected = { title: '海边', description: 'Two\nlines', tags: ['sea', 'sun'], categoryId: '1000002' }
    expect((await user.get(videoId)).json).toMatchObject(expected)
    expect((await user.list()).json.videos).toMatchObject([expected])
    expect(await atVod()).toMatchObject({ title: '海边', description: 'Two\nlines' })
    await change({ description: '', tags: [], categoryId: null })
    expect((await user.get(videoId)).json).toMatchObject({ title: '海边', description: '', tags: [], categoryId: null })
  })

  it('keeps what the user says, whatever is heard of VOD later', async () => {
    const { change, user, videoId, announce } = await setup()
    await change({ title: 'Mine', description: 'Mine, too' })
    await announce('FileUploadComplete', { Size: 7 })
    await emulator('POST', `/videos/${videoId}/file`, 'x')
    await user.claim(videoId, { title: 'Another', fileSize: 1000 })
    expect((await user.get(videoId)).json).toMatchObject({ title: 'Mine', description: 'Mine, too' })
  })

  it('is POST, too, since wx.request knows no PATCH', async () => {
    const { user, videoId } = await setup()
    expect((await user.call('POST', `/videos/${videoId}`, { title: 'Mine' })).json).toMatchObject({ title: 'Mine' })
    expect((await user.call('POST', '/videos/unknown', { title: 'Mine' })).json.code).toBe('video_not_found')
  })

  it('is forgotten with the video', async () => {
    const template = { MESSAGE_TEMPLATE_READY: 'ready-template-0001', MESSAGE_DATA: '{"thing1":"title"}' }
    const { change, user, videoId } = await setup(template)
    const { cover } = (await user.call('POST', `/videos/${videoId}/cover`, { extension: 'png', size: 5 })).json
    await change({ title: 'x', description: 'x', tags: ['x'], categoryId: '1000001', cover, notify: true })
    await user.remove(videoId)
    expect((await stored(videoId)).video).toMatchObject({
      ...{ title: '', description: '', tags: '', category_id: null, chosen_cover_url: null, message_at: null },
    })
  })

  it('asks VOD nothing where nothing is to change', async () => {
    const { change } = await setup()
    expect((await change({})).status).toBe(200)
    expect(await asked()).toBe(0)
  })

  it("keeps the operator's tags before the user's, and gives back the operator's category", async () => {
    const { change, atVod, user } = await setup({ VOD_TAGS: 'app', VOD_CATEGORY_ID: '5' })
    expect((await change({ tags: ['sea'], categoryId: '1000001' })).json).toMatchObject({ tags: ['sea'] })
    expect(await atVod()).toMatchObject({ tags: 'app,sea', cateId: 1000001 })
    await change({ categoryId: null })
    expect(await atVod()).toMatchObject({ cateId: 5 })
    const full = Array.from({ length: 16 }, (_, i) => `t${i}`)
    expect((await change({ tags: full })).json).toMatchObject({ code: 'details_refused' })
    expect((await user.call('GET', '/settings')).json).toMatchObject({ limits: { tags: 15 } })
  })

  it.each([
    [{ title: 'smile 🙂' }, 'title_refused'],
    [{ description: 'smile 🙂' }, 'details_refused'],
    [{ tags: ['🙂'] }, 'details_refused'],
    [{ categoryId: '77' }, 'details_refused'],
    [{ title: '' }, 'invalid_body'],
    [{ title: 'x'.repeat(129) }, 'invalid_body'],
    [{ title: 'a\u0000b' }, 'invalid_body'],
    [{ description: 'x'.repeat(1025) }, 'invalid_body'],
    [{ tags: ['a,b'] }, 'invalid_body'],
    [{ tags: Array(17).fill('t') }, 'invalid_body'],
    [{ tags: ['x'.repeat(33)] }, 'invalid_body'],
    [{ categoryId: 7 }, 'invalid_body'],
    [{ status: 'Normal' }, 'invalid_body'],
    [{ owner: 'me' }, 'invalid_body'],
  ])('refuses %j, and keeps what was before', async (body, code) => {
    const { change, user, videoId, atVod } = await setup()
    const { status, json } = await change(body)
    expect([status, json.code]).toEqual([400, code])
    expect((await user.get(videoId)).json).toMatchObject({ title: 'Holiday', description: '', tags: [] })
    expect(await atVod()).toMatchObject({ title: 'Holiday' })
  })

  it('keeps nothing where VOD fails, so that the call can be made again', async () => {
    const { change, user, videoId } = await setup()
    await setFault('UpdateVideoInfo', { type: 'error', status: 503, code: 'ServiceUnavailable' })
    expect((await change({ title: 'New' })).status).toBe(502)
    await emulator('DELETE', '/faults')
    expect((await user.get(videoId)).json).toMatchObject({ title: 'Holiday' })
    expect((await change({ title: 'New' })).json).toMatchObject({ title: 'New' })
  })

  it("answers another user's video, a deleted and an unknown one with 404, and asks VOD about none of them", async () => {
    const { change, user, service, videoId } = await setup()
    const other = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    expect((await other.call('PATCH', `/videos/${videoId}`, { title: 'Mine now' })).json.code).toBe('video_not_found')
    expect((await user.call('PATCH', '/videos/unknown', { title: 'x' })).json.code).toBe('video_not_found')
    await user.remove(videoId)
    expect((await change({ title: 'x' })).json.code).toBe('video_not_found')
    expect(await asked()).toBe(0)
  })
})
