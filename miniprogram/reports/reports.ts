import type { ServiceReport } from '../service/token-service'
import type { Uploader, UploadSnapshot } from '../uploader/index'
import type { PickedVideo } from '../videos/picked-video'
import type { SetTimer } from '../wechat/calls'
import type { Log } from './realtime-log'
import { type FailureFacts, factsOf } from './report-of'

export interface ReportsOptions {
  log: Log
  /** Whether the operator wants to hear of failures by the service, too. */
  wanted(): boolean
  send(reports: readonly ServiceReport[]): Promise<void>
  /** Of the phone and the app: the same in each report. */
  phone: Pick<ServiceReport, 'engine' | 'platform' | 'library' | 'app'>
  network(): string
  setTimer: SetTimer
  now(): number
}

/** As many as the service takes at a time. */
const BATCH = 20
/** Milliseconds that a report waits for others. */
const WAIT_MS = 30_000
/** What there is more of while the service cannot be reached is lost: the oldest. */
const MAX_WAITING = 60

/**
 * Tells the operator what happens to uploads: WeChat's realtime log gets every event, the service gets what failed, where
 * the operator wants that. No names, no tokens, no paths.
 */
export class Reports {
  readonly #options: ReportsOptions
  #waiting: ServiceReport[] = []
  #endTimer: (() => void) | undefined
  /** The last that was told of each upload. */
  readonly #told = new Map<string, string>()

  constructor(options: ReportsOptions) {
    this.#options = options
  }

  /** Reports on all uploads of an uploader. Returns what ends that. */
  follow(uploader: Pick<Uploader<PickedVideo>, 'subscribe'>): () => void {
    return uploader.subscribe((snapshot, change) => {
      if (change === 'removed') this.#told.delete(snapshot.id)
      else this.#see(snapshot, change === 'added')
    })
  }

  #see(snapshot: UploadSnapshot<PickedVideo>, known: boolean): void {
    const { id, state, pausedBy, error, retrying, notice } = snapshot
    const failure = state === 'error' ? error : retrying
    const facts = failure === undefined ? undefined : factsOf(failure)
    const happened = [state, pausedBy, facts?.code, notice].filter((word) => word !== undefined).join(' ')
    if (this.#told.get(id) === happened) return
    const before = this.#told.get(id)
    this.#told.set(id, happened)
    // What an earlier life of the app has left has been told by that.
    if (known) return
    const { log } = this.#options
    if (state === 'error') log('error', 'upload failed', { ...facts })
    else if (retrying) log('warn', 'upload tries again', { ...facts })
    else log('info', `upload ${[state, pausedBy].filter((word) => word !== undefined).join(' by ')}`, {})
    if (state === 'error' && facts) this.#report(facts)
    if (notice !== undefined && !before?.includes(notice)) {
      log('warn', 'upload notice', { code: notice })
      this.#report({ code: notice })
    }
  }

  #report(facts: FailureFacts): void {
    const { wanted, phone, network, now } = this.#options
    if (!wanted()) return
    const report = { ...facts, at: new Date(now()).toISOString(), ...phone, network: network() }
    this.#waiting = [...this.#waiting, report].slice(-MAX_WAITING)
    if (this.#waiting.length >= BATCH) this.#sendNow()
    else this.#sendLater()
  }

  #sendLater(): void {
    this.#endTimer ??= this.#options.setTimer(() => this.#sendNow(), WAIT_MS)
  }

  #sendNow(): void {
    this.#endTimer?.()
    this.#endTimer = undefined
    const batch = this.#waiting.splice(0, BATCH)
    if (batch.length === 0) return
    this.#options.send(batch).then(
      () => {
        if (this.#waiting.length > 0) this.#sendLater()
      },
      (error: unknown) => {
        const { passing, code } = (error ?? {}) as { passing?: unknown; code?: unknown }
        // Of no network there is much to report: it comes with whatever is reported next.
        const mayPass = passing === true || code === 'network_failed' || code === 'timed_out'
        if (mayPass) this.#waiting = [...batch, ...this.#waiting].slice(-MAX_WAITING)
      },
    )
  }
}
