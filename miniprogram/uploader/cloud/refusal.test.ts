import { describe, expect, it } from 'vitest'
import { cloudClock } from './clock'
import { refusal } from './refusal'

const refuse = (headers: Record<string, string>, body: Record<string, string> = {}, clock = cloudClock(() => 0)) =>
  refusal('OSS', 'UploadPart', { status: 503, headers, text: '' }, (name) => body[name], clock)

describe('a refusal', () => {
  it('says who refused what, and why', () => {
    const error = refuse({}, { Code: 'ServiceUnavailable', Message: 'Later.', RequestId: 'R' })
    expect(error).toMatchObject({ code: 'oss_refused', status: 503, cloudCode: 'ServiceUnavailable', requestId: 'R' })
    expect(error.message).toBe('OSS refused UploadPart: ServiceUnavailable (Later.)')
  })

  it('says at least the status where a proxy has answered', () => {
    expect(refuse({}).message).toBe('OSS refused UploadPart: HTTP 503 (no message)')
  })

  it.each([
    ['of the cloud, whose body was lost', { 'x-oss-request-id': 'R' }, '', 'oss_malformed'],
    ['of the cloud, whose body was cut', { 'x-oss-request-id': 'R' }, '<Error><Co', 'oss_malformed'],
    ['of a portal', {}, '<html>', 'oss_malformed'],
    ['of which nothing is known', {}, '', 'oss_refused'],
  ])('without a code %s', (_, headers, text, code) => {
    const response = { status: 404, headers: headers as Record<string, string>, text }
    expect(
      refusal(
        'OSS',
        'UploadPart',
        response,
        () => undefined,
        cloudClock(() => 0),
      ).code,
    ).toBe(code)
  })

  it.each([
    ['seconds', { 'retry-after': '7' }, 7],
    [
      "a date, by the server's clock",
      { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT', date: 'Fri, 02 Jan 2026 03:04:05 GMT' },
      30,
    ],
    [
      'a date that is past',
      { 'retry-after': 'Fri, 02 Jan 2026 03:04:00 GMT', date: 'Fri, 02 Jan 2026 03:04:05 GMT' },
      0,
    ],
    ['nothing', {}, undefined],
    ['nothing it can read', { 'retry-after': 'soon' }, undefined],
    ['a date, but no time to compare it with', { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' }, undefined],
  ])('reads Retry-After: %s', (_, headers, retryAfterS) => {
    expect(refuse(headers).retryAfterS).toBe(retryAfterS)
  })

  it.each([
    ["the body's", { Code: 'RequestTimeTooSkewed', ServerTime: '2026-01-02T03:04:05Z' }],
    ["the head's", { Code: 'InvalidTimeStamp.Expired' }],
  ])('for the sake of the time sets the clock by %s', (_, body) => {
    const clock = cloudClock(() => 0)
    refuse({ date: 'Fri, 02 Jan 2026 03:04:05 GMT' }, body, clock)
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-02T03:04:05.000Z')
  })

  it('for another reason leaves the clock alone', () => {
    const clock = cloudClock(() => 0)
    refuse({ date: 'Fri, 02 Jan 2026 03:04:05 GMT' }, { Code: 'AccessDenied' }, clock)
    expect(clock.now()).toBe(0)
  })
})
