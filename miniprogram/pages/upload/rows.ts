import type { Row, RowAction } from '../../components/upload-row/row'
import { explainError, explainRetry } from '../../i18n/explain-error'
import { formatBytes, formatDuration, formatTimeLeft } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import type { UploadSnapshot } from '../../uploader/index'
import type { Abilities } from '../../videos/abilities'
import type { PickedVideo } from '../../videos/picked-video'
import { remedyFor } from './remedy'

type Item = UploadSnapshot<PickedVideo>

/** Whether an upload waits to be started, and can be. */
export function canStart({ file, state, started }: Item, { maxFileBytes }: Abilities): boolean {
  return state === 'waiting' && !started && file.size <= maxFileBytes
}

export function toRow(item: Item, t: Texts, abilities: Abilities): Row {
  const { id, file, state, videoId, progress } = item
  return {
    id,
    title: file.title,
    thumb: file.thumbPath,
    facts: factsOf(item),
    percent: state === 'success' ? 100 : (progress?.percent ?? 0),
    editable: videoId === undefined && (state === 'error' || canStart(item, abilities)),
    notice: state === 'success' ? '' : noticeOf(item, t),
    ...stateOf(item, t, abilities),
  }
}

/** What WeChat did not tell is left out; the size is known once the engine has looked at the file. */
function factsOf({ file, progress }: Item): string {
  const size = file.size || progress?.totalBytes || 0
  const facts = [
    ...(size > 0 ? [formatBytes(size)] : []),
    ...(file.duration > 0 ? [formatDuration(file.duration)] : []),
  ]
  return facts.join(' · ')
}

function stateOf(item: Item, t: Texts, abilities: Abilities) {
  const { resumes } = abilities
  const { state, started, pausedBy, progress, error, retrying } = item
  const pause = resumes ? 'pause' : ''
  const is = (kind: Row['kind'], status: string, action: RowAction) => ({ kind, status, action })
  switch (state) {
    case 'checking':
      return is('active', retrying ? explainRetry(retrying, t) : t.checking, pause)
    case 'uploading':
      return is('active', retrying ? explainRetry(retrying, t) : statusOf(progress, t), pause)
    case 'paused':
      if (pausedBy === 'background')
        return is('paused', resumes ? t.pausedByBackground : t.restartsAfterBackground, pause)
      if (pausedBy === 'offline') return is('paused', resumes ? t.pausedByOffline : t.restartsAfterOffline, pause)
      if (pausedBy === 'mobile-data') return is('paused', t.pausedByMobileData, 'useMobileData')
      return is('paused', t.pausedByUser, 'resume')
    case 'success':
      return is('success', t.success, '')
    case 'error':
      return is('error', explainError(error, t), remedyFor(error))
    default:
      if (started) return is('active', t.queued, pause)
      if (canStart(item, abilities)) return is('waiting', t.waiting, '')
      return is('waiting', t.tooLarge(formatBytes(abilities.maxFileBytes)), '')
  }
}

function statusOf(progress: Item['progress'], t: Texts): string {
  if (progress && progress.uploadedBytes === progress.totalBytes) return t.finishing
  if (!progress?.bytesPerSecond || progress.secondsLeft === undefined) return t.uploading
  const speed = `${formatBytes(progress.bytesPerSecond)}/s`
  return `${speed} · ${t.secondsLeft(formatTimeLeft(progress.secondsLeft, t))}`
}

function noticeOf({ notice }: Item, t: Texts): string {
  switch (notice) {
    case 'parts_gone':
      return t.partsGone
    case 'video_gone':
      return t.videoGone
    case 'not_resumable':
      return t.notResumable
    default:
      return ''
  }
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
