import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

const audit = (content: unknown) =>
  create({ action: 'CreateAudit', parameters: { AuditContent: JSON.stringify(content) } })

async function arrived(): Promise<string> {
  const { VideoId } = (await create()).json
  await control('POST', `videos/${VideoId}/file`, 'bytes')
  return String(VideoId)
}

const call = (action: string, VideoId: string) => create({ action, parameters: { VideoId } })

test('a blocked video says so and does not play, until it is Normal again', async () => {
  const VideoId = await arrived()
  expect((await audit([{ VideoId, Status: 'Blocked', Reason: 'too large' }])).status).toBe(200)
  expect((await call('GetVideoInfo', VideoId)).json.Video).toMatchObject({ Status: 'Blocked', AuditStatus: 'Blocked' })
  expect((await call('GetPlayInfo', VideoId)).code).toBe('Forbidden.IllegalStatus')
  expect((await audit([{ VideoId, Status: 'Normal' }])).status).toBe(200)
  expect((await call('GetVideoInfo', VideoId)).json.Video).toMatchObject({ Status: 'Normal', AuditStatus: 'Normal' })
  expect((await call('GetPlayInfo', VideoId)).status).toBe(200)
})

test('a video that awaits its file cannot be blocked', async () => {
  const { VideoId } = (await create()).json
  expect((await audit([{ VideoId, Status: 'Blocked' }])).code).toBe('Forbidden.IllegalStatus')
})

test.each([
  ['no array', { VideoId: 'x', Status: 'Blocked' }],
  ['another status', [{ VideoId: 'x', Status: 'Uploading' }]],
  ['more than 100 videos', Array(101).fill({ VideoId: 'x', Status: 'Normal' })],
  ['a reason of more than 128 bytes', [{ VideoId: 'x', Status: 'Blocked', Reason: '字'.repeat(43) }]],
])('CreateAudit refuses %s', async (_, content) => {
  expect((await audit(content)).code).toBe('InvalidParameter')
})

test('CreateAudit refuses a video that it does not know', async () => {
  expect((await audit([{ VideoId: 'none', Status: 'Blocked' }])).code).toBe('InvalidVideo.NotFound')
})
