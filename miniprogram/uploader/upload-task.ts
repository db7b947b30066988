import type { Checkpoint } from './checkpoints'
import type { Hold } from './conditions'
import type { Engine } from './engine'
import { canceled, UploadError } from './errors'
import { withFile, withOwnFile } from './own-file'
import type { UploadProgress } from './progress'
import { Run } from './run'
import type { Transfer, UploadNotice, UploadResult } from './transfer'
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

export type TaskListener<F extends UploadFile = UploadFile> = (snapshot: UploadSnapshot<F>) => void

/** What a task tells its uploader. */
export interface TaskHost<F extends UploadFile> {
  changed(task: UploadTask<F>): void
  /** A place among the files under way is wanted, or free. */
  turn(): void
}

/** One file on its way to VOD. Made by an Uploader. */
export class UploadTask<F extends UploadFile = UploadFile> {
  readonly #engine: Engine<F>
  readonly #host: TaskHost<F>
  readonly #checkpoint: Checkpoint<F>
  readonly #transfer: Transfer
  readonly #listeners = new Set<TaskListener<F>>()
  #snapshot: UploadSnapshot<F>
  #phase: 'checking' | 'uploading' = 'checking'
  #run: Run | undefined
  #noting: Run | undefined
  #dropping: Promise<void> = Promise.resolve()

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, host: TaskHost<F>) {
    this.#engine = engine
    this.#host = host
    this.#checkpoint = checkpoint
    this.#snapshot = {
      id: checkpoint.id,
      file: checkpoint.file,
      state: 'waiting',
      started: false,
      pausedBy: undefined,
      progress: undefined,
      videoId: checkpoint.ticket?.videoId,
      error: undefined,
      retrying: undefined,
      notice: undefined,
    }
    this.#transfer = engine.settings.transfer(checkpoint, engine, {
      onPhase: (phase) => {
        this.#phase = phase
        this.#show()
      },
      onNews: (news) => this.#change(news),
      ready: (run) => this.#ready(run),
    })
    this.#snapshot = { ...this.#snapshot, progress: this.#transfer.progress }
  }

  get id(): string {
    return this.#snapshot.id
  }

  get snapshot(): UploadSnapshot<F> {
    return this.#snapshot
  }

  /** Whether the file is under way, held up or not. */
  get running(): boolean {
    return this.#run !== undefined
  }

  /** Whether it waits for its turn. */
  get due(): boolean {
    const { state, started } = this.#snapshot
    return state === 'waiting' && started
  }

  /**
   * Settles when the upload ends: resolves on success, and rejects with an UploadError on failure (which `start` may
   * still mend) and with its code `canceled`.
   */
  get result(): Promise<UploadResult> {
    return new Promise((resolve, reject) => {
      const end = this.subscribe(({ state, videoId = '', progress, error }) => {
        if (state === 'success') resolve({ videoId, size: progress?.totalBytes ?? 0 })
        else if (state === 'error') reject(error)
        else if (state === 'canceled') reject(canceled())
        else return
        // Not yet known where the state was final from the start.
        void Promise.resolve().then(() => end())
      })
    })
  }

  /** Calls the listener now and after every change. Returns what ends that. */
  subscribe(listener: TaskListener<F>): () => void {
    this.#listeners.add(listener)
    listener(this.#snapshot)
    return () => this.#listeners.delete(listener)
  }

  /** Starts a task that waits, or one that failed, from where it failed; it goes when its turn has come. */
  start(): void {
    const { state, started } = this.#snapshot
    if (state !== 'error' && (state !== 'waiting' || started)) return
    this.#engine.checkpoints.save(this.#checkpoint)
    this.#enter({ state: 'waiting', started: true })
    if (this.due) void this.#note()
  }

  /** Takes up what an earlier life of the app has left: as `start`, unless the user had paused it. */
  restore(): void {
    this.#enter(this.#checkpoint.paused ? { state: 'paused', pausedBy: 'user', started: true } : { started: true })
  }

  /** Stops what is under way and keeps all that has arrived. */
  pause(): void {
    const { state } = this.#snapshot
    if (!this.running && !this.due) return
    if (state === 'paused' && this.#snapshot.pausedBy === 'user') return
    this.#stop(canceled())
    this.#setPaused(true)
    this.#enter({ state: 'paused', pausedBy: 'user', started: true })
  }

  /** Goes on where pause stopped, when its turn has come. What waits for consent to mobile data has it now. */
  resume(): void {
    const { pausedBy } = this.#snapshot
    if (pausedBy === 'mobile-data') this.#engine.mobileData.allow()
    if (pausedBy !== 'user') return
    this.#setPaused(false)
    this.#enter({ state: 'waiting', started: true })
  }

  /**
   * Stops, has OSS drop the parts, and forgets the upload. One that has arrived stays. All but the dropping is done at
   * once; the promise resolves when OSS has been told, or cannot be.
   */
  cancel(): Promise<void> {
    const { state } = this.#snapshot
    if (state !== 'success' && state !== 'canceled') {
      this.#stop(canceled())
      this.#engine.checkpoints.remove(this.id)
      this.#dropping = this.#drop()
      this.#enter({ state: 'canceled', started: true })
    }
    return this.#dropping
  }

  /** Gives a file that VOD does not know yet another title. Returns whether it did. */
  rename(title: string): boolean {
    if (this.running || this.#checkpoint.ticket) return false
    this.#setFile({ ...this.#snapshot.file, title })
    return true
  }

  /**
   * Goes on with the same file under another path, after its temp file was lost. Resolves with false, and changes
   * nothing, where it is another file. Rejects with an UploadError where it cannot be read.
   * @param orAny takes any file where nothing is known of the lost one, which was never looked at then
   */
  async replaceFile(file: Partial<F> & { path: string }, orAny = true): Promise<boolean> {
    const { fingerprint } = this.#checkpoint
    const same =
      !this.running &&
      (await withFile(file.path, this.#engine.ports, this.#newRun(), async (_, found) =>
        fingerprint ? found === fingerprint : orAny,
      ))
    // It may have been canceled, or started, in the meantime.
    if (!same || this.running || this.#snapshot.state === 'canceled') return false
    this.#setFile({ ...this.#snapshot.file, ...file })
    this.start()
    return true
  }

  /** Called by the uploader when it is this task's turn. */
  begin(): void {
    const run = this.#newRun()
    this.#run = run
    const unwatch = this.#engine.conditions.watch(() => this.#show())
    const ended = (outcome: Partial<UploadSnapshot<F>>) => {
      unwatch()
      // A run that was stopped has told its end already.
      if (this.#run !== run) return
      this.#run = undefined
      this.#enter({ started: true, ...outcome })
    }
    this.#transfer.run(run).then(
      ({ videoId }) => {
        if (this.#run === run) this.#engine.checkpoints.remove(this.id)
        ended({ state: 'success', videoId })
      },
      (error: unknown) => ended({ state: 'error', error }),
    )
  }

  /** Waits until nothing holds this upload up. */
  async #ready(run: Run): Promise<void> {
    const { conditions } = this.#engine
    await run.until(conditions.known)
    while (this.#hold()) await run.wait<void>((resolve) => conditions.watch(() => resolve()))
    this.#show()
  }

  #hold(): PauseReason | undefined {
    const { conditions, mobileData } = this.#engine
    return conditions.hold ?? (mobileData.holds(this.#transfer.bytesLeft) ? 'mobile-data' : undefined)
  }

  /** Brings the state up to date with what the run does and with what holds it up. */
  #show(): void {
    if (!this.#run) return
    const pausedBy = this.#hold()
    const state = pausedBy ? 'paused' : this.#phase
    if (state === this.#snapshot.state && pausedBy === this.#snapshot.pausedBy) return
    this.#change({ state, pausedBy, retrying: undefined })
  }

  /** Looks at the file while it waits for its turn, since its temp file may be gone by then. */
  async #note(): Promise<void> {
    const { ports, checkpoints } = this.#engine
    this.#noting = this.#newRun()
    try {
      await withOwnFile(this.#checkpoint, ports, this.#noting, async () => checkpoints.save(this.#checkpoint))
    } catch (error) {
      // When its turn comes, that will be told.
      if (!(error instanceof UploadError)) throw error
    }
  }

  #stop(reason: UploadError): void {
    const run = this.#run
    this.#run = undefined
    run?.stop(reason)
    this.#noting?.stop(reason)
  }

  async #drop(): Promise<void> {
    try {
      await this.#transfer.abort(this.#newRun())
    } catch (error) {
      // The upload is over for its user. OSS drops what is left of it after some days.
      if (!(error instanceof UploadError)) throw error
    }
  }

  #newRun(): Run {
    return new Run(this.#engine.ports, this.#engine.slots)
  }

  #setPaused(paused: boolean): void {
    this.#checkpoint.paused = paused
    this.#engine.checkpoints.save(this.#checkpoint)
  }

  #setFile(file: F): void {
    this.#checkpoint.file = file
    this.#change({ file })
  }

  /** A state that the run does not show by itself. */
  #enter(changes: Partial<UploadSnapshot<F>>): void {
    this.#change({ pausedBy: undefined, error: undefined, retrying: undefined, ...changes })
    this.#host.turn()
  }

  #change(changes: Partial<UploadSnapshot<F>>): void {
    this.#snapshot = { ...this.#snapshot, ...changes }
    for (const listener of [...this.#listeners]) listener(this.#snapshot)
    this.#host.changed(this)
  }
}
