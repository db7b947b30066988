import { Checkpoints, newCheckpoint } from './checkpoints'
import { CloudClock } from './cloud/clock'
import type { Engine } from './engine'
import { hasCode } from './errors'
import { hostNameOf } from './oss/endpoint'
import type { NetworkKind } from './ports'
import { createConditions } from './run/conditions'
import { guardPorts } from './run/guarded-ports'
import { createHolds } from './run/holds'
import { createLanes } from './run/lanes'
import { RequestSlots } from './run/request-slots'
import { Run } from './run/run'
import type { TaskHost } from './task-host'
import type { UploadFile } from './upload-file'
import type { UploadSnapshot } from './upload-state'
import { createTask, type UploadTask } from './upload-task'
import { DEFAULTS, type UploaderOptions } from './uploader-options'
import { Authority } from './video/authority'

export type UploadChange = 'added' | 'changed' | 'removed'

export type UploaderListener<F extends UploadFile = UploadFile> = (
  snapshot: UploadSnapshot<F>,
  change: UploadChange,
) => void

/**
 * The upload engine: files to ApsaraVideo VOD, in parts, straight to the bucket. By default two files are under way at a
 * time; with three parts each they leave four of WeChat's ten requests to the app.
 *
 * @example
 * const uploader = createUploader({ ports: wxPorts(wx), getAuth: (request) => askYourServer('/auth', request) })
 * uploader.restore() // once, at the app's launch: what an earlier life of the app has left goes on
 * const task = uploader.upload({ path: tempFilePath, title: '海边' })
 * task.subscribe(({ state, progress }) => page.setData({ state, percent: progress?.percent }))
 * const { videoId } = await task.result
 */
export function createUploader<F extends UploadFile = UploadFile>(options: UploaderOptions<F>): Uploader<F> {
  return new Uploader(options)
}

/** Files in a row, some of them under way at a time. */
export class Uploader<F extends UploadFile = UploadFile> {
  readonly #engine: Engine<F>
  readonly #settings: Pick<UploaderOptions<F>, 'isFile'> &
    Required<Pick<UploaderOptions<F>, 'transfer' | 'filesAtOnce'>>
  readonly #tasks = new Map<string, UploadTask<F>>()
  readonly #listeners = new Set<UploaderListener<F>>()
  #awake = false

