import type { Texts } from '../../i18n/index'
import { type UploadChange, UploadError, type UploadSnapshot } from '../../uploader/index'
import type { PickedVideo } from '../../videos/picked-video'

type Item = UploadSnapshot<PickedVideo>

/** Something that who uses the component may want to know, as an event of its own. */
export type QueueEvent =
  | { name: 'progress'; detail: { id: string; percent: number } }
  | { name: 'success'; detail: { id: string; videoId: string } }
  | { name: 'fail'; detail: { id: string; code: string } }

export interface QueueNews {
  events: QueueEvent[]
  /** Words for those who do not see the page; empty where nothing is to be said. */
  said: string
  /** What a finger shall feel. */
  feel: '' | 'light' | 'medium' | 'heavy'
}

/** Tells what has happened in the queue from what its uploads were at before. */
export class QueueWatch {
  readonly #t: Texts
  readonly #before = new Map<string, Item>()

  constructor(t: Texts) {
    this.#t = t
  }

  /** @param all all uploads as they are now */
  see(item: Item, change: UploadChange, all: readonly Item[]): QueueNews {
    const { id, state, progress, videoId = '', error, file } = item
    const before = this.#before.get(id)
    if (change === 'removed') this.#before.delete(id)
    else this.#before.set(id, item)
    const events: QueueEvent[] = []
    const news = (said: string, feel: QueueNews['feel']): QueueNews => ({ events, said, feel })
    if (change !== 'changed' || !before) return news('', '')
    if (progress && progress.percent !== before.progress?.percent) {
      events.push({ name: 'progress', detail: { id, percent: progress.percent } })
    }
    if (state === before.state) return news('', '')
    const t = this.#t
    switch (state) {
      case 'success': {
        events.push({ name: 'success', detail: { id, videoId } })
        const allDone = all.filter(({ started }) => started).every((one) => one.state === 'success')
        return news(allDone && all.length > 1 ? t.saidAllDone : t.saidDone(file.title), 'medium')
      }
      case 'error':
        events.push({ name: 'fail', detail: { id, code: error instanceof UploadError ? error.code : 'bug' } })
        return news(t.saidFailed(file.title), 'heavy')
      case 'paused':
        return news(t.saidPaused(file.title), '')
      case 'uploading':
        return news(before.state === 'paused' ? t.saidResumed(file.title) : '', '')
      default:
        return news('', '')
    }
  }
}
