import type { ListedVideo } from '../../videos/listed-video'
import type { VideoKind } from '../../videos/video-kind'

/** As many as one wants to hear at a time. */
const MOST = 3

type Known = Pick<ListedVideo, 'id' | 'kind'>

/** Tells what has become of videos since it last heard of them, for those who do not see the list. */
export class Announcer<T extends Known> {
  readonly #say: (video: T) => string
  #known: ReadonlyMap<string, VideoKind> | undefined

  constructor(say: (video: T) => string) {
    this.#say = say
  }

  /** @returns what is to be said; empty where nothing has changed, or all of it is new */
  hear(videos: readonly T[]): string {
    const known = this.#known
    this.#known = new Map(videos.map(({ id, kind }) => [id, kind]))
    if (!known) return ''
    const changed = videos.filter(({ id, kind }) => known.has(id) && known.get(id) !== kind)
    return changed.slice(0, MOST).map(this.#say).join(' ')
  }
}
