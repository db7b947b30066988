import { createHash } from 'node:crypto'
import { UploadError, type UploadSnapshot, type UploadTask } from '../miniprogram/uploader/index'
import type { ScheduledFile } from './apply-event'
import type { World } from './world'

/** Random bytes that all files are cut from. */
const POOL = Uint8Array.from(
  { length: 2 * 1024 * 1024 },
  (_, i) =>
    createHash('md5')
      .update(String(i >> 4))
      .digest()[i & 15] as number,
)

/** A file of a schedule: what its user does with it, and what the app promises of it. */
export class PlayedFile implements ScheduledFile {
  readonly title: string
  task: UploadTask | undefined
  videoId: string | undefined
  /** What the app last showed of it, for messages. */
  shown = 'nothing yet'
  /** Promises that what the app shows has broken. */
  readonly broken: string[] = []
  readonly #world: World
  readonly #bytes: Uint8Array
  #path: string
  #picks = 0
  /** Videos that were deleted at VOD, after each of which a new one is right. */
  readonly #deleted = new Set<string>()
  #canceledAfter: number | undefined
  #progress = 0
  #lifeOfProgress = 0

  constructor(world: World, index: number, size: number, random: () => number, datesFiles: boolean) {
    this.#world = world
    this.title = `video-${index}`
    // Files of one size must differ in their samples, too.
    const from = Math.floor(random() * 1024 * 1024) & ~15
    this.#bytes = Uint8Array.from(POOL.subarray(from, from + size))
    this.#path = `wxfile://tmp-${index}.mp4`
    world.phone.files.set(this.#path, this.#bytes)
    if (datesFiles) world.phone.changedAt.set(this.#path, Math.floor(world.time.now() / 1000))
  }

  get file() {
    return { path: this.#path, title: this.title }
  }

  /** Follows what the app shows of it. */
  see(snapshot: UploadSnapshot): void {
    const { state, progress, videoId, error, id } = snapshot
    this.task = this.#world.uploader.get(id)
    this.shown = `${state} ${progress?.percent ?? '-'} % ${error instanceof Error ? error.message : ''}`
    if (videoId !== undefined) this.videoId = videoId
    const { life } = this.#world.phone
    const percent = progress?.uploadedBytes ?? 0
    if (life === this.#lifeOfProgress && percent < this.#progress) {
      this.broken.push(`Progress fell from ${this.#progress} to ${percent} bytes.`)
    }
    this.#lifeOfProgress = life
    this.#progress = percent
    if (progress?.percent === 100 && !this.#stored) this.broken.push('100 % before the object was complete.')
  }

  cancel(sent: number): void {
    if (!this.task || this.task.snapshot.state === 'success' || this.task.snapshot.state === 'canceled') return
    this.#canceledAfter = sent
    void this.task.cancel()
  }

  lose(): void {
    this.#world.phone.files.delete(this.#path)
  }

  /** Something else lies at its path: so long as the app could look at the picked one, it must not be taken for it. */
  change(how: 'replace-file' | 'grow-file' | 'rewrite-file'): void {
    const { phone } = this.#world
    if (!phone.files.has(this.#path) || !this.#isBound) return
    const other = Uint8Array.from(how === 'grow-file' ? [...this.#bytes, 1] : this.#bytes)
    if (how === 'replace-file') other.fill(9)
    phone.changeFile(this.#path, other)
  }

  /** Whether the app knows the file by more than its path, also after it was killed. */
  get #isBound(): boolean {
    const checkpoint = this.#world.phone.storage.get(`wevod.upload.${this.task?.id}`)
    return checkpoint?.includes('"fingerprint"') === true
  }

  deleteVideo(): void {
    if (this.videoId === undefined) return
    this.#deleted.add(this.videoId)
    this.#world.cloud.cloud.videos.remove(this.videoId)
  }

  async repick(): Promise<void> {
    this.#path = `wxfile://again-${this.title}-${++this.#picks}.mp4`
    this.#world.phone.files.set(this.#path, this.#bytes)
    if (await this.#offer(this.#path)) return
    // Killed before the app had looked at the file: it takes whatever the user picks for it.
    if (this.task && hasLostFile(this.task)) await this.#settled(this.task.replaceFile({ path: this.#path }))
  }

  async repickAnother(): Promise<void> {
    const path = `wxfile://another-${this.title}.mp4`
    const another = Uint8Array.from(this.#bytes)
    another[0] = (another[0] ?? 0) ^ 1
    this.#world.phone.files.set(path, another)
    if (await this.#offer(path)) throw new Error('Another file was taken for this one.')
  }

  /** What a user does whom the app shows its state. */
  async help(): Promise<void> {
    const { task } = this
    if (!task) return
    const { state } = task.snapshot
    if (state === 'paused') task.resume()
    if (state !== 'error') return
    if (hasLostFile(task)) await this.repick()
    else task.start()
  }

  async check(): Promise<void> {
    const state = this.task?.snapshot.state
    // An app that was killed while the storage was full has forgotten the file; so has one that canceled it.
    if (state === 'success') await this.#checkStored()
    const created = this.#answersToCreate()
    // What could not be stored is not known after a kill: then the file gets another video.
    const forgotten = this.#world.phone.storageHasFailed ? this.#world.phone.life : 0
    if (created > 1 + this.#deleted.size + forgotten) throw new Error(`${created} videos were made for one file.`)
    this.#checkSilence()
  }

  /** Nothing but the dropping of its parts may be sent for a file that was canceled. */
  #checkSilence(): void {
    if (this.#canceledAfter === undefined) return
    const video = this.#world.cloud.cloud.videos.get(this.videoId ?? '')
    for (const { request } of this.#world.phone.sent.slice(this.#canceledAfter)) {
      const ours = video ? request.url.includes(video.key) : String(request.body).includes(`Title=${this.title}`)
      if (ours && request.method !== 'DELETE') throw new Error(`After cancel: ${request.method} ${request.url}`)
    }
  }

  get #stored(): boolean {
    const { cloud } = this.#world.cloud
    const video = cloud.videos.get(this.videoId ?? '')
    // A video that was deleted at VOD leaves its object.
    return video === undefined || cloud.objects.get(video.bucket, video.key) !== undefined
  }

  async #checkStored(): Promise<void> {
    const { cloud } = this.#world.cloud
    const { videoId } = this.task?.snapshot ?? {}
    const video = cloud.videos.get(videoId ?? '')
    if (!video) {
      if (videoId && this.#deleted.has(videoId)) return
      throw new Error(`Success without a video (${videoId}).`)
    }
    const stored = await cloud.objects.describe(video.bucket, video.key)
    const sha256 = createHash('sha256').update(this.#bytes).digest('hex')
    if (stored?.sha256 !== sha256) throw new Error(`Other bytes: ${JSON.stringify(stored)} for ${this.#bytes.length}.`)
  }

  /** Answers to CreateUploadVideo that reached the app, or the service for it, or would have if it had waited. */
  #answersToCreate(): number {
    const { phone, service } = this.#world
    const byApp = phone.sent.filter(({ request, answer, delivered, aborted, fate }) => {
      const create = request.headers['x-acs-action'] === 'CreateUploadVideo'
      const ours = create && String(request.body).includes(`Title=${this.title}`)
      const gaveUp = aborted && fate !== 'silent' && this.#canceledAfter === undefined
      return ours && (delivered || gaveUp) && answer?.status === 200 && answer.text.includes('VideoId')
    }).length
    return byApp + service.created.filter((title) => title === this.title).length
  }

  async #offer(path: string): Promise<boolean> {
    const task = await this.#settled(this.#world.uploader.reunite({ path }))
    return task !== undefined && task.snapshot.file.title === this.title
  }

  /** Waits for a promise of the engine, for which time may have to pass. */
  async #settled<T>(promise: Promise<T>): Promise<T | undefined> {
    let over = false
    const done = () => {
      over = true
    }
    promise.then(done, done)
    await this.#world.pass(() => over, 120_000)
    try {
      return await promise
    } catch (error) {
      // The phone does not answer for the file: the app says so, and the user picks it again.
      if (error instanceof UploadError && error.code === 'file_unreadable') return undefined
      throw error
    }
  }
}

function hasLostFile({ snapshot: { error } }: UploadTask): boolean {
  return error instanceof UploadError && ['file_missing', 'file_changed'].includes(error.code)
}
