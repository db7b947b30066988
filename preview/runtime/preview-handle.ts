import type { SetDataCall, SetDataTotal } from './easel/set-data-log'
import type { LogLine } from './log-book'
import type { NetworkCall } from './network-log'
import type { Settings } from './settings'

/** `window.__preview`: what tests and the console may ask of the running preview. */
export interface PreviewHandle {
  /** Resolves when the first page has been shown. */
  ready: Promise<void>
  /** Path of the page on top. */
  route(): string | undefined
  /** Paths of the open pages. */
  routes(): string[]
  /** `this.data` of the page on top. */
  data(): unknown
  /** setData calls since the start, or since `clear`. */
  setData: { totals(): Record<string, SetDataTotal>; calls(): SetDataCall[]; clear(): void }
  /** Requests and uploads under way. */
  connections(): number
  /** What was reported as an error. */
  errors(): string[]
  /** What the app has logged: by console, or by one of WeChat's logs. */
  logs(): LogLine[]
  /** The app's requests and uploads. */
  network(): NetworkCall[]
  /** WeChat removes the app's temp files. */
  loseFiles(): void
  /** Pulls the page on top down, where it can be pulled. */
  pullDown(): void
  settings(): Readonly<Settings>
  set(change: Partial<Settings>): void
}

declare global {
  interface Window {
    __preview: PreviewHandle
  }
}
