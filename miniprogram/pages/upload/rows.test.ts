import { describe, expect, it } from 'vitest'
import type { Row } from '../../components/upload-row/row'
import { en } from '../../i18n/en'
import { UploadError, type UploadProgress } from '../../uploader/index'
import type { UploadState } from '../../uploader/upload-task'
import { rowChanges, toRow, toTotal } from './rows'

const MB = 1024 * 1024

const item = (
  id: number,
  state: UploadState = 'waiting',
  more: { started?: boolean; uploaded?: number; error?: unknown } = {},
) => {
  const { uploaded, error, started = state !== 'waiting' } = more
  const progress: UploadProgress | undefined =
    uploaded === undefined
      ? undefined
      : {
          uploadedBytes: uploaded,
          totalBytes: 10 * MB,
          percent: Math.floor(uploaded / MB) * 10,
          bytesPerSecond: 2 * MB,
          secondsLeft: (10 * MB - uploaded) / (2 * MB),
        }
  return {
    id: String(id),
    file: { path: `p${id}`, title: `Video ${id}`, thumbPath: 't', size: 10 * MB, duration: 34 },
    state,
    started,
    progress,
    videoId: undefined,
    error,
  }
}

describe('toRow', () => {
  it.each([
    [item(1), 'waiting', 0, en.waiting],
    [item(1, 'waiting', { started: true }), 'active', 0, en.queued],
    [item(1, 'checking'), 'active', 0, en.checking],
    [item(1, 'uploading'), 'active', 0, en.uploading],
    [item(1, 'uploading', { uploaded: 4 * MB }), 'active', 40, '2.0 MB/s · 3 s left'],
    [item(1, 'uploading', { uploaded: 10 * MB }), 'active', 100, en.finishing],
    [item(1, 'success', { uploaded: 10 * MB }), 'success', 100, en.success],
    [item(1, 'error', { error: new UploadError('timed_out', 'x') }), 'error', 0, en.errorTimeout],
  ] as const)('shows %o', (from, kind, percent, status) => {
    expect(toRow(from, en)).toEqual({
      id: '1',
      title: 'Video 1',
      thumb: 't',
      facts: '10.0 MB · 0:34',
      kind,
      percent,
      status,
    })
  })
})

describe('toTotal', () => {
  it('says nothing for a single video', () => {
    expect(toTotal([item(1, 'uploading')], en)).toBeNull()
  })

  it('adds up bytes and speeds', () => {
    const items = [
      item(1, 'success'),
      item(2, 'uploading', { uploaded: 5 * MB }),
      item(3, 'uploading', { uploaded: 3 * MB }),
      item(4, 'waiting', { started: true }),
    ]
    expect(toTotal(items, en)).toEqual({ percent: 45, text: '1 of 4 done · 6 s left' })
  })

  it('reaches 100 % when all are done, not before', () => {
    const almost = [item(1, 'success'), item(2, 'uploading', { uploaded: 10 * MB })]
    expect(toTotal(almost, en)?.percent).toBe(99)
    expect(toTotal([item(1, 'success'), item(2, 'success')], en)).toEqual({ percent: 100, text: '2 of 2 done' })
  })
})

describe('rowChanges', () => {
  const rows = (...items: ReturnType<typeof item>[]): Row[] => items.map((one) => toRow(one, en))

  it('names single fields where the rows are the same', () => {
    const before = rows(item(1), item(2, 'uploading', { uploaded: 2 * MB }))
    const after = rows(item(1), item(2, 'uploading', { uploaded: 4 * MB }))
    expect(rowChanges(before, after)).toEqual({ 'rows[1].percent': 40, 'rows[1].status': '2.0 MB/s · 3 s left' })
    expect(rowChanges(after, after)).toEqual({})
  })

  it('gives the whole list where rows have come or gone', () => {
    const before = rows(item(1), item(2))
    for (const after of [rows(item(1)), rows(item(2)), rows(item(1), item(2), item(3)), []]) {
      expect(rowChanges(before, after)).toEqual({ rows: after })
    }
  })
})
