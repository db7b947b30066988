/** A video as VOD keeps it. Status values: cloud contract of VOD, "media status". */
export interface Video {
  videoId: string
  title: string
  fileName: string
  /** RoleSessionName of the token that created it, or the RAM user's name. */
  owner: string
  status: 'Uploading' | 'UploadSucc' | 'Transcoding' | 'TranscodeFail' | 'Checking' | 'Normal'
  bucket: string
  /** Object name in the bucket: FileName of UploadAddress. */
  key: string
  /** Milliseconds since 1970. */
  createdAt: number
  description?: string
  tags?: string
  cateId?: number
  coverUrl?: string
  /** Seconds; undefined before it has been transcoded. */
  duration?: number
  /** A reviewer's verdict (CreateAudit); undefined: there is none. */
  auditStatus?: 'Blocked' | 'Normal'
  /** UserData as it was sent (JSON text). */
  userData?: string
}

/** The videos of the account, oldest first. */
export class Videos {
  readonly #byId = new Map<string, Video>()
  readonly #arrived: (video: Video) => void

  /** @param arrived is called with each video whose file is complete, also when it is overwritten */
  constructor(arrived: (video: Video) => void = () => undefined) {
    this.#arrived = arrived
  }

  add(video: Video): void {
    this.#byId.set(video.videoId, video)
  }

  get(videoId: string): Video | undefined {
    return this.#byId.get(videoId)
  }

  all(): Video[] {
    return [...this.#byId.values()]
  }

  /** Whether there was such a video. */
  remove(videoId: string): boolean {
    return this.#byId.delete(videoId)
  }

  /** OSS calls it when an object is complete. */
  objectStored(bucket: string, key: string): void {
    for (const video of this.#byId.values()) {
      if (video.bucket !== bucket || video.key !== key) continue
      video.status = 'UploadSucc'
      this.#arrived(video)
    }
  }

  reset(): void {
    this.#byId.clear()
  }
}