  constructor(options: UploaderOptions<F>) {
    const { vodUrl } = options
    const ports = guardPorts(options.ports)
    const settings = { ...DEFAULTS, ...options }
    if (vodUrl !== undefined) settings.trustedHosts = [...settings.trustedHosts, hostNameOf(vodUrl)]
    const clock = new CloudClock(ports.now)
    const conditions = createConditions(ports)
    const holds = createHolds(conditions, settings, () =>
      this.tasks.filter(({ wanted }) => wanted).map(({ demand }) => demand),
    )
    const slots = new RequestSlots(settings.maxRequests)
    this.#settings = settings
    this.#engine = {
      ports,
      clock,
      conditions,
      authority: new Authority(ports, clock, options),
      holds,
      lanes: createLanes(settings.maxRequests, ports.now),
      newRun: () => new Run(ports, slots),
      checkpoints: new Checkpoints(ports.storage),
      settings,
    }
  }

  /** In the order in which they have their turn: that of adding, unless they were moved. */
  get tasks(): UploadTask<F>[] {
    return [...this.#tasks.values()]
  }

  get(id: string): UploadTask<F> | undefined {
    return this.#tasks.get(id)
  }

  /** Calls the listener for each task there is, and after every change. Returns what ends that. */
  subscribe(listener: UploaderListener<F>): () => void {
    this.#listeners.add(listener)
    for (const { snapshot } of this.#tasks.values()) listener(snapshot, 'added')
    return () => this.#listeners.delete(listener)
  }

  /** Whether the device has no network, as far as is known. Kept up to date while onConditions is listened to. */
  get offline(): boolean {
    return this.#engine.conditions.offline
  }

  /** What network the device is on, as `offline`. */
  get network(): NetworkKind {
    return this.#engine.conditions.network
  }

  /** Calls the listener after each change of what is known of the network and of the app's place on the screen. */
  onConditions(listener: () => void): () => void {
    return this.#engine.conditions.watch(listener)
  }

  /**
   * The app is in front, whatever the platform's events say: call it when a page is shown. What keeps uploads from going
   * on is asked anew.
   */
  userIsHere(): void {
    this.#engine.conditions.userIsHere()
    this.#engine.checkpoints.removeAgain()
  }

  /** Adds a file, which waits until it is started. */
  add(file: F): UploadTask<F> {
    return this.#add(newCheckpoint(this.#newId(), file))
  }

  /** Adds a file and starts it. */
  upload(file: F): UploadTask<F> {
    const task = this.add(file)
    task.start()
    return task
  }

  /**
   * Takes up what an earlier life of the app has left: each upload goes on as it stood, unless the user had paused it.
   * Call it once, at the app's launch.
   * @returns the tasks that it added
   */
  restore(): UploadTask<F>[] {
    const { checkpoints } = this.#engine
    const restored: UploadTask<F>[] = []
    for (const checkpoint of checkpoints.all()) {
      if (this.#tasks.has(checkpoint.id)) continue
      if (this.#settings.isFile?.(checkpoint.file) === false) {
        checkpoints.remove(checkpoint.id)
        continue
      }
      const task = this.#add(checkpoint)
      restored.push(task)
      task.restore()
    }
    return restored
  }

  /**
   * Gives a file that was picked again to the task that has lost it: known by its size and by samples of its bytes.
   * @returns the task, which goes on; undefined where no task misses this file
   */
  async reattachFile(file: Partial<F> & { path: string }): Promise<UploadTask<F> | undefined> {
    for (const task of this.tasks) {
      if (
        hasCode(task.snapshot.error, 'file_missing', 'file_changed', 'file_unreadable') &&
        (await task.replaceFile(file, false))
      )
        return task
    }
    return undefined
  }

  /** @deprecated The former name of reattachFile. */
  reunite(file: Partial<F> & { path: string }): Promise<UploadTask<F> | undefined> {
    return this.reattachFile(file)
  }

  /** Moves a task to another place in `tasks`: those that wait have their turn in this order. */
  move(id: string, to: number): void {
    const task = this.get(id)
    if (!task) return
    const tasks = this.tasks.filter((other) => other !== task)
    tasks.splice(to, 0, task)
    this.#tasks.clear()
    for (const each of tasks) this.#tasks.set(each.id, each)
    this.#notify(task, 'changed')
  }

  /** Takes a task out of the list, and cancels it if it is not over. */
  remove(id: string): void {
    const task = this.#tasks.get(id)
    if (!task) return
    this.#tasks.delete(id)
    void task.cancel()
    this.#notify(task, 'removed')
  }

  /**
   * Stops all tasks and forgets them; what is kept of them stays, for `restore` to take up. Call it when another user has
   * logged in, before the storage is this user's.
   */
  release(): void {
    for (const task of this.tasks) {
      this.#tasks.delete(task.id)
      task.release()
      this.#notify(task, 'removed')
    }
    this.#engine.authority.forget()
    this.#keepAwake()
  }

  #add(checkpoint: ReturnType<typeof newCheckpoint<F>>): UploadTask<F> {
    const host: TaskHost = {
      changed: () => {
        if (this.#tasks.get(task.id) === task) this.#notify(task, 'changed')
        this.#keepAwake()
      },
      turn: () => this.#next(),
      expectedSize: () => {
        const { id, snapshot } = task
        const { file } = snapshot
        const shared = this.tasks.some((other) => other.id !== id && other.snapshot.file.path === file.path)
        return shared ? Number(file.size) || undefined : undefined
      },
    }
    const task: UploadTask<F> = createTask(checkpoint, this.#engine, host, this.#settings.transfer)
    this.#tasks.set(task.id, task)
    if (!checkpoint.fingerprint) void task.bind()
    this.#notify(task, 'added')
    return task
  }

  #next(): void {
    let free = this.#settings.filesAtOnce - this.tasks.filter(({ running }) => running).length
    for (const task of this.tasks) {
      if (free <= 0) return
      if (!task.due) continue
      task.begin()
      // One that has to wait for another network takes no place.
      if (task.running) free--
    }
  }

  /** The screen stays on while bytes are on their way. */
  #keepAwake(): void {
    const awake = this.tasks.some(({ snapshot: { state } }) => state === 'checking' || state === 'uploading')
    if (awake === this.#awake) return
    this.#awake = awake
    this.#engine.ports.keepScreenOn?.(awake)
  }

  #notify(task: UploadTask<F>, change: UploadChange): void {
    for (const listener of [...this.#listeners]) listener(task.snapshot, change)
  }

  /** Unlike any other, over all lives of the app. */
  #newId(): string {
    const { now, random } = this.#engine.ports
    return `${now().toString(36)}${Math.floor(random() * 36 ** 6).toString(36)}${this.#tasks.size.toString(36)}`
  }
}
