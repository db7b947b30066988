import { formatTimeLeft } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import type { UploadSnapshot } from '../../uploader/index'
import type { Abilities } from '../../videos/abilities'
import type { PickedVideo } from '../../videos/picked-video'
import { remedyFor } from './remedy'

type Item = UploadSnapshot<PickedVideo>

/** The whole queue in one line; nothing for a single video, whose row says it all. */
export interface Total {
  percent: number
  text: string
  /** Nothing of it goes on: the user has paused it, or the phone holds it up, or all has ended. */
  paused: boolean
  /** What can be done with all of them; empty where that is one video at most, or nothing can. */
  action: '' | 'pauseAll' | 'resumeAll' | 'retryAll' | 'goVideos'
  /** Some have arrived, and can be taken out of the list. */
  clearable: boolean
}

/**
 * @param items those that are, or have been, started
 * @param now milliseconds since 1970
 */
export function toTotal(items: readonly Item[], t: Texts, { resumes }: Abilities, now = 0): Total | null {
  if (items.length < 2) return null
  const done = items.filter(({ state }) => state === 'success').length
  const failed = items.filter(({ state }) => state === 'error')
  const paused = items.filter(isPaused)
  const going = items.filter((item) => item.state !== 'success' && item.state !== 'error' && !isPaused(item))
  const allPaused = going.length === 0 && paused.length > 0
  const held = going.length > 0 && going.every(({ state }) => state === 'paused')
  const left = timeLeft(going)
  const more = allPaused ? t.totalPaused : left === undefined ? undefined : t.secondsLeft(formatTimeLeft(left, t))
  const allDone = done === items.length
  const several = resumes && going.length + paused.length > 1
  const retryable = failed.filter(({ error }) => canRetry(error, now)).length
  return {
    percent: percentOf(items),
    text: allDone
      ? t.allDone(done)
      : [
          t.totalDone(done, items.length),
          ...(failed.length > 0 ? [t.totalFailed(failed.length)] : []),
          ...(more === undefined ? [] : [more]),
        ].join(' · '),
    paused: !allDone && (going.length === 0 || held),
    action: actionOf(),
    clearable: done > 0,
  }

  function actionOf(): Total['action'] {
    if (several) return going.length > 0 ? 'pauseAll' : 'resumeAll'
    if (retryable > 1) return 'retryAll'
    return allDone ? 'goVideos' : ''
  }
}

/** Whether it may help to start a failed upload again. */
export function canRetry(error: unknown, now: number): boolean {
  const remedy = remedyFor(error, now)
  // The operator may have mended it.
  return remedy === 'retry' || remedy === 'copyId'
}

/** Holds of the phone's own end by themselves, so that they are not counted here. */
function isPaused({ state, pausedBy }: Item): boolean {
  return state === 'paused' && pausedBy === 'user'
}

/** Seconds until what goes on has arrived, where its speed is known. What is paused or has failed is not waited for. */
function timeLeft(going: readonly Item[]): number | undefined {
  let bytes = 0
  let speed = 0
  for (const item of going) {
    bytes += Math.max(0, sizeOf(item) - uploadedOf(item))
    if (item.state === 'uploading') speed += item.progress?.bytesPerSecond ?? 0
  }
  return speed > 0 ? bytes / speed : undefined
}

/** 100 once all have arrived, not before. */
function percentOf(items: readonly Item[]): number {
  if (items.every(({ state }) => state === 'success')) return 100
  let uploaded = 0
  let all = 0
  for (const item of items) {
    uploaded += uploadedOf(item)
    all += sizeOf(item)
  }
  return Math.min(99, Math.floor((uploaded / Math.max(1, all)) * 100))
}

function uploadedOf(item: Item): number {
  return item.state === 'success' ? sizeOf(item) : (item.progress?.uploadedBytes ?? 0)
}

/** Bytes: what the engine has found, and until then what WeChat has told; 0 where it told nothing. */
function sizeOf({ file, progress }: Item): number {
  return progress?.totalBytes || file.size
}
