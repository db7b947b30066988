import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { callsTo } from '../../test-support/calls'
import { emulatorForTests } from '../../test-support/emulator'
import { signatureHeaders } from './callback'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

interface Received {
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
  at: number
}

let received: Received[] = []
let answer: (response: ServerResponse) => void = (response) => response.end()

const receiver = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    text += chunk
  })
  request.on('end', () => {
    received.push({
      headers: request.headers,
      body: JSON.parse(text) as Record<string, unknown>,
      at: performance.now(),
    })
    answer(response)
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/vod/events`

beforeEach(async () => {
  received = []
  answer = (response) => response.end()
  await control('PUT', 'callback', { url, key: 'Callback1' })
})

afterAll(() => {
  receiver.close()
  receiver.closeAllConnections()
})

/** A video whose file arrives, and what was announced. */
async function arrive(switches: Record<string, unknown> = {}, parameters: Record<string, string> = {}) {
  await control('PUT', 'switches', switches)
  const { VideoId } = (await create({ parameters: { Title: 't', FileName: 'v.mp4', ...parameters } })).json
  await control('POST', `videos/${VideoId}/file`, 'ten bytes!')
  const delivered = (await control('GET', 'events')).json as unknown as Record<string, unknown>[]
  return { videoId: VideoId, delivered, types: received.map(({ body }) => body.EventType) }
}

describe('notifications', () => {
  test("are signed as in VOD's own sample", () => {
    const callback = { url: 'https://www.example.com/your/callback', key: 'test123' }
    expect(signatureHeaders(callback, 1_519_375_990_000)).toEqual({
      'x-vod-timestamp': '1519375990',
      'x-vod-signature': 'c72b60894140fa98920f1279219b7ed4',
    })
  })

  test('report a file that has arrived, and nothing else without transcoding', async () => {
    const { videoId, delivered } = await arrive({}, { UserData: '{"Extend":{"uploader":"x"}}' })
    expect(delivered).toEqual([{ type: 'FileUploadComplete', mediaId: videoId, tries: 1, taken: true }])
    expect(received[0]?.body).toEqual({
      EventType: 'FileUploadComplete',
      EventTime: `${new Date(emulator.clock.now()).toISOString().slice(0, 19)}Z`,
      VideoId: videoId,
      Status: 'success',
      Size: 10,
      FileUrl: expect.stringMatching(/^http:\/\/outin-.*\.mp4$/),
      Extend: '{"uploader":"x"}',
    })
    expect(received[0]?.headers).toMatchObject(signatureHeaders({ url, key: 'Callback1' }, emulator.clock.now()))
  })

  test('report all that comes of transcoding, in order', async () => {
    const { videoId, types } = await arrive({ transcodes: true })
    expect(types).toEqual([
      'FileUploadComplete',
      'VideoAnalysisComplete',
      'SnapshotComplete',
      'StreamTranscodeComplete',
      'StreamTranscodeComplete',
      'TranscodeComplete',
    ])
    expect(received.every(({ body }) => body.VideoId === videoId)).toBe(true)
    expect((await control('GET', `videos/${videoId}`)).json.status).toBe('Normal')
  })

  test('come in the opposite order, or each twice, on a switch', async () => {
    expect((await arrive({ transcodes: true, eventDelivery: 'reordered' })).types[0]).toBe('TranscodeComplete')
    received = []
    expect((await arrive({ transcodes: false, eventDelivery: 'doubled' })).types).toEqual([
      'FileUploadComplete',
      'FileUploadComplete',
    ])
  })

  test('come late on a switch, while other calls go on', async () => {
    const before = performance.now()
    const { types } = await arrive({ eventDelivery: 'late', eventLateSeconds: 0.3 })
    expect(types).toEqual(['FileUploadComplete'])
    expect((received[0]?.at ?? 0) - before).toBeGreaterThan(290)
  })

  test('are tried three times, a second apart, and then lost; only 200 counts', async () => {
    answer = (response) => response.writeHead(204).end()
    const { delivered } = await arrive()
    expect(delivered).toEqual([expect.objectContaining({ tries: 3, taken: false })])
    const [first, second, third] = received.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(990)
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(990)
  })

  test('are not sent again once one of the tries was answered', async () => {
    answer = (response) => {
      if (received.length === 1) response.destroy()
      else response.end()
    }
    expect((await arrive()).delivered).toEqual([expect.objectContaining({ tries: 2, taken: true })])
  })

  test('report a video that was deleted', async () => {
    const { VideoId } = (await create()).json
    await create({ action: 'DeleteVideo', parameters: { VideoIds: String(VideoId) } })
    await control('GET', 'events')
    expect(received.map(({ body }) => [body.EventType, body.MediaId, body.DeleteType])).toEqual([
      ['DeleteMediaComplete', VideoId, 'all'],
    ])
  })

  test('tell of the verdict of a reviewer', async () => {
    const { videoId } = await arrive()
    const AuditContent = JSON.stringify([{ VideoId: videoId, Status: 'Blocked', Reason: 'too large' }])
    await create({ action: 'CreateAudit', parameters: { AuditContent } })
    await control('GET', 'events')
    expect(received.at(-1)?.body).toMatchObject({
      EventType: 'CreateAuditComplete',
      MediaId: videoId,
      AuditStatus: 'Blocked',
      Reason: 'too large',
    })
  })

  test('go nowhere after a reset', async () => {
    await control('PUT', 'switches', { eventDelivery: 'late', eventLateSeconds: 600 })
    const { VideoId } = (await create()).json
    await control('POST', `videos/${VideoId}/file`, 'x')
    await control('POST', 'reset')
    expect((await control('GET', 'events')).json).toEqual([])
    expect(received).toEqual([])
  })
})
