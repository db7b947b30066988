import fc from 'fast-check'
import { beforeEach, expect, inject, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testMachines } from '../test-support/service'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

/** With their doubles; D1 in tests is slower. */
const EVENTS = runtime.name === 'workerd' ? 500 : 10_000
const AT_ONCE = 20

const seed = Number(inject('fuzzSeed'))

beforeEach(() => emulator('POST', '/reset'))

/** What may become of a video, the events that announce it, and the state that they must leave. */
const STORIES: [name: string, events: [type: string, fields: object][], state: object][] = [
  ['only arrived', [['FileUploadComplete', { Size: 7 }]], { status: 'UploadSucc', size: 7 }],
  [
    'transcoded',
    [
      ['FileUploadComplete', { Size: 8 }],
      ['VideoAnalysisComplete', { Duration: 3.5 }],
      ['SnapshotComplete', { CoverUrl: 'http://x/c.jpg' }],
      ['StreamTranscodeComplete', { JobId: 'a', Definition: 'LD' }],
      ['StreamTranscodeComplete', { JobId: 'b', Definition: 'SD' }],
      ['TranscodeComplete', {}],
    ],
    { status: 'Normal', size: 8, duration: 3.5, cover_url: 'http://x/c.jpg' },
  ],
  [
    'failed',
    [
      ['FileUploadComplete', { Size: 9 }],
      ['StreamTranscodeComplete', { JobId: 'a', Status: 'fail' }],
      ['TranscodeComplete', { Status: 'fail' }],
    ],
    { status: 'TranscodeFail', size: 9 },
  ],
  [
    'blocked after review',
    [
      ['FileUploadComplete', { Size: 10 }],
      ['TranscodeComplete', {}],
      ['AIMediaAuditComplete', { Data: '{"Suggestion":"block"}' }],
      ['CreateAuditComplete', { AuditStatus: 'Normal' }],
      ['CreateAuditComplete', { AuditStatus: 'Blocked' }],
    ],
    { status: 'Blocked', size: 10, moderation: 'block' },
  ],
  [
    'deleted',
    [
      ['FileUploadComplete', { Size: 11 }],
      ['DeleteMediaComplete', { MediaType: 'video', DeleteType: 'all' }],
      ['StreamTranscodeComplete', { JobId: 'a' }],
      ['TranscodeComplete', {}],
    ],
    { status: 'Deleted', size: 11 },
  ],
]

it(`the service takes ${EVENTS} events, doubled and shuffled (seed ${seed}), and leaves the right states`, async () => {
  const service = testMachines(runtime.name === 'postgres' ? 3 : 1, CALLBACK)
  const expected = new Map<string, object>()
  const events: object[] = []
  for (let i = 0; events.length * 2 < EVENTS; i++) {
    const [, story, state] = STORIES[i % STORIES.length] as (typeof STORIES)[number]
    const videoId = `storm${crypto.randomUUID()}`
    expected.set(videoId, state)
    story.forEach(([EventType, fields], second) => {
      events.push({ EventType, EventTime: eventTime(second), VideoId: videoId, Status: 'success', ...fields })
    })
    await runtime.database.run(sql`
      INSERT INTO videos (video_id, owner, title, size, method, status, created_at, updated_at, checked_at)
      VALUES (${videoId}, 'oStorm', 't', 1, 'sts', 'Uploading', ${Date.now()}, ${Date.now()}, ${Date.now()})`)
  }
  const doubled = [...events, ...events]
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(doubled, { minLength: doubled.length }), { seed, numRuns: 1 })
  for (let i = 0; i < shuffled.length; i += AT_ONCE) {
    const answers = await Promise.all(
      shuffled
        .slice(i, i + AT_ONCE)
        .map((event) => service.call('POST', '/vod/events', signedEvent(JSON.stringify(event)))),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
  }
  const [rows = []] = await runtime.database.run(sql`SELECT * FROM videos WHERE owner = 'oStorm'`)
  expect(rows).toHaveLength(expected.size)
  for (const row of rows) expect(row).toMatchObject(expected.get(row.video_id as string) ?? {})
  const [[count] = []] = await runtime.database.run(sql`SELECT COUNT(*) AS n FROM events WHERE media_id LIKE 'storm%'`)
  expect(count?.n).toBe(events.length)
}, 120_000)
