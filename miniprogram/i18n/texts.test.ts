import { describe, expect, it } from 'vitest'
import { ServiceError } from '../service/service-error'
import { UploadError, type UploadErrorCode } from '../uploader/index'
import type {} from '../vendor-sdk/sdk-error'
import { en } from './en'
import { explainError, explainRetry } from './explain-error'
import { formatBytes, formatDuration, formatTimeLeft } from './format'
import { textsFor } from './index'
import { zh } from './zh'

describe('textsFor', () => {
  it.each(['zh_CN', 'zh_TW', 'zh_HK', 'zh'])('speaks Chinese for %s', (language) => {
    expect(textsFor(language)).toBe(zh)
  })
  it.each(['en', 'ja', ''])('speaks English for "%s"', (language) => {
    expect(textsFor(language)).toBe(en)
  })
})

describe('explainError', () => {
  const upload = (code: UploadErrorCode, cloudCode?: string) =>
    new UploadError(code, 'technical words', cloudCode === undefined ? {} : { cloudCode })
  const service = (code: string, status: number) =>
    new UploadError('credentials_failed', 'technical words', { cause: new ServiceError(code, 'words', { status }) })

  it.each([
    [upload('network_failed'), en.errorNetwork],
    [upload('timed_out'), en.errorTimeout],
    [upload('file_missing'), en.errorFileGone],
    [upload('file_changed'), en.errorFileChanged],
    [upload('file_unreadable'), en.errorFileUnreadable],
    [upload('endpoint_refused'), en.errorEndpoint],
    [upload('oss_malformed'), en.errorStranger],
    [upload('vod_malformed'), en.errorStranger],
    [upload('video_gone'), en.errorVideoGone],
    [upload('file_empty'), en.errorEmpty],
    [upload('title_invalid'), en.errorTitle],
    [upload('checksum_mismatch'), en.errorChecksum],
    [upload('sdk_missing'), en.errorSdkMissing],
    [upload('sdk_failed'), en.errorUnknown],
    [upload('file_too_large'), en.tooLarge('1000 MB')],
    [upload('vod_refused', 'IllegalCharacters'), en.errorTitleCharacters],
    [upload('vod_refused', 'Throttling.User'), en.errorBusy],
    [upload('vod_refused', 'Forbidden.RAM'), en.errorDenied],
    [upload('oss_refused', 'AccessDenied'), en.errorDenied],
    [upload('oss_refused', 'InternalError'), en.errorUnknown],
    [service('session_invalid', 401), en.errorLogin],
    [service('login_failed', 0), en.errorLogin],
    [service('login_blocked', 403), en.errorBlocked],
    [service('too_many_logins', 429), en.errorBusy],
    [service('sts_throttled', 503), en.errorBusy],
    [service('wechat_unreachable', 502), en.errorService],
    [service('malformed_answer', 200), en.errorStranger],
    [service('malformed_answer', 401), en.errorStranger],
    [service('code_used', 401), en.errorLogin],
    [service('invalid_code', 401), en.errorLogin],
    [service('daily_limit_reached', 429), en.errorDailyLimit],
    [service('file_type_refused', 400), en.errorFormat],
    [service('file_too_large', 413), en.errorTooLarge],
    [service('title_refused', 400), en.errorTitleCharacters],
    [new UploadError('credentials_failed', 'x', { cause: upload('network_failed') }), en.errorNetwork],
    [new UploadError('oss_refused', 'x', { status: 503, cloudCode: 'ServiceUnavailable' }), en.errorService],
    [new UploadError('oss_refused', 'x', { status: 429, cloudCode: 'TooManyRequests' }), en.errorBusy],
    [new UploadError('vod_refused', 'x', { status: 403, cloudCode: 'HTTP 403' }), en.errorStranger],
    [new TypeError('a bug'), en.errorUnknown],
  ])('says what %s means', (error, text) => {
    expect(explainError(error, en)).toBe(text)
    expect(text).not.toContain('technical')
  })
})

describe('explainRetry', () => {
  it.each([
    [new UploadError('network_failed', 'x'), en.retrying],
    [new UploadError('credentials_failed', 'x', { cause: new UploadError('timed_out', 'y') }), en.retrying],
    [
      new UploadError('credentials_failed', 'x', { cause: new ServiceError('down', 'y', { status: 503 }) }),
      en.retryingBusy,
    ],
    [new UploadError('oss_refused', 'x', { cloudCode: 'InternalError' }), en.retryingBusy],
    [new ServiceError('malformed_answer', 'y', { status: 404 }), en.retrying],
    [new UploadError('oss_malformed', 'x'), en.retrying],
  ])('tells whether phone or cloud is to blame for %s', (error, text) => {
    expect(explainRetry(error, en)).toBe(text)
  })
})

// WeChat shows no modal at all where the text of a button is longer.
it.each([zh, en])('has no text longer than four characters for a button of a modal', (t) => {
  for (const text of [t.ok, t.stop, t.keep, t.mobileDataUse, t.mobileDataWait]) {
    expect([...text].length, text).toBeLessThanOrEqual(4)
  }
})

it.each([
  [0, '0 B'],
  [1536, '1.5 KB'],
  [200 * 1024 * 1024, '200 MB'],
  [5 * 1024 ** 3, '5.0 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it.each([
  [0.4, '0:00'],
  [34, '0:34'],
  [3723, '1:02:03'],
])('writes a length of %d s as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

it.each([
  [0.2, '1 s', '1 秒'],
  [59.4, '60 s', '60 秒'],
  [125, '2 min', '2 分钟'],
  [155, '2 min 30 s', '2 分 30 秒'],
  [1200, '20 min', '20 分钟'],
  [3720, '1 h 2 min', '1 小时 2 分'],
])('writes %d s left as %s and %s', (seconds, english, chinese) => {
  expect(formatTimeLeft(seconds, en)).toBe(english)
  expect(formatTimeLeft(seconds, zh)).toBe(chinese)
})
