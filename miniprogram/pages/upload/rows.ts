import type { Row } from '../../components/upload-row/row'
import { explainError } from '../../i18n/explain-error'
import { formatBytes, formatDuration, formatTimeLeft } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import type { QueueItem } from '../../uploader/index'
import type { PickedVideo } from '../../videos/picked-video'

export function toRow({ id, file, state, started, progress, error }: QueueItem<PickedVideo>, t: Texts): Row {
  const row = { id, title: file.title, thumb: file.thumbPath, facts: factsOf(file), percent: progress?.percent ?? 0 }
  switch (state) {
    case 'checking':
      return { ...row, kind: 'active', status: t.checking }
    case 'uploading':
      return { ...row, kind: 'active', status: statusOf(progress, t) }
    case 'success':
      return { ...row, kind: 'success', percent: 100, status: t.success }
    case 'error':
      return { ...row, kind: 'error', status: explainError(error, t) }
    default:
      return started ? { ...row, kind: 'active', status: t.queued } : { ...row, kind: 'waiting', status: t.waiting }
  }
}

function factsOf({ size, duration }: PickedVideo): string {
  return duration > 0 ? `${formatBytes(size)} · ${formatDuration(duration)}` : formatBytes(size)
}

function statusOf(progress: QueueItem['progress'], t: Texts): string {
  if (!progress?.bytesPerSecond || progress.secondsLeft === undefined) return t.uploading
  if (progress.uploadedBytes === progress.totalBytes) return t.finishing
  const speed = `${formatBytes(progress.bytesPerSecond)}/s`
  return `${speed} · ${t.secondsLeft(formatTimeLeft(progress.secondsLeft, t))}`
}

/** The whole queue in one line; nothing for a single video, whose row says it all. */
export interface Total {
  percent: number
  text: string
}

/** @param items those that are, or have been, started */
export function toTotal(items: readonly QueueItem<PickedVideo>[], t: Texts): Total | null {
  if (items.length < 2) return null
  let uploaded = 0
  let all = 0
  let speed = 0
  for (const { state, file, progress } of items) {
    all += file.size
    uploaded += state === 'success' ? file.size : (progress?.uploadedBytes ?? 0)
    if (state === 'uploading') speed += progress?.bytesPerSecond ?? 0
  }
  const done = items.filter(({ state }) => state === 'success').length
  const left = speed > 0 ? ` · ${t.secondsLeft(formatTimeLeft((all - uploaded) / speed, t))}` : ''
  const percent = done === items.length ? 100 : Math.min(99, Math.floor((uploaded / Math.max(1, all)) * 100))
  return { percent, text: `${t.totalDone(done, items.length)}${left}` }
}

/**
 * What setData needs in order to turn one list of rows into another: single fields where the rows are the same ones, so
 * that a tick of progress stays small, and the whole list where rows have come or gone.
 */
export function rowChanges(before: readonly Row[], after: readonly Row[]): Record<string, unknown> {
  if (before.length !== after.length || after.some(({ id }, i) => before[i]?.id !== id)) return { rows: after }
  const changes: Record<string, unknown> = {}
  after.forEach((row, i) => {
    for (const field of Object.keys(row) as (keyof Row)[]) {
      if (before[i]?.[field] !== row[field]) changes[`rows[${i}].${field}`] = row[field]
    }
  })
  return changes
}
