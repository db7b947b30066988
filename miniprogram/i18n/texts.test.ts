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
    [upload('file_too_large'), en.tooLarge('1000\u00a0MB')],
    [upload('vod_refused', 'StorageQuotaExceeded'), en.errorStorageFull],
    [upload('oss_refused', 'NoSuchBucket'), en.errorSetup],
    [upload('oss_refused', 'UserDisable'), en.errorSetup],
    [service('role_not_assumable', 500), en.errorSetup],
    [service('vod_not_permitted', 500), en.errorSetup],
    [service('service_misconfigured', 500), en.errorSetup],
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
    [service('daily_limit_reached', 429), en.errorDailyLimit('')],
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

it('says when the allowance of the day comes back', () => {
  const resetsAt = new Date(2026, 0, 3, 8, 0).getTime()
  const cause = new ServiceError('daily_limit_reached', 'x', { status: 429, resetsAt })
  const error = new UploadError('credentials_failed', 'x', { cause })
  expect(explainError(error, zh)).toBe('今天的上传额度已用完，01-03 08:00 恢复。')
  expect(explainError(error, en)).toContain('01-03 08:00')
})

// Whoever speaks to the phone says what stands on the button (WCAG 2.5.3).
it.each([zh, en])('names buttons by the words on them, and more', (t) => {
  for (const [text, name] of [
    [t.retry, t.retryNamed('x')],
    [t.useMobileData, t.useMobileDataNamed('x')],
    [t.pickAgain, t.pickAgainNamed('x')],
    [t.remove, t.removeNamed('x')],
    [t.copyErrorId, t.copyErrorIdNamed('x')],
    [t.takeOriginal, t.takeOriginalNamed('x')],
  ] as const)
    expect(name).toContain(text)
})

// Whoever can do nothing is not asked to try again.
it.each([zh, en])('asks nobody to retry what only the operator can mend', (t) => {
  for (const text of [t.errorStorageFull, t.errorSetup, t.errorDenied, t.errorEndpoint, t.errorDailyLimit('')]) {
    expect(text).not.toMatch(/重试|try again/)
  }
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
  for (const text of [t.ok, t.stop, t.keep, t.mobileDataUse, t.mobileDataWait, t.doubleSkip, t.doubleAdd]) {
    expect([...text].length, text).toBeLessThanOrEqual(4)
  }
})

it.each([
  [0, '0\u00a0B'],
  [1536, '1.5\u00a0KB'],
  [200 * 1024 * 1024, '200\u00a0MB'],
  [5 * 1024 ** 3, '5.0\u00a0GB'],
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
  [0.2, '1\u00a0s', '1\u00a0秒'],
  [59.4, '60\u00a0s', '60\u00a0秒'],
  [125, '2\u00a0min', '2\u00a0分钟'],
  [155, '2\u00a0min\u00a030\u00a0s', '2\u00a0分\u00a030\u00a0秒'],
  [1200, '20\u00a0min', '20\u00a0分钟'],
  [3720, '1\u00a0h\u00a02\u00a0min', '1\u00a0小时\u00a02\u00a0分'],
])('writes %d s left as %s and %s', (seconds, english, chinese) => {
  expect(formatTimeLeft(seconds, en)).toBe(english)
  expect(formatTimeLeft(seconds, zh)).toBe(chinese)
})
