import type { Facts, VodEvent } from './facts'
import type { VideoStatus } from './video'

/** The state of a video, computed from its events. */
export interface VideoState extends Omit<Facts, 'blocked' | 'status'> {
  /** Undefined where no event carries one. */
  status?: VideoStatus
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
 * The state of a video after these events, whatever the order in which they arrived, and however often: a function of
 * the set alone. VOD does not promise an order, and repeats what is not answered in time.
 */
export function stateAfter(events: Iterable<Pick<VodEvent, 'type' | 'time' | 'variant' | 'facts'>>): VideoState {
  const state: VideoState = {}
  let blocked = false
  let deleted = false
  for (const { type, facts } of [...events].sort(byTime)) {
    const { status, blocked: verdict, ...rest } = facts
    Object.assign(state, rest)
    if (verdict !== undefined) blocked = verdict
    if (status === 'Deleted') deleted = true
    else if (status !== undefined && advances(state.status, type)) state.status = status
  }
  if (deleted) return { ...state, status: 'Deleted' }
  return blocked ? { ...state, status: 'Blocked' } : state
}

/** One finished stream says that transcoding is under way, and nothing once all of it is done. */
function advances(from: VideoStatus | undefined, type: string): boolean {
  return type !== 'StreamTranscodeComplete' || from === undefined || from === 'Uploading' || from === 'UploadSucc'
}

function byTime(a: Pick<VodEvent, 'type' | 'time' | 'variant'>, b: typeof a): number {
  return a.time - b.time || rank(a.type) - rank(b.type) || compare(a.type, b.type) || compare(a.variant, b.variant)
}

function rank(type: string): number {
  const index = ORDER.indexOf(type)
  return index === -1 ? ORDER.length : index
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
