import { request } from 'node:http'
import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

const playInfo = (parameters: Record<string, string>) => create({ action: 'GetPlayInfo', parameters })

async function arrived() {
  const { VideoId } = (await create()).json
  await control('POST', `videos/${VideoId}/file`, 'some bytes')
  return String(VideoId)
}

/** Gets a URL of a bucket: its host does not resolve everywhere. */
function get(address: string): Promise<{ status: number | undefined; text: string }> {
  const url = new URL(address)
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, headers: { host: url.host } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode, text }))
      },
    )
      .on('error', reject)
      .end()
  })
}

const urlOf = (json: Record<string, unknown>) =>
  (json.PlayInfoList as { PlayInfo: { PlayURL: string }[] }).PlayInfo[0]?.PlayURL ?? ''

test('GetPlayInfo gives a URL at which the file plays, until its time is up', async () => {
  const { json } = await playInfo({ VideoId: await arrived(), AuthTimeout: '60' })
  expect(json.PlayInfoList).toEqual({ PlayInfo: [expect.objectContaining({ Definition: 'OD', Size: 10 })] })
  expect(await get(urlOf(json))).toEqual({ status: 200, text: 'some bytes' })
  emulator.clock.advance(61)
  expect((await get(urlOf(json))).status).toBe(403)
})

test('GetPlayInfo gives a URL for each stream where the account transcodes', async () => {
  const VideoId = await arrived()
  await control('PUT', 'switches', { transcodes: true })
  const { PlayInfoList } = (await playInfo({ VideoId })).json
  expect(PlayInfoList).toMatchObject({ PlayInfo: [{ Definition: 'LD' }, { Definition: 'SD' }] })
})

test('GetPlayInfo refuses a video that is still being uploaded, and an unknown one', async () => {
  const { VideoId } = (await create()).json
  expect(await playInfo({ VideoId: String(VideoId) })).toMatchObject({ status: 403, code: 'Forbidden.IllegalStatus' })
  expect(await playInfo({ VideoId: 'none' })).toMatchObject({ status: 404, code: 'InvalidVideo.NotFound' })
})
