import type { Checkpoint } from './checkpoints'
import type { Engine } from './engine'
import { canceled, exceptUploadErrors } from './errors'
import { BoundFile } from './file/bound-file'
import type { Demand } from './run/mobile-data'
import type { Run } from './run/run'
import { SnapshotStore } from './snapshot-store'
import type { TaskHost } from './task-host'
import type { Transfer, TransferFactory } from './transfer'
import type { UploadFile } from './upload-file'
import { firstSnapshot, isDue, type Phase, transition, type UploadAction, type UploadSnapshot } from './upload-state'

/** One file on its way to VOD. Made by an Uploader. */
export class UploadTask<F extends UploadFile = UploadFile> extends SnapshotStore<F> {
  readonly #engine: Engine<F>
  readonly #host: TaskHost
  readonly #checkpoint: Checkpoint<F>
  readonly #file: BoundFile<F>
  readonly #transfer: Transfer
  #phase: Phase = 'checking'
  #run: Run | undefined
  /** The run has found its file, and asks for the network. */
  #ready = false
  #endParking: () => void = () => undefined
  #dropping: Promise<void> = Promise.resolve()

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, host: TaskHost, createTransfer: TransferFactory<F>) {
    super(firstSnapshot(checkpoint))
    this.#engine = engine
    this.#host = host
    this.#checkpoint = checkpoint
    this.#file = new BoundFile(checkpoint, engine, () => host.expectedSize())
    this.#transfer = createTransfer(checkpoint, engine, {
      onPhase: (phase) => {
        this.#phase = phase
        this.#show()
      },
      onNews: (news) => this.change(news),
      ready: (run) => this.#getReady(run),
      verifyOptions: (run) => this.#file.verifyOptions(run),
      mustStop: () => engine.holds.reason(this.demand) === 'mobile-data',
    })
    super.change({ progress: this.#transfer.progress })
  }

  get id(): string {
    return this.snapshot.id
  }

  /** Whether the file is under way, held up or not. */
  get running(): boolean {
    return this.#run !== undefined
  }

  /** What it asks of the network. */
  get demand(): Demand {
    const { progress, bytesLeft } = this.#transfer
    // Of a file that may be gone nothing is asked.
    if (this.running && !this.#ready) return { id: this.id, bytesLeft: undefined }
    return { id: this.id, bytesLeft: progress ? bytesLeft : this.#file.size }
  }

  /** Whether it would be sent now, if nothing held it up. */
  get wanted(): boolean {
    return this.running || this.due || this.snapshot.pausedBy === 'mobile-data'
  }

  /** Whether it waits for its turn. */
  get due(): boolean {
    return isDue(this.snapshot)
  }

  /** Starts a task that waits, or one that failed, from where it failed; it goes when its turn has come. */
  start(): void {
    const { conditions } = this.#engine
    // A first start waits for the network as the platform has it; a second is meant.
    if (this.snapshot.state === 'error') conditions.userWantsToGoOn()
    else conditions.userIsHere()
    this.#act({ type: 'start' }, () => this.#engine.checkpoints.save(this.#checkpoint))
  }

  /** Takes up what an earlier life of the app has left: as `start`, unless the user had paused it. */
  restore(): void {
    this.#act({ type: 'restore', paused: this.#checkpoint.paused })
  }

  /** Stops what is under way and keeps all that has arrived. */
  pause(): void {
    this.#act({ type: 'pause' }, () => {
      this.#stop()
      this.#setPaused(true)
    })
  }

  /** Goes on where pause stopped, when its turn has come. What waits for consent to mobile data has it now. */
  resume(): void {
    this.#engine.conditions.userWantsToGoOn()
    if (this.snapshot.pausedBy === 'mobile-data') this.#engine.holds.allow(this.id)
    this.#act({ type: 'resume' }, () => this.#setPaused(false))
  }

  /**
   * Stops, has OSS drop the parts, and forgets the upload. One that has arrived stays. All but the dropping is done at
   * once; the promise resolves when OSS has dropped them, or cannot be reached.
   */
  cancel(): Promise<void> {
    this.#act({ type: 'cancel' }, () => {
      this.#stop()
      this.#engine.checkpoints.remove(this.id)
      // The upload is over for its user. OSS drops what is left of it after some days.
      this.#dropping = exceptUploadErrors(this.#transfer.abort(this.#engine.newRun()))
    })
    return this.#dropping
  }

  /** Stops for good, and leaves its checkpoint as it stands. */
  release(): void {
    this.#checkpoint.released = true
    this.#stop()
  }

  /** Gives a file that VOD does not know yet another title. Returns whether it did. */
  rename(title: string): boolean {
    if (this.running || this.#checkpoint.ticket) return false
    this.edit({ title } as Partial<F>)
    return true
  }

  /** Changes what the file carries for the app, in what is kept of it too. What VOD has been told stays as it is. */
  edit(changes: Partial<F>): void {
    this.#setFile({ ...this.snapshot.file, ...changes })
    if (this.snapshot.started) this.#engine.checkpoints.save(this.#checkpoint)
  }

  /** Whether the same file lies at a path. Rejects with an UploadError where that cannot be read. */
  isAt(path: string): Promise<boolean> {
    return this.#file.isAt(path, false)
  }

  /**
   * Goes on with the same file under another path, after its temp file was lost. Resolves with false, and changes
   * nothing, where it is another file. Rejects with an UploadError where it cannot be read.
   * @param orAny takes any file where nothing is known of the lost one, which was never looked at then
   */
  async replaceFile(file: Partial<F> & { path: string }, orAny = true): Promise<boolean> {
    const same = !this.running && (await this.#file.isAt(file.path, orAny))
    // It may have been canceled, or started, in the meantime.
    if (!same || this.running || this.snapshot.state === 'canceled') return false
    this.#file.moved()
    this.#setFile({ ...this.snapshot.file, ...file })
    this.start()
    return true
  }

  /** Binds it to the file that lies at its path now; see BoundFile. */
  bind(): Promise<void> {
    return this.#file.bind(() => this.snapshot.started)
  }

  /** Called by the uploader when it is this task's turn. */
  begin(): void {
    const run = this.#engine.newRun()
    this.#run = run
    this.#ready = false
    const unwatch = this.#engine.conditions.watch(() => this.#show())
    const ended = (action: UploadAction) => {
      unwatch()
      // A run that was stopped has shown its end already.
      if (this.#run !== run) return
      this.#run = undefined
      if (action.type === 'succeed') this.#engine.checkpoints.remove(this.id)
      this.#act(action)
    }
    this.#transfer.run(run).then(
      ({ videoId }) => ended({ type: 'succeed', videoId }),
      (error: unknown) => ended({ type: 'fail', error }),
    )
  }

  /** Waits until nothing holds this upload up. */
  async #getReady(run: Run): Promise<void> {
    this.#ready = true
    this.#show()
    await this.#engine.holds.end(run, () => this.demand)
    this.#show()
  }

  /** Brings the state up to date with what the run does and with what holds it up. */
  #show(): void {
    // What is on its way may arrive; then the place is for others.
    const { holds, conditions } = this.#engine
    if (this.#run && this.#ready && !this.#run.sending && holds.refuses(this.demand)) {
      this.#park()
      return
    }
    const heldBy = this.#ready ? holds.reason(this.demand) : conditions.hold
    const changes = this.#changesOf({ type: 'run', phase: this.#phase, heldBy })
    if (changes) this.change(changes)
  }

  /** The user has refused mobile data for it: it waits without a place. */
  #park(): void {
    const { conditions, holds } = this.#engine
    this.#act({ type: 'park' }, () => {
      this.#stop()
      this.#endParking = conditions.watch(() => {
        if (!holds.holds(this.demand)) this.#act({ type: 'unpark' }, () => this.#stop())
      })
    })
  }

  #stop(): void {
    const reason = canceled()
    const run = this.#run
    this.#run = undefined
    run?.stop(reason)
    this.#file.stop(reason)
    this.#endParking()
  }

  #setPaused(paused: boolean): void {
    this.#checkpoint.paused = paused
    this.#engine.checkpoints.save(this.#checkpoint)
  }

  #setFile(file: F): void {
    this.#checkpoint.file = file
    this.change({ file })
  }

  /** What an action changes now; undefined where it has no place. */
  #changesOf(action: UploadAction): Partial<UploadSnapshot<F>> | undefined {
    return transition(this.snapshot, action, this.running)
  }

  /** Where an action has a place: does its effects, shows the change, and has the queue look for whose turn it is. */
  #act(action: UploadAction, effects?: () => void): void {
    const changes = this.#changesOf(action)
    if (!changes) return
    effects?.()
    this.change(changes)
    this.#host.turn()
  }

  protected override change(changes: Partial<UploadSnapshot<F>>): void {
    super.change(changes)
    this.#host.changed()
  }
}
