import { type Checkpoint, createCheckpoints, newCheckpoint } from './checkpoints'
import { cloudClock } from './cloud/clock'
import type { Engine } from './engine'
import { hasCode } from './errors'
import type { NetworkKind } from './ports'
import { attempt } from './run/attempt'
import { createConditions } from './run/conditions'
import { guardPorts } from './run/guarded-ports'
import { createHolds } from './run/holds'
import { createLanes } from './run/lanes'
import { requestSlots } from './run/request-slots'
import { createRun } from './run/run'
import type { UploadFile } from './upload-file'
import { isDue, type UploadSnapshot } from './upload-state'
import { createTask, type UploadTask } from './upload-task'
import { settingsOf, type UploaderOptions } from './uploader-options'
import { createAuthority } from './video/authority'

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
export function createUploader<F extends UploadFile = UploadFile>(options: UploaderOptions<F>) {
  const ports = guardPorts(options.ports)
  const { now } = ports
  const settings = settingsOf(options)
  const clock = cloudClock(now)
  const conditions = createConditions(options.ports, ports.setTimer)
  const authority = createAuthority(ports, clock, options)
  const checkpoints = createCheckpoints<F>(ports.storage)
  const slots = requestSlots(settings.maxRequests)
  const engine: Engine<F> = {
    ports,
    clock,
    conditions,
    authority,
    holds: createHolds(conditions, settings, () => all().flatMap(({ demand }) => demand ?? [])),
    lanes: createLanes(settings.maxRequests, now),
    newRun: () => createRun(ports, slots),
    checkpoints,
    settings,
  }
  const tasks = new Map<string, UploadTask<F>>()
  const listeners = new Set<UploaderListener<F>>()
  let awake = false

  function all(): UploadTask<F>[] {
    return [...tasks.values()]
  }

  function others(task: UploadTask<F>): UploadTask<F>[] {
    return all().filter((other) => other !== task)
  }

  function addTask(checkpoint: Checkpoint<F>): UploadTask<F> {
    const task: UploadTask<F> = createTask(
      checkpoint,
      engine,
      {
        changed() {
          if (tasks.get(task.id) === task) notify(task, 'changed')
          keepAwake()
          beginNext()
        },
        expectedSize() {
          const { path, size } = checkpoint.file
          const shared = others(task).some(({ snapshot: { file } }) => file.path === path)
          return shared ? Number(size) || undefined : undefined
        },
      },
      settings.transfer,
    )
    tasks.set(task.id, task)
    notify(task, 'added')
    return task
  }

  /** One that has to wait for another network takes no place. */
  function beginNext(): void {
    for (const task of all()) {
      if (isDue(task.snapshot) && all().filter(({ running }) => running).length < settings.filesAtOnce) task.begin()
    }
  }

  /** The screen stays on while bytes are on their way. */
  function keepAwake(): void {
    const next = all().some(({ snapshot: { state } }) => state === 'checking' || state === 'uploading')
    if (next === awake) return
    awake = next
    attempt(() => options.ports.keepScreenOn?.(awake))
  }

  function notify(task: UploadTask<F>, change: UploadChange): void {
    for (const listener of [...listeners]) listener(task.snapshot, change)
  }

  /** Adds a file, which waits until it is started. */
  function add(file: F): UploadTask<F> {
    // Unlike any other, over all lives of the app.
    const id = [now(), Math.floor(ports.random() * 36 ** 6), tasks.size].map((part) => part.toString(36)).join('')
    return addTask(newCheckpoint(id, file))
  }

  /**
   * Gives a file that was picked again to the task that has lost it: known by its size and by samples of its bytes.
   * @returns the task, which goes on; undefined where no task misses this file
   */
  async function reattachFile(file: Partial<F> & { path: string }): Promise<UploadTask<F> | undefined> {
    for (const task of all()) {
      if (
        hasCode(task.snapshot.error, 'file_missing', 'file_changed', 'file_unreadable') &&
        (await task.replaceFile(file, false))
      )
        return task
    }
    return undefined
  }

  return {
    add,
    reattachFile,
    /** @deprecated The former name of reattachFile. */
    reunite: reattachFile,

    /** In the order in which they have their turn: that of adding, unless they were moved. */
    get tasks(): UploadTask<F>[] {
      return all()
    },

    get(id: string): UploadTask<F> | undefined {
      return tasks.get(id)
    },

    /** Calls the listener for each task there is, and after every change. Returns what ends that. */
    subscribe(listener: UploaderListener<F>): () => void {
      listeners.add(listener)
      for (const { snapshot } of tasks.values()) listener(snapshot, 'added')
      return () => listeners.delete(listener)
    },

    /** Whether the device has no network, as far as is known. Kept up to date while onConditions is listened to. */
    get offline(): boolean {
      return conditions.offline
    },

    /** What network the device is on, as `offline`. */
    get network(): NetworkKind {
      return conditions.network
    },

    /** Calls the listener after each change of what is known of the network and of the app's place on the screen. */
    onConditions: conditions.watch,

    /**
     * The app is in front, whatever the platform's events say: call it when a page is shown. What keeps uploads from going
     * on is asked anew.
     */
    userIsHere(): void {
      conditions.userIsHere()
      checkpoints.removeAgain()
    },

    /** Adds a file and starts it. */
    upload(file: F): UploadTask<F> {
      const task = add(file)
      task.start()
      return task
    },

    /**
     * Takes up what an earlier life of the app has left: each upload goes on as it stood, unless the user had paused it.
     * Call it once, at the app's launch.
     * @returns the tasks that it added
     */
    restore(): UploadTask<F>[] {
      return checkpoints.all().flatMap((checkpoint) => {
        const { id, file } = checkpoint
        if (tasks.has(id)) return []
        if (settings.isFile?.(file) === false) {
          checkpoints.remove(id)
          return []
        }
        const task = addTask(checkpoint)
        task.restore()
        return task
      })
    },

    /** Moves a task to another place in `tasks`: those that wait have their turn in this order. */
    move(id: string, to: number): void {
      const task = tasks.get(id)
      if (!task) return
      const order = others(task)
      order.splice(to, 0, task)
      tasks.clear()
      for (const each of order) tasks.set(each.id, each)
      notify(task, 'changed')
    },

    /** Takes a task out of the list, and cancels it if it is not over. */
    remove(id: string): void {
      const task = tasks.get(id)
      if (!task) return
      tasks.delete(id)
      void task.cancel()
      notify(task, 'removed')
    },

    /**
     * Stops all tasks and forgets them; what is kept of them stays, for `restore` to take up. Call it when another user
     * has logged in, before the storage is this user's.
     */
    release(): void {
      for (const task of all()) {
        tasks.delete(task.id)
        task.release()
        notify(task, 'removed')
      }
      authority.forget()
      keepAwake()
    },
  }
}

/** Files in a row, some of them under way at a time. */
export type Uploader<F extends UploadFile = UploadFile> = ReturnType<typeof createUploader<F>>
