import type { UploadChange, UploadSnapshot } from '../../miniprogram/uploader/index'
import type { World } from '../world'
import type * as App from './app-entry'
import type { Picker } from './picker'

/** Sees what the app shows of its uploads, and notes the promises that it breaks. */
export class Witness {
  readonly broken: string[] = []
  /** Uploads that were saved when the app was killed, and are not over: they have to be there again. */
  readonly saved = new Set<string>()
  readonly #underWay = new Set<string>()
  readonly #world: World
  readonly #picker: Picker
  /** Digest that a video at VOD must have. */
  readonly #successes = new Map<string, string>()

  constructor(world: World, picker: Picker) {
    this.#world = world
    this.#picker = picker
  }

  fault(fault: unknown): void {
    this.broken.push(`The app has thrown ${fault instanceof Error ? fault.stack : JSON.stringify(fault)}`)
  }

  see(snapshot: UploadSnapshot, change: UploadChange, app: typeof App): void {
    const { id, state, videoId, file, error, started } = snapshot
    if (started) this.#underWay.add(id)
    if (state === 'success' || state === 'canceled' || change === 'removed') {
      this.#underWay.delete(id)
      this.saved.delete(id)
    }
    if (state === 'success') this.#successes.set(videoId ?? '', this.#picker.of(file.path).sha256)
    if (state === 'error') this.#seeError(error, app)
  }

  /** The app was killed. */
  killed(): void {
    const { storage } = this.#world.phone
    const index = storage.get('wevod.uploads') ?? ''
    for (const id of this.#underWay) {
      if (index.includes(id) && storage.has(`wevod.upload.${id}`)) this.saved.add(id)
    }
    this.#underWay.clear()
  }

  /** Success only if what is stored is the file. */
  async checkStored(): Promise<void> {
    const { cloud } = this.#world.cloud
    for (const [videoId, sha256] of this.#successes) {
      const video = cloud.videos.get(videoId)
      const stored = video && (await cloud.objects.describe(video.bucket, video.key))
      if (stored?.sha256 !== sha256) this.broken.push(`Success of ${videoId}, and stored is ${JSON.stringify(stored)}`)
    }
  }

  /** A failure has a code, words in both languages, and an action. */
  #seeError(error: unknown, { explainError, remedyFor, zh, en }: typeof App): void {
    const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
    const shown = `${error} (${cause})`
    if (typeof code !== 'string') this.broken.push(`An error without a code: ${(error as Error)?.stack ?? shown}`)
    for (const texts of [zh, en]) {
      const words = explainError(error, texts)
      if (words === '' || words === texts.errorUnknown) this.broken.push(`No words for ${shown}`)
    }
    if (!remedyFor(error)) this.broken.push(`No action for ${shown}`)
  }
}
