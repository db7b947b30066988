import type { VideoKind } from '../../videos/video-kind'

/** As many as one wants to hear at a time. */
const MOST = 3

/** Tells what has become of videos since it last heard of them, for those who do not see the list. */
export class Announcer {
  #known: ReadonlyMap<string, { kind: VideoKind }> | undefined

  /** @returns what is to be said; empty where nothing has changed, or all of it is new */
  hear(videos: ReadonlyMap<string, { kind: VideoKind; news: string }>): string {
    const known = this.#known
    this.#known = videos
    if (!known) return ''
    const news: string[] = []
    for (const [id, { kind, news: text }] of videos) {
      const before = known.get(id)
      if (before && before.kind !== kind) news.push(text)
    }
    return news.slice(0, MOST).join(' ')
  }
}
