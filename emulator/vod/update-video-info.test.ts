import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { create } = callsTo(emulator)

const update = (VideoId: string, parameters: Record<string, string>) =>
  create({ action: 'UpdateVideoInfo', parameters: { VideoId, ...parameters } })

async function made(): Promise<string> {
  const parameters = { Title: 't', FileName: 'v.mp4', Description: 'd', Tags: 'a,b', UserData: '{"Extend":{"x":1}}' }
  return String((await create({ parameters })).json.VideoId)
}

const info = async (VideoId: string) => (await create({ action: 'GetVideoInfo', parameters: { VideoId } })).json.Video

test('what is named changes, and what is left out stays', async () => {
  const id = await made()
  expect((await update(id, { Title: '海边', CateId: '7' })).status).toBe(200)
  expect(await info(id)).toMatchObject({ Title: '海边', Description: 'd', Tags: 'a,b', CateId: 7 })
  await update(id, { Description: '', Tags: 'c', CoverURL: 'http://c/1.png' })
  const changed = { Title: '海边', Description: '', Tags: 'c', CoverURL: 'http://c/1.png' }
  expect(await info(id)).toMatchObject({ ...changed, UserData: '{"Extend":{"x":1}}' })
})

test.each([
  [{ Title: '🙂' }, 'IllegalCharacters', 'Title'],
  [{ Description: '🙂' }, 'IllegalCharacters', 'Description'],
  [{ Title: '字'.repeat(129) }, 'LengthExceededMax', 'Title'],
  [{ Tags: Array(17).fill('t').join() }, 'TagsExceededMax', 'Tags'],
  [{ CateId: 'pets' }, 'InvalidParameter', 'CateId'],
])('UpdateVideoInfo refuses %j, and changes nothing', async (parameters: Record<string, string>, code, field) => {
  const id = await made()
  const { json } = await update(id, { Description: 'new', ...parameters })
  expect(json).toMatchObject({ Code: code, Message: expect.stringContaining(field) })
  expect(await info(id)).toMatchObject({ Title: 't', Description: 'd' })
})

test('UpdateVideoInfo refuses a video that it does not know', async () => {
  expect((await update('none', { Title: 'x' })).code).toBe('InvalidVideo.NotFound')
})
