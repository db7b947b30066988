import type { Checkpoint } from './checkpoints'
import type { Engine } from './engine'
import { exceptUploadErrors } from './errors'
import { boundFile } from './file/bound-file'
import type { Demand } from './run/holds'
import type { Run } from './run/run'
import type { TaskHost } from './task-host'
import type { TransferFactory, UploadResult } from './transfer'
import type { UploadFile } from './upload-file'
import { resultOf } from './upload-result'
import { firstSnapshot, isWanted, type Phase, transition, type UploadAction, type UploadSnapshot } from './upload-state'

/** One file on its way to VOD. Made by an Uploader. */
export type UploadTask<F extends UploadFile = UploadFile> = ReturnType<typeof createTask<F>>

export function createTask<F extends UploadFile>(
  checkpoint: Checkpoint<F>,
  engine: Engine<F>,
  host: TaskHost,
  createTransfer: TransferFactory<F>,
) {
  const { checkpoints, conditions, holds } = engine
  const { id } = checkpoint
  const file = boundFile(checkpoint, engine, host.expectedSize)
  let phase: Phase = 'checking'
  let run: Run | undefined
  /** The run has found its file, and asks for the network. */
  let ready = false
  /** Ends that conditions are watched: for the run, or for what it is parked for. */
  let unwatch: () => void = () => undefined
  let dropping: Promise<void> = Promise.resolve()
  const transfer = createTransfer(checkpoint, engine, {
    onPhase(next) {
      phase = next
      show()
    },
    onNews: (news) => change(news),
    async ready(its) {
      ready = true
      show()
      await holds.end(its, demand)
      show()
    },
    verifyOptions: file.verifyOptions,
  })
  let snapshot = firstSnapshot(checkpoint, transfer.progress)
  const listeners = new Set<(snapshot: UploadSnapshot<F>) => void>()

  function change(changes: Partial<UploadSnapshot<F>>): void {
    snapshot = { ...snapshot, ...changes }
    for (const listener of [...listeners]) listener(snapshot)
    host.changed()
  }

  function subscribe(listener: (snapshot: UploadSnapshot<F>) => void): () => void {
    listeners.add(listener)
    listener(snapshot)
    return () => listeners.delete(listener)
  }

  function demand(): Demand {
    // Of a file that may be gone nothing is asked.
    return { id, bytesLeft: run && !ready ? undefined : (transfer.bytesLeft ?? file.size) }
  }

  /** Brings the state up to date with what the run does and with what holds it up. */
  function show(): void {
    // What is on its way may arrive; then the place is for others.
    if (run && ready && !run.sending && holds.refuses(demand())) park()
    else act({ type: 'run', state: phase, pausedBy: ready ? holds.reason(demand()) : conditions.hold })
  }

  /** The user has refused mobile data for it: it waits without a place. */
  function park(): void {
    act({ type: 'pause', pausedBy: 'mobile-data' }, () => {
      stop()
      unwatch = conditions.watch(() => {
        if (!holds.needsConsent(demand())) act({ type: 'resume' }, stop)
      })
    })
  }

  function stop(): void {
    run?.stop()
    run = undefined
    file.stop()
    unwatch()
  }

  function save(): void {
    checkpoints.save(checkpoint)
  }

  function setFile(changes: Partial<F>): void {
    checkpoint.file = { ...checkpoint.file, ...changes }
    change({ file: checkpoint.file })
  }

  /** Where an action has a place: does its effects, and shows the change. */
  function act(action: UploadAction, effects?: () => void): void {
    const changes = transition(snapshot, action, !!run)
    if (!changes) return
    checkpoint.paused = changes.pausedBy === 'user'
    effects?.()
    change(changes)
  }

  /** Starts a task that waits, or one that failed, from where it failed; it goes when its turn has come. */
  function start(): void {
    // A first start waits for the network as the platform has it; a second is meant.
    conditions.userIsHere(snapshot.state === 'error')
    act({ type: 'start' }, save)
  }

  /** Changes what the file carries for the app, in what is kept of it too. What VOD has been told stays as it is. */
  function edit(changes: Partial<F>): void {
    setFile(changes)
    if (snapshot.started) save()
  }

  if (!checkpoint.fingerprint) void file.bind(() => snapshot.started)
  return {
    id,
    start,
    edit,

    get snapshot(): UploadSnapshot<F> {
      return snapshot
    },

    /** Calls the listener now and after every change. Returns what ends that. */
    subscribe,

    /**
     * Settles when the upload ends: resolves on success, and rejects with an UploadError on failure (which `start` may
     * still mend) and with its code `canceled`.
     */
    get result(): Promise<UploadResult> {
      return resultOf(subscribe)
    },

    /** Whether the file is under way, held up or not. */
    get running(): boolean {
      return !!run
    },

    /** What it asks of the network; undefined where it would not be sent now, whatever holds it up. */
    get demand(): Demand | undefined {
      return isWanted(snapshot, !!run) ? demand() : undefined
    },

    /** Takes up what an earlier life of the app has left: as `start`, unless the user had paused it. */
    restore: (): void => act({ type: 'restore', pausedBy: checkpoint.paused ? 'user' : undefined }),

    /** Stops what is under way and keeps all that has arrived. */
    pause(): void {
      act({ type: 'pause', pausedBy: 'user' }, () => {
        stop()
        save()
      })
    },

    /** Goes on where pause stopped, when its turn has come. What waits for consent to mobile data has it now. */
    resume(): void {
      conditions.userIsHere(true)
      if (snapshot.pausedBy === 'mobile-data') holds.allow(id)
      act({ type: 'resume' }, save)
    },

    /**
     * Stops, has OSS drop the parts, and forgets the upload. One that has arrived stays. All but the dropping is done at
     * once; the promise resolves when OSS has dropped them, or cannot be reached.
     */
    cancel(): Promise<void> {
      act({ type: 'cancel' }, () => {
        stop()
        checkpoints.remove(id)
        // The upload is over for its user. OSS drops what is left of it after some days.
        dropping = exceptUploadErrors(transfer.abort(engine.newRun()))
      })
      return dropping
    },

    /** Stops for good, and leaves its checkpoint as it stands. */
    release(): void {
      checkpoint.released = true
      stop()
    },

    /** Gives a file that VOD does not know yet another title. Returns whether it did. */
    rename(title: string): boolean {
      if (run || checkpoint.ticket) return false
      edit({ title } as Partial<F>)
      return true
    },

    /** Whether the same file lies at a path. Rejects with an UploadError where that cannot be read. */
    isAt: (path: string): Promise<boolean> => file.isAt(path, false),

    /**
     * Goes on with the same file under another path, after its temp file was lost. Resolves with false, and changes
     * nothing, where it is another file. Rejects with an UploadError where it cannot be read.
     * @param orAny takes any file where nothing is known of the lost one, which was never looked at then
     */
    async replaceFile(other: Partial<F> & { path: string }, orAny = true): Promise<boolean> {
      const same = !run && (await file.isAt(other.path, orAny))
      // It may have been canceled, or started, in the meantime.
      if (!same || run || snapshot.state === 'canceled') return false
      file.moved()
      setFile(other)
      start()
      return true
    },

    /** Called by the uploader when it is this task's turn. */
    begin(): void {
      const own = engine.newRun()
      run = own
      ready = false
      unwatch = conditions.watch(show)
      void transfer
        .run(own)
        .then(
          ({ videoId }): UploadAction => ({ type: 'succeed', videoId }),
          (error: unknown): UploadAction => ({ type: 'fail', error }),
        )
        .then((action) => {
          // A run that was stopped has shown its end already.
          if (run !== own) return
          run = undefined
          unwatch()
          if (action.type === 'succeed') checkpoints.remove(id)
          act(action)
        })
    },
  }
}
