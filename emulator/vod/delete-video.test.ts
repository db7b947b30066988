import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

const remove = (VideoIds: string) => create({ action: 'DeleteVideo', parameters: { VideoIds } })

test('DeleteVideo deletes videos, and ignores those it does not know', async () => {
  const [first, second, third] = [(await create()).json, (await create()).json, (await create()).json]
  expect((await remove(`${first.VideoId},none,${second.VideoId}`)).status).toBe(200)
  expect(emulator.cloud.videos.all().map(({ videoId }) => videoId)).toEqual([third.VideoId])
})

test('DeleteVideo refuses where none of them is there', async () => {
  expect(await remove('none')).toMatchObject({ status: 404, code: 'InvalidVideo.NotFound' })
})

test('a control call stores a file as if its owner had uploaded it', async () => {
  const { VideoId } = (await create()).json
  expect((await control('POST', `videos/${VideoId}/file`, 'some bytes')).status).toBe(200)
  expect((await control('GET', `videos/${VideoId}`)).json).toMatchObject({ status: 'Normal', size: 10, parts: 1 })
  expect((await control('POST', 'videos/none/file', 'x')).status).toBe(404)
})
