/** What one row shows: plain values, ready for WXML. */
export interface Row {
  id: string
  title: string
  thumb: string
  /** Size and length: `12.3 MB · 0:34`. */
  facts: string
  kind: 'waiting' | 'active' | 'success' | 'error'
  /** 0–100, whole. */
  percent: number
  /** One line under the bar: the state, or speed and time left. */
  status: string
}
