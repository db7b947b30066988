import { explainError, explainRetry } from '../../i18n/explain-error'
import { formatBytes, formatDuration, formatTimeLeft } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import type { UploadSnapshot } from '../../uploader/index'
import type { Abilities } from '../../videos/abilities'
import type { PickedVideo } from '../../videos/picked-video'
import type { Row, RowAction } from '../upload-row/row'
import { remedyFor, requestIdOf } from './remedy'

type Item = UploadSnapshot<PickedVideo>

/** What a row depends on beyond its own upload. */
export interface Moment {
  offline: boolean
  /** Milliseconds since 1970. */
  now: number
  /** Ids for which today's allowance is not enough. */
  overAllowance: ReadonlySet<string>
  /** A permission for a new video is being asked for. */
  askingPermission: boolean
  /** Ids of the videos whose permission is being renewed. */
  renewing: ReadonlySet<string>
  /** The text is so large that speed and time left have a line each: one that wraps at times makes the list jump. */
  large: boolean
}

export const ORDINARY: Moment = {
  offline: false,
  now: 0,
  overAllowance: new Set(),
  askingPermission: false,
  renewing: new Set(),
  large: false,
}

/** Whether an upload waits to be started, and can be. */
export function canStart({ file, state, started }: Item, { maxFileBytes }: Abilities): boolean {
  return state === 'waiting' && !started && !file.lost && !file.shrinking && file.size <= maxFileBytes
}

export function toRow(item: Item, t: Texts, abilities: Abilities, moment: Moment = ORDINARY): Row {
  const { id, file, state, progress } = item
  return {
    id,
    title: file.title,
    thumb: file.coverPath || file.thumbPath,
    facts: factsOf(item),
    percent: state === 'success' ? 100 : (progress?.percent ?? 0),
    about: state === 'success' ? 'open' : 'edit',
    notice: noticeOf(item, t, moment),
    ...stateOf(item, t, abilities, moment),
  }
}

/** What is under way comes first, then what needs the user, what waits, and what is over. */
export function inOrder(items: readonly Item[]): Item[] {
  const place = (item: Item): number => {
    if (item.state === 'success') return 3
    if (item.state === 'error') return 1
    return item.state === 'waiting' ? 2 : 0
  }
  return [0, 1, 2, 3].flatMap((at) => items.filter((item) => place(item) === at))
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

function stateOf(item: Item, t: Texts, abilities: Abilities, moment: Moment) {
  const { resumes } = abilities
  const { state, started, pausedBy, error, retrying } = item
  const pause = resumes ? 'pause' : ''
  const is = (kind: Row['kind'], status: string, action: RowAction) => ({ kind, status, action })
  switch (state) {
    case 'checking':
      return is('active', retrying ? explainRetry(retrying, t) : checkingOf(item, t, moment), pause)
    case 'uploading':
      return is('active', retrying ? explainRetry(retrying, t) : uploadingOf(item, t, moment), pause)
    case 'paused':
      if (pausedBy === 'background')
        return is('paused', resumes ? t.pausedByBackground : t.restartsAfterBackground, pause)
      if (pausedBy === 'offline') return is('paused', resumes ? t.pausedByOffline : t.restartsAfterOffline, pause)
      if (pausedBy === 'mobile-data') return is('paused', t.pausedByMobileData, 'useMobileData')
      return is('paused', t.pausedByUser, 'resume')
    case 'success':
      return is('success', t.success, '')
    case 'error':
      return is('error', explainError(error, t), remedyFor(error, moment.now))
    default:
      if (started) return is('active', moment.offline ? t.queuedOffline : t.queued, pause)
      return is('waiting', ...waitingOf(item, t, abilities, moment))
  }
}

function waitingOf(item: Item, t: Texts, abilities: Abilities, moment: Moment): [status: string, action: RowAction] {
  const { id, file } = item
  if (file.lost) return [t.errorFileGone, 'pickAgain']
  if (file.shrinking) return [t.makingSmaller, 'takeOriginal']
  if (!canStart(item, abilities)) return [t.tooLarge(formatBytes(abilities.maxFileBytes)), '']
  return [moment.overAllowance.has(id) ? t.overAllowance : t.waiting, '']
}

/** Before the first byte: the file is looked at, and a place for it asked for, or what there is of it. */
function checkingOf({ videoId, progress }: Item, t: Texts, { askingPermission, renewing }: Moment): string {
  if (videoId === undefined) return askingPermission ? t.askingPermission : t.checking
  if (renewing.has(videoId)) return t.renewing
  return progress && progress.uploadedBytes > 0 ? t.resumingAt(progress.percent) : t.checking
}

function uploadingOf({ videoId = '', progress }: Item, t: Texts, { renewing, large }: Moment): string {
  if (progress && progress.uploadedBytes === progress.totalBytes) return t.finishing
  if (!progress?.bytesPerSecond || progress.secondsLeft === undefined) {
    return renewing.has(videoId) ? t.renewing : t.uploading
  }
  const speed = `${formatBytes(progress.bytesPerSecond)}/s`
  return [speed, t.secondsLeft(formatTimeLeft(progress.secondsLeft, t))].join(large ? '\n' : ' · ')
}

function noticeOf({ state, error, notice }: Item, t: Texts, { now }: Moment): string {
  if (state === 'success') return ''
  if (state === 'error' && remedyFor(error, now) === 'copyId') return t.requestId(requestIdOf(error))
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
 * that a tick of progress stays small, and the whole list where rows have come, gone or moved.
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
