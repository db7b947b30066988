import { describe, expect, it } from 'vitest'
import { readEvent } from './read-event'

const read = (body: Record<string, unknown>) => readEvent(JSON.stringify(body))
const common = { EventTime: '2017-03-20T07:49:17Z', VideoId: '43q9fjdkjf1', Status: 'success' }

describe('readEvent', () => {
  it('knows whose event it is, of what type, and when', () => {
    const event = read({ ...common, EventType: 'FileUploadComplete', Size: 10 })
    expect(event).toMatchObject({ mediaId: '43q9fjdkjf1', type: 'FileUploadComplete', variant: '' })
    expect(new Date(event.time).toISOString()).toBe('2017-03-20T07:49:17.000Z')
  })

  it.each([
    [
      { EventType: 'FileUploadComplete', Size: 10, FileUrl: 'http://x/y' },
      { status: 'UploadSucc', size: 10 },
    ],
    [{ EventType: 'VideoAnalysisComplete', Duration: 135.6, Size: '10', Fps: '25' }, { duration: 135.6 }],
    [{ EventType: 'VideoAnalysisComplete', Duration: '135.6' }, { duration: 135.6 }],
    [{ EventType: 'VideoAnalysisComplete', Status: 'fail' }, {}],
    [{ EventType: 'SnapshotComplete', CoverUrl: 'http://x/y.jpg' }, { coverUrl: 'http://x/y.jpg' }],
    [{ EventType: 'SnapshotComplete', CoverUrl: 'javascript:alert(1)' }, {}],
    [
      { EventType: 'StreamTranscodeComplete', Duration: 135.6 },
      { status: 'Transcoding', duration: 135.6 },
    ],
    [{ EventType: 'StreamTranscodeComplete', Status: 'fail' }, {}],
    [{ EventType: 'TranscodeComplete', StreamInfos: [] }, { status: 'Normal' }],
    [{ EventType: 'TranscodeComplete', Status: 'fail' }, { status: 'TranscodeFail' }],
    [{ EventType: 'CreateAuditComplete', AuditStatus: 'Blocked' }, { blocked: true }],
    [{ EventType: 'CreateAuditComplete', AuditStatus: 'Normal' }, { blocked: false }],
    [{ EventType: 'AIMediaAuditComplete', Data: '{"Suggestion":"block"}' }, { moderation: 'block' }],
    [{ EventType: 'AIMediaAuditComplete', Data: { Suggestion: 'review', Label: 'x' } }, { moderation: 'review' }],
    [{ EventType: 'AIMediaAuditComplete', Data: 'no JSON' }, {}],
    [{ EventType: 'DeleteMediaComplete', MediaType: 'video', DeleteType: 'all' }, { status: 'Deleted' }],
    [{ EventType: 'DeleteMediaComplete', MediaType: 'video', DeleteType: 'stream', JobIds: 'x' }, {}],
    [{ EventType: 'DeleteMediaComplete', MediaType: 'image', DeleteType: 'all' }, {}],
    [{ EventType: 'ImageUploadComplete', Size: 5 }, {}],
    [{ EventType: 'SomethingNew', Status: 7 }, {}],
  ])('takes the facts from %j', (body, facts) => {
    expect(read({ ...common, ...body }).facts).toEqual(facts)
  })

  it('finds the id under each of its names, and tells the streams of one video apart', () => {
    const time = { EventTime: common.EventTime }
    expect(read({ ...time, EventType: 'CreateAuditComplete', MediaId: 'm' }).mediaId).toBe('m')
    expect(read({ ...time, EventType: 'ImageUploadComplete', ImageId: 'i' }).mediaId).toBe('i')
    expect(read({ ...time, EventType: 'LiveRecordVideoComposeStart' }).mediaId).toBe('')
    const stream = (Definition: string) => read({ ...common, EventType: 'StreamTranscodeComplete', Definition }).variant
    expect(stream('LD')).not.toBe(stream('SD'))
  })

  it('reads the time of automatic reviews, which has a colon before its milliseconds', () => {
    const { time } = read({ ...common, EventType: 'AIMediaAuditComplete', EventTime: '2022-10-20T10:29:46:540Z' })
    expect(new Date(time).toISOString()).toBe('2022-10-20T10:29:46.540Z')
  })

  it.each([
    'hello',
    '[]',
    'null',
    '{}',
    '{"EventType":"FileUploadComplete"}',
    '{"EventType":"","EventTime":"2017-03-20T07:49:17Z"}',
    '{"EventType":"FileUploadComplete","EventTime":"yesterday"}',
    '{"EventType":"FileUploadComplete","EventTime":7}',
    '{"EventType":"FileUploadComplete","EventTime":"2017-03-20T07:49:17Z","VideoId":7}',
  ])('refuses %s', (body) => {
    expect(() => readEvent(body)).toThrow(expect.objectContaining({ code: 'invalid_event' }))
  })
})
