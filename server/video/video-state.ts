import type { Facts, StateEvent } from './facts'
import type { VideoStatus } from './video'

/** The state of a video, computed from its events. */
export interface VideoState extends Omit<Facts, 'blocked' | 'status' | 'notFound'> {
  /** Undefined where no event carries one. */
  status?: VideoStatus
}

/** What a set of events comes to, in a form that later events can be added to. */
export interface Fold extends Omit<Facts, 'notFound'> {
  /** Whether the video is gone: VOD has announced it, or has not known the video. */
  gone?: 'announced' | 'not_found'
}

/** A fold that stands for events that are not kept any more. */
export interface FoldedEvents {
  /** That of the last of them, milliseconds since 1970. */
  time: number
  fold: Fold
}

/** VOD's order of events that carry the same second. */
const ORDER = [
  'FileUploadComplete',
  'VideoAnalysisComplete',
  'SnapshotComplete',
  'StreamTranscodeComplete',
  'TranscodeComplete',
]

/**
 * What these events come to, whatever the order in which they arrived, and however often: a function of the set alone.
 * VOD does not promise an order, and repeats what is not answered in time. Events that are older than the last of the
 * folded ones add what those lack.
 */
export function foldOf(events: Iterable<StateEvent>, folded?: FoldedEvents): Fold {
  const fold: Fold = {}
  let isAdded = folded === undefined
  for (const event of [...events].sort(byTime)) {
    if (!isAdded && folded && event.time >= folded.time) {
      Object.assign(fold, folded.fold)
      isAdded = true
    }
    add(fold, event)
  }
  return isAdded ? fold : Object.assign(fold, folded?.fold)
}

/** What a fold says of the video. */
export function stateOf({ gone, blocked, ...state }: Fold): VideoState {
  if (gone) return { ...state, status: 'Deleted' }
  return blocked ? { ...state, status: 'Blocked' } : state
}

export function stateAfter(events: Iterable<StateEvent>, folded?: FoldedEvents): VideoState {
  return stateOf(foldOf(events, folded))
}

function add(fold: Fold, { type, facts }: StateEvent): void {
  const { status, notFound, ...rest } = facts
  if (rest.blocked === false) delete fold.reason
  Object.assign(fold, rest)
  if (status === 'Deleted') {
    // An announcement is final; that VOD did not know the video is not, nor does it make an announcement doubtful.
    if (fold.gone !== 'announced') fold.gone = notFound ? 'not_found' : 'announced'
    return
  }
  if (fold.gone === 'not_found' && Object.keys(facts).length > 0) {
    delete fold.gone
    fold.status ??= 'Uploading'
  }
  if (status !== undefined && advances(fold.status, type, status)) fold.status = status
}

/**
 * One finished stream says that transcoding is under way, and nothing once all of it is done. The end of transcoding
 * says that a review has begun, and nothing where VOD has said that it is over: seconds are all that orders the two.
 */
function advances(from: VideoStatus | undefined, type: string, to: VideoStatus): boolean {
  if (type === 'TranscodeComplete' && to === 'Checking') return from !== 'Normal'
  return type !== 'StreamTranscodeComplete' || from === undefined || from === 'Uploading' || from === 'UploadSucc'
}

function byTime(a: StateEvent, b: StateEvent): number {
  return a.time - b.time || rank(a.type) - rank(b.type) || compare(a.type, b.type) || compare(a.variant, b.variant)
}

function rank(type: string): number {
  const index = ORDER.indexOf(type)
  return index === -1 ? ORDER.length : index
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
