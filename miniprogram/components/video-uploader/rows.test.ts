import { describe, expect, it } from 'vitest'
import { engines } from '../../engines'
import { en } from '../../i18n/en'
import type {} from '../../i18n/explain-error'
import { ServiceError } from '../../service/service-error'
import { UploadError, type UploadErrorCode, type UploadSnapshot } from '../../uploader/index'
import type {} from '../../vendor-sdk/sdk-error'
import type { PickedVideo } from '../../videos/picked-video'
import type { Row } from '../upload-row/row'
import { canStart, inOrder, ORDINARY, rowChanges, toRow } from './rows'

const MB = 1024 * 1024

type Item = UploadSnapshot<PickedVideo>

const item = (id: number, state: Item['state'] = 'waiting', more: Partial<Item> = {}): Item => ({
  id: String(id),
  file: { path: `p${id}`, title: `Video ${id}`, thumbPath: 't', size: 10 * MB, duration: 34 },
  state,
  started: state !== 'waiting',
  pausedBy: undefined,
  progress: undefined,
  videoId: undefined,
  error: undefined,
  retrying: undefined,
  notice: undefined,
  ...more,
})

const uploaded = (megabytes: number): Pick<Item, 'progress'> => ({
  progress: {
    uploadedBytes: megabytes * MB,
    totalBytes: 10 * MB,
    percent: Math.min(99, megabytes * 10),
    bytesPerSecond: 2 * MB,
    secondsLeft: (10 - megabytes) / 2,
  },
})

const wrongFormat = new UploadError('vod_refused', 'x', { cloudCode: 'InvalidFileName.Extension' })
const failed = (code: UploadErrorCode) => ({ error: new UploadError(code, 'technical words') })

