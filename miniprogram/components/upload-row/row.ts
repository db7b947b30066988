/** What one row shows: plain values, ready for WXML. */
export interface Row {
  id: string
  title: string
  thumb: string
  /** Size and length: `12.3 MB · 0:34`. */
  facts: string
  /** `active`: under way, or waiting for its turn; `paused`: by whomever. */
  kind: 'waiting' | 'active' | 'paused' | 'success' | 'error'
  /** What a tap on the title does: to say more of the video, or to look at it. */
  about: 'edit' | 'open'
  /** 0–100, whole. */
  percent: number
  /** Under the bar: the state, or speed and time left. */
  status: string
  /** What can be done about it; empty where there is nothing. */
  action: RowAction
  /** Something to know besides: of an upload that goes on all the same, or the id of a failure; empty where there is nothing. */
  notice: string
}

export type RowAction =
  | ''
  | 'pause'
  | 'resume'
  | 'useMobileData'
  | 'retry'
  | 'pickAgain'
  | 'remove'
  /** The id of the failure, for the operator. */
  | 'copyId'
  /** Instead of a smaller video that is being made. */
  | 'takeOriginal'
