import type { Checkpoint } from './checkpoints'
import type { UploadError } from './errors'
import type { UploadProgress } from './progress'
import type { Hold } from './run/conditions'
import type { UploadNotice } from './transfer'
import type { UploadFile } from './upload-file'

/** The states of the field. `error` keeps everything: start goes on from there. */
export type UploadState = 'waiting' | 'checking' | 'uploading' | 'paused' | 'success' | 'error' | 'canceled'

/** All but `user` end by themselves; `mobile-data` also when the task is resumed. */
export type PauseReason = 'user' | 'mobile-data' | Hold

/** What is to be known of an upload at one moment. Never changes; each change makes a new one. */
export interface UploadSnapshot<F extends UploadFile = UploadFile> {
  readonly id: string
  readonly file: F
  /** `waiting` until it is started and its turn has come. */
  readonly state: UploadState
  /** Whether it has been started: it is under way or has ended, or it waits for its turn. */
  readonly started: boolean
  /** Set in state `paused`. */
  readonly pausedBy: PauseReason | undefined
  readonly progress: UploadProgress | undefined
  /** Set once VOD has given it, long before `success`. */
  readonly videoId: string | undefined
  /** Set in state `error`: an UploadError, unless the engine itself is at fault. */
  readonly error: unknown
  /** What went wrong last and is being tried again; undefined while all is well. */
  readonly retrying: UploadError | undefined
  readonly notice: UploadNotice | undefined
}

/** Of an upload that is new, or that an earlier life of the app has left. */
export function firstSnapshot<F extends UploadFile>(
  { id, file, ticket }: Checkpoint<F>,
  progress?: UploadProgress,
): UploadSnapshot<F> {
  return { ...enter('waiting'), id, file, started: false, progress, videoId: ticket?.videoId, notice: undefined }
}

/** What a run is doing while nothing holds it up. */
export type Phase = 'checking' | 'uploading'

/** What happens to an upload, with what that brings for its snapshot. */
export type UploadAction =
  /** The user starts it, or tries it again. */
  | { type: 'start' }
  /** An earlier life of the app has left it, paused by the user or not. */
  | { type: 'restore'; pausedBy: 'user' | undefined }
  /** By the user; or it waits for another network, or for the user to allow mobile data: its place goes to the next file. */
  | { type: 'pause'; pausedBy: 'user' | 'mobile-data' }
  /** What it was paused for is over. */
  | { type: 'resume' }
  | { type: 'cancel' }
  /** Its run is in a phase, or is held up. */
  | { type: 'run'; state: Phase; pausedBy: PauseReason | undefined }
  | { type: 'succeed'; videoId: string }
  | { type: 'fail'; error: unknown }

type Changed = Partial<Omit<UploadSnapshot, 'id' | 'file'>>

/** Begins a state in which nothing is wrong, and which what holds the upload up makes a pause. */
const enter = (state: UploadState, more: Changed = {}) => ({
  started: true,
  pausedBy: undefined,
  error: undefined,
  retrying: undefined,
  ...more,
  state: more.pausedBy ? 'paused' : state,
})

/**
 * The transition table: what an action changes in a snapshot. Pure.
 * @param running whether a run of the upload is under way, held up or not
 * @returns undefined where the action has no place in this state, or changes nothing
 */
export function transition(snapshot: UploadSnapshot, action: UploadAction, running: boolean): Changed | undefined {
  const { state, pausedBy } = snapshot
  const { type, ...more }: { type: UploadAction['type'] } & Changed = action
  const next = {
    start: (!snapshot.started || state === 'error') && 'waiting',
    restore: state,
    pause: isWanted(snapshot, running) && 'paused',
    resume: pausedBy && !running && 'waiting',
    run: running && (more.pausedBy !== pausedBy || (!pausedBy && more.state !== state)) && more.state,
    cancel: state !== 'success' && state !== 'canceled' && 'canceled',
    succeed: 'success',
    fail: 'error',
  }[type] as UploadState | false | undefined
  return next ? enter(next, more) : undefined
}

/** Whether it waits for its turn. */
export function isDue({ state, started }: Pick<UploadSnapshot, 'state' | 'started'>): boolean {
  return state === 'waiting' && started
}

/** Whether it would be sent now, if nothing held it up. */
export function isWanted(snapshot: UploadSnapshot, running: boolean): boolean {
  return running || isDue(snapshot) || snapshot.pausedBy === 'mobile-data'
}
