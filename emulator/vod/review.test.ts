import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

async function arrived(switches: Record<string, unknown>): Promise<string> {
  await control('PATCH', 'switches', switches)
  const { VideoId } = (await create()).json
  await control('POST', `videos/${VideoId}/file`, 'bytes')
  await control('GET', 'events')
  return String(VideoId)
}

const statusOf = async (VideoId: string) =>
  ((await create({ action: 'GetVideoInfo', parameters: { VideoId } })).json.Video as Record<string, unknown>).Status
const play = (VideoId: string) => create({ action: 'GetPlayInfo', parameters: { VideoId } })

test('a video that has to be reviewed does not play before the verdict', async () => {
  const id = await arrived({ reviews: true })
  expect(await statusOf(id)).toBe('Checking')
  expect((await play(id)).code).toBe('Forbidden.IllegalStatus')
  expect((await control('POST', `videos/${id}/review`, { status: 'Normal' })).json).toMatchObject({ status: 'Normal' })
  expect((await play(id)).status).toBe(200)
  await control('POST', `videos/${id}/review`, { status: 'Blocked', reason: 'not nice' })
  expect(await statusOf(id)).toBe('Blocked')
  expect((await play(id)).code).toBe('Forbidden.IllegalStatus')
})

test('it is transcoded first, and another file is reviewed anew', async () => {
  const id = await arrived({ reviews: true, transcodes: true, transcodingWaits: true })
  expect(await statusOf(id)).toBe('Transcoding')
  await control('POST', `videos/${id}/transcode`, { ok: true })
  expect(await statusOf(id)).toBe('Checking')
  await create({
    action: 'CreateAudit',
    parameters: { AuditContent: JSON.stringify([{ VideoId: id, Status: 'Normal' }]) },
  })
  expect(await statusOf(id)).toBe('Normal')
  await control('PATCH', 'switches', { transcodes: false })
  await control('POST', `videos/${id}/file`, 'others')
  expect(await statusOf(id)).toBe('Checking')
})

test('transcoding can fail, and ends once', async () => {
  const id = await arrived({ transcodes: true, transcodingWaits: true })
  expect((await control('POST', `videos/${id}/transcode`, { ok: false })).json.status).toBe('TranscodeFail')
  expect((await control('POST', `videos/${id}/transcode`, { ok: true })).status).toBe(409)
})

test('nothing is decided on a file that has not arrived', async () => {
  const { VideoId } = (await create()).json
  expect((await control('POST', `videos/${VideoId}/review`, { status: 'Normal' })).status).toBe(409)
  expect((await control('POST', 'videos/none/review', { status: 'Normal' })).status).toBe(404)
})