describe('toRow', () => {
  it.each([
    [item(1), 'waiting', 0, en.waiting, ''],
    [item(1, 'waiting', { started: true }), 'active', 0, en.queued, 'pause'],
    [item(1, 'checking'), 'active', 0, en.checking, 'pause'],
    [item(1, 'uploading'), 'active', 0, en.uploading, 'pause'],
    [item(1, 'uploading', uploaded(4)), 'active', 40, '2.0\u00a0MB/s · 3\u00a0s\u00a0left', 'pause'],
    [item(1, 'uploading', uploaded(10)), 'active', 99, en.finishing, 'pause'],
    [item(1, 'paused', { ...uploaded(4), pausedBy: 'user' }), 'paused', 40, en.pausedByUser, 'resume'],
    [item(1, 'paused', { pausedBy: 'background' }), 'paused', 0, en.pausedByBackground, 'pause'],
    [item(1, 'paused', { pausedBy: 'offline' }), 'paused', 0, en.pausedByOffline, 'pause'],
    [item(1, 'paused', { pausedBy: 'mobile-data' }), 'paused', 0, en.pausedByMobileData, 'useMobileData'],
    [item(1, 'success', uploaded(10)), 'success', 100, en.success, ''],
    [item(1, 'error', failed('timed_out')), 'error', 0, en.errorTimeout, 'retry'],
    [item(1, 'error', { ...failed('file_missing'), ...uploaded(4) }), 'error', 40, en.errorFileGone, 'pickAgain'],
    [item(1, 'error', failed('file_changed')), 'error', 0, en.errorFileChanged, 'pickAgain'],
    [item(1, 'error', failed('file_unreadable')), 'error', 0, en.errorFileUnreadable, 'pickAgain'],
    [item(1, 'error', failed('endpoint_refused')), 'error', 0, en.errorEndpoint, 'retry'],
    [item(1, 'error', failed('file_empty')), 'error', 0, en.errorEmpty, 'remove'],
    [item(1, 'error', { error: wrongFormat }), 'error', 0, en.errorFormat, 'remove'],
    [item(1, 'error', { error: new TypeError('a bug') }), 'error', 0, en.errorUnknown, 'retry'],
  ] as const)('shows %o', (from, kind, percent, status, action) => {
    expect(toRow(from, en, engines.multipart.abilities)).toMatchObject({
      id: '1',
      title: 'Video 1',
      thumb: 't',
      facts: '10.0\u00a0MB · 0:34',
      notice: '',
      kind,
      percent,
      status,
      action,
    })
  })

  it.each([
    ['network_failed', en.retrying],
    ['timed_out', en.retrying],
    ['interrupted', en.retrying],
    ['oss_refused', en.retryingBusy],
    ['vod_malformed', en.retrying],
  ] as const)('says what it tries again after: %s', (code, status) => {
    const retrying = new UploadError(code, 'technical words')
    expect(toRow(item(1, 'uploading', { ...uploaded(4), retrying }), en, engines.multipart.abilities)).toMatchObject({
      kind: 'active',
      status,
    })
    expect(toRow(item(1, 'checking', { retrying }), en, engines.multipart.abilities)).toMatchObject({
      kind: 'active',
      status,
    })
  })

  it.each([
    ['parts_gone', en.partsGone],
    ['video_gone', en.videoGone],
    ['not_resumable', en.notResumable],
  ] as const)('tells of %s until the video has arrived', (notice, text) => {
    expect(toRow(item(1, 'uploading', { notice }), en, engines.multipart.abilities).notice).toBe(text)
    expect(toRow(item(1, 'success', { notice }), en, engines.multipart.abilities).notice).toBe('')
  })

  it.each([
    ['login_failed', 0, en.errorLogin, 'retry'],
    ['code_used', 401, en.errorLogin, 'retry'],
    ['login_blocked', 403, en.errorBlocked, 'retry'],
    ['malformed_answer', 302, en.errorStranger, 'retry'],
    ['daily_limit_reached', 429, en.errorDailyLimit(''), ''],
    ['file_type_refused', 400, en.errorFormat, 'remove'],
    ['file_too_large', 413, en.errorTooLarge, 'remove'],
  ] as const)('has words and one action for what the service says: %s', (code, status, text, action) => {
    const cause = new ServiceError(code, 'technical words', { status })
    const error = new UploadError('credentials_failed', 'technical words', { cause })
    expect(toRow(item(1, 'error', { error }), en, engines.multipart.abilities)).toMatchObject({ status: text, action })
  })

  it('leaves out what WeChat did not tell', () => {
    const unknown = { ...item(1).file, size: 0, duration: 0 }
    const facts = (more: Partial<Item>) => toRow(item(1, 'uploading', more), en, engines.multipart.abilities).facts
    expect(facts({ file: unknown })).toBe('')
    expect(facts({ file: { ...unknown, duration: 34 } })).toBe('0:34')
    // The engine has looked at the file.
    expect(facts({ file: unknown, ...uploaded(4) })).toBe('10.0\u00a0MB')
  })

  it.each([
    [item(1), 'edit'],
    [item(1, 'error', failed('title_invalid')), 'edit'],
    [item(1, 'waiting', { started: true }), 'edit'],
    [item(1, 'uploading', { videoId: 'v' }), 'edit'],
    [item(1, 'success', { videoId: 'v' }), 'open'],
  ])('lets more be said of a video until it has arrived, and then be seen: %o', (from, about) => {
    expect(toRow(from, en, engines.multipart.abilities).about).toBe(about)
  })

  it.each([
    [item(1, 'waiting', { started: true }), { offline: true }, en.queuedOffline],
    [item(1, 'checking'), { askingPermission: true }, en.askingPermission],
    [item(1, 'checking', { videoId: 'v', ...uploaded(4) }), {}, en.resumingAt(40)],
    [item(1, 'checking', { videoId: 'v', ...uploaded(4) }), { renewing: new Set(['v']) }, en.renewing],
    [item(1, 'checking', { videoId: 'v', ...uploaded(4) }), { renewing: new Set(['w']) }, en.resumingAt(40)],
    [item(1, 'uploading', { videoId: 'v' }), { renewing: new Set(['v']) }, en.renewing],
    [
      item(1, 'uploading', { videoId: 'v', ...uploaded(4) }),
      { renewing: new Set(['v']) },
      '2.0\u00a0MB/s · 3\u00a0s\u00a0left',
    ],
    [item(1, 'uploading', uploaded(4)), { large: true }, '2.0\u00a0MB/s\n3\u00a0s\u00a0left'],
    [item(1), { overAllowance: new Set(['1']) }, en.overAllowance],
    [item(1), { overAllowance: new Set(['2']) }, en.waiting],
  ])('says what happens: %o at %o', (from, moment, status) => {
    const row = toRow(from, en, engines.multipart.abilities, { ...ORDINARY, ...moment })
    expect(row.status).toBe(status)
  })

  it('asks again for the file of what was picked in an earlier life of the app, and is gone', () => {
    const lost = item(1, 'waiting', { file: { ...item(1).file, lost: true } })
    expect(toRow(lost, en, engines.multipart.abilities)).toMatchObject({
      kind: 'waiting',
      status: en.errorFileGone,
      action: 'pickAgain',
    })
    expect(canStart(lost, engines.multipart.abilities)).toBe(false)
  })

  it('waits for what is being made smaller, unless the original is to be taken', () => {
    const shrinking = item(1, 'waiting', { file: { ...item(1).file, shrinking: true } })
    expect(toRow(shrinking, en, engines.multipart.abilities)).toMatchObject({
      status: en.makingSmaller,
      action: 'takeOriginal',
    })
    expect(canStart(shrinking, engines.multipart.abilities)).toBe(false)
  })

  it.each([
    new UploadError('vod_refused', 'x', { cloudCode: 'StorageQuotaExceeded', requestId: 'R-1', status: 403 }),
    new UploadError('oss_refused', 'x', { cloudCode: 'NoSuchBucket', requestId: 'R-1', status: 404 }),
    new UploadError('credentials_failed', 'x', {
      cause: new ServiceError('role_not_assumable', 'y', { requestId: 'R-1', status: 500 }),
    }),
  ])('gives the id of what only the operator can mend: %s', (error) => {
    const row = toRow(item(1, 'error', { error }), en, engines.multipart.abilities)
    expect(row).toMatchObject({ action: 'copyId', notice: en.requestId('R-1') })
    expect(row.status).not.toMatch(/try again/i)
  })

  it('lets an upload be tried again once the allowance of the day is renewed, not before', () => {
    const cause = new ServiceError('daily_limit_reached', 'x', { status: 429, resetsAt: 5_000, requestId: 'R-1' })
    const over = item(1, 'error', { error: new UploadError('credentials_failed', 'x', { cause }) })
    const at = (now: number) => toRow(over, en, engines.multipart.abilities, { ...ORDINARY, now })
    expect(at(4_999)).toMatchObject({ action: '', notice: '' })
    expect(at(5_000).action).toBe('retry')
  })
})

