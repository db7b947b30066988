import type { AuthRequest, GetAuth } from '../uploader/index'

/** Which permissions to upload are being asked for, so that the page can say what an upload waits for. */
export class AuthWatch {
  readonly #listeners = new Set<() => void>()
  readonly #renewing = new Map<string, number>()
  #creating = 0

  /** A permission for a new video is being asked for. */
  get creating(): boolean {
    return this.#creating > 0
  }

  /** Ids of the videos whose permission is being renewed. */
  get renewing(): ReadonlySet<string> {
    return new Set(this.#renewing.keys())
  }

  /** The same, watched. */
  watch(getAuth: GetAuth): GetAuth {
    return async (request) => {
      this.#count(request, 1)
      try {
        return await getAuth(request)
      } finally {
        this.#count(request, -1)
      }
    }
  }

  /** Calls the listener after each change. Returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #count(request: AuthRequest, by: number): void {
    if (request.kind === 'create-video') this.#creating += by
    else {
      const count = (this.#renewing.get(request.videoId) ?? 0) + by
      if (count > 0) this.#renewing.set(request.videoId, count)
      else this.#renewing.delete(request.videoId)
    }
    for (const listener of [...this.#listeners]) listener()
  }
}
