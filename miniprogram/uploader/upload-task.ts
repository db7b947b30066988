import type { Checkpoint } from './checkpoints'
import type { Engine } from './engine'
import { canceled, UploadError } from './errors'
import { withFile, withVerifiedFile } from './file/verified-file'
import { Run } from './run/run'
import { SnapshotStore, type TaskListener } from './snapshot-store'
import type { Transfer, TransferFactory, UploadResult } from './transfer'
import type { UploadFile } from './upload-file'
import { firstSnapshot, isDue, type Phase, transition, type UploadAction, type UploadSnapshot } from './upload-state'

/** What a task reports to its uploader. */
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
  readonly #store: SnapshotStore<F>
  #phase: Phase = 'checking'
  #run: Run | undefined
  #fingerprinting: Run | undefined
  #dropping: Promise<void> = Promise.resolve()

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, host: TaskHost<F>, createTransfer: TransferFactory<F>) {
    this.#engine = engine
    this.#host = host
    this.#checkpoint = checkpoint
    this.#store = new SnapshotStore(firstSnapshot(checkpoint))
    this.#transfer = createTransfer(checkpoint, engine, {
      onPhase: (phase) => {
        this.#phase = phase
        this.#show()
      },
      onNews: (news) => this.#change(news),
      ready: (run) => this.#ready(run),
    })
    this.#store.change({ progress: this.#transfer.progress })
  }

  get id(): string {
    return this.snapshot.id
  }

  get snapshot(): UploadSnapshot<F> {
    return this.#store.snapshot
  }

  /** Whether the file is under way, held up or not. */
  get running(): boolean {
    return this.#run !== undefined
  }

  /** Whether it waits for its turn. */
  get due(): boolean {
    return isDue(this.snapshot)
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
    return this.#store.subscribe(listener)
  }

  /** Starts a task that waits, or one that failed, from where it failed; it goes when its turn has come. */
  start(): void {
    const started = this.#act({ type: 'start' }, () => this.#engine.checkpoints.save(this.#checkpoint))
    if (started && this.due) void this.#fingerprintEarly()
  }

  /** Takes up what an earlier life of the app has left: as `start`, unless the user had paused it. */
  restore(): void {
    this.#act({ type: 'restore', paused: this.#checkpoint.paused })
  }

  /** Stops what is under way and keeps all that has arrived. */
  pause(): void {
    this.#act({ type: 'pause' }, () => {
      this.#stop(canceled())
      this.#setPaused(true)
    })
  }

  /** Goes on where pause stopped, when its turn has come. What waits for consent to mobile data has it now. */
  resume(): void {
    if (this.snapshot.pausedBy === 'mobile-data') this.#engine.mobileData.allow()
    this.#act({ type: 'resume' }, () => this.#setPaused(false))
  }

  /**
   * Stops, has OSS drop the parts, and forgets the upload. One that has arrived stays. All but the dropping is done at
   * once; the promise resolves when OSS has dropped them, or cannot be reached.
   */
  cancel(): Promise<void> {
    this.#act({ type: 'cancel' }, () => {
      this.#stop(canceled())
      this.#engine.checkpoints.remove(this.id)
      // The upload is over for its user. OSS drops what is left of it after some days.
      this.#dropping = settled(this.#transfer.abort(this.#newRun()))
    })
    return this.#dropping
  }

  /** Gives a file that VOD does not know yet another title. Returns whether it did. */
  rename(title: string): boolean {
    if (this.running || this.#checkpoint.ticket) return false
    this.#setFile({ ...this.snapshot.file, title })
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
    if (!same || this.running || this.snapshot.state === 'canceled') return false
    this.#setFile({ ...this.snapshot.file, ...file })
    this.start()
    return true
  }

  /** Called by the uploader when it is this task's turn. */
  begin(): void {
    const run = this.#newRun()
    this.#run = run
    const unwatch = this.#engine.conditions.watch(() => this.#show())
    const ended = (action: UploadAction) => {
      unwatch()
      // A run that was stopped has shown its end already.
      if (this.#run !== run) return
      this.#run = undefined
      this.#act(action)
    }
    this.#transfer.run(run).then(
      ({ videoId }) => {
        if (this.#run === run) this.#engine.checkpoints.remove(this.id)
        ended({ type: 'succeed', videoId })
      },
      (error: unknown) => ended({ type: 'fail', error }),
    )
  }

  /** Waits until nothing holds this upload up. */
  async #ready(run: Run): Promise<void> {
    await this.#engine.holds.end(run, () => this.#transfer.bytesLeft)
    this.#show()
  }

  /** Brings the state up to date with what the run does and with what holds it up. */
  #show(): void {
    const heldBy = this.#engine.holds.reason(this.#transfer.bytesLeft)
    const changes = this.#changesOf({ type: 'run', phase: this.#phase, heldBy })
    if (changes) this.#change(changes)
  }

  /** Takes the file's fingerprint while it waits for its turn, since its temp file may be gone by then. */
  async #fingerprintEarly(): Promise<void> {
    const { ports, checkpoints } = this.#engine
    const run = this.#newRun()
    this.#fingerprinting = run
    // A failure is met again, and shown, when its turn comes.
    await settled(withVerifiedFile(this.#checkpoint, ports, run, async () => checkpoints.save(this.#checkpoint)))
  }

  #stop(reason: UploadError): void {
    const run = this.#run
    this.#run = undefined
    run?.stop(reason)
    this.#fingerprinting?.stop(reason)
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

  /** What an action changes now; undefined where it has no place. */
  #changesOf(action: UploadAction): Partial<UploadSnapshot<F>> | undefined {
    return transition(this.snapshot, action, this.running)
  }

  /** Where an action has a place: does its effects, shows the change, and has the queue look for whose turn it is. */
  #act(action: UploadAction, effects?: () => void): boolean {
    const changes = this.#changesOf(action)
    if (!changes) return false
    effects?.()
    this.#change(changes)
    this.#host.turn()
    return true
  }

  #change(changes: Partial<UploadSnapshot<F>>): void {
    this.#store.change(changes)
    this.#host.changed(this)
  }
}

/** Waits for an end, good or bad: an UploadError is nothing that the caller would act on. */
async function settled(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof UploadError)) throw error
  }
}