describe('the order of the rows', () => {
  it('begins with what is under way, then what needs the user, what waits, and what is over', () => {
    const items = [
      item(1, 'success'),
      item(2),
      item(3, 'error', failed('timed_out')),
      item(4, 'waiting', { started: true }),
      item(5, 'paused', { pausedBy: 'user' }),
      item(6, 'uploading'),
    ]
    expect(inOrder(items).map(({ id }) => id)).toEqual(['5', '6', '3', '2', '4', '1'])
  })
})

describe("with the vendor's engine", () => {
  const large = { file: { ...item(1).file, size: 1_048_576_001 } }

  it.each([
    item(1, 'waiting', { started: true }),
    item(1, 'checking'),
    item(1, 'uploading', uploaded(4)),
    item(1, 'paused', { pausedBy: 'background' }),
    item(1, 'paused', { pausedBy: 'offline' }),
  ])('nothing can be paused: %o', (from) => {
    expect(toRow(from, en, engines.multipart.abilities).action).toBe('pause')
    expect(toRow(from, en, engines.vendor.abilities).action).toBe('')
  })

  it.each([
    ['background', en.restartsAfterBackground],
    ['offline', en.restartsAfterOffline],
  ] as const)('what holds an upload up (%s) makes it start over, and that is said', (pausedBy, status) => {
    expect(toRow(item(1, 'paused', { pausedBy }), en, engines.vendor.abilities).status).toBe(status)
  })

  it.each([
    [item(1, 'paused', { pausedBy: 'mobile-data' }), 'useMobileData'],
    [item(1, 'error', failed('timed_out')), 'retry'],
    [item(1, 'error', failed('file_missing')), 'pickAgain'],
    [item(1, 'error', failed('sdk_missing')), 'remove'],
    [item(1, 'error', failed('file_too_large')), 'remove'],
  ])('what helps can be done: %o', (from, action) => {
    expect(toRow(from, en, engines.vendor.abilities).action).toBe(action)
  })

  it('a video that is too large is no error: it is not available', () => {
    const row = toRow(item(1, 'waiting', large), en, engines.vendor.abilities)
    expect(row).toMatchObject({ kind: 'waiting', status: en.tooLarge('1000\u00a0MB'), action: '' })
    expect(canStart(item(1, 'waiting', large), engines.vendor.abilities)).toBe(false)
    expect(canStart(item(1, 'waiting', large), engines.multipart.abilities)).toBe(true)
    expect(toRow(item(1), en, engines.vendor.abilities).status).toBe(en.waiting)
  })
})

describe('rowChanges', () => {
  const rows = (...items: Item[]): Row[] => items.map((one) => toRow(one, en, engines.multipart.abilities))

  it('names single fields where the rows are the same', () => {
    const before = rows(item(1), item(2, 'uploading', uploaded(2)))
    const after = rows(item(1), item(2, 'uploading', uploaded(4)))
    expect(rowChanges(before, after)).toEqual({
      'rows[1].percent': 40,
      'rows[1].status': '2.0\u00a0MB/s · 3\u00a0s\u00a0left',
    })
    expect(rowChanges(after, after)).toEqual({})
  })

  it('gives the whole list where rows have come, gone or moved', () => {
    const before = rows(item(1), item(2))
    for (const after of [rows(item(1)), rows(item(2)), rows(item(2), item(1)), rows(item(1), item(2), item(3)), []]) {
      expect(rowChanges(before, after)).toEqual({ rows: after })
    }
  })
})
