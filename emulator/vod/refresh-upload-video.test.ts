import { expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf } from '../test-support/keys'
import { readTicket } from '../test-support/vod'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const call = (action: string, parameters: Record<string, string>) =>
  sendSigned(emulator, { key: keyOf('operator'), signature: 'RPC', action, now: clock.now(), parameters })

const create = async () => (await call('CreateUploadVideo', { Title: 'My video', FileName: 'v.mp4', CateId: '7' })).json

test('RefreshUploadVideo keeps the address and gives a new key, and the old key stays good', async () => {
  const created = await create()
  const before = readTicket(created)
  clock.advance(60)
  const { json } = await call('RefreshUploadVideo', { VideoId: String(created.VideoId) })
  const after = readTicket(json)
  expect(json.VideoId).toBe(created.VideoId)
  expect(after.address).toEqual(before.address)
  expect(after.auth.AccessKeyId).not.toBe(before.auth.AccessKeyId)
  expect(Date.parse(after.auth.ExpireUTCTime ?? '')).toBe(clock.now() + 3_000_000)
  expect(cloud.credentials.find(before.auth.AccessKeyId ?? '')?.expiresAt).toBe(clock.now() + 2_940_000)
})

test('RefreshUploadVideo refuses an unknown video, or none', async () => {
  expect(await call('RefreshUploadVideo', { VideoId: 'none' })).toMatchObject({
    status: 404,
    code: 'InvalidVideo.NotFound',
  })
  expect((await call('RefreshUploadVideo', {})).code).toBe('MissingVideoId')
})
