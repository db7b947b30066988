import type { ServiceSettings } from '../service/settings'
import type { Uploader, UploadSnapshot } from '../uploader/index'
import type { PickedVideo } from './picked-video'

type Item = Pick<UploadSnapshot<PickedVideo>, 'id' | 'state' | 'started' | 'videoId' | 'file'>

/** What may still be uploaded today, by the service's account of it. */
export interface Allowance {
  /** Infinity where there is no limit, or none is known. */
  uploads: number
  bytes: number
  /** When it is renewed, milliseconds since 1970; 0 where that is not known. */
  resetsAt: number
}

/**
 * What is left today once those have gone that are started. Undefined where the service has said nothing, or nothing of
 * this day.
 * @param now milliseconds since 1970
 */
export function allowanceOf(
  settings: Pick<ServiceSettings, 'left' | 'resetsAt'> | undefined,
  items: readonly Item[],
  now: number,
): Allowance | undefined {
  if (!settings || (settings.resetsAt > 0 && settings.resetsAt <= now)) return undefined
  let { uploads, bytes } = settings.left
  for (const item of items) {
    // What has a video was counted when that was made.
    if (!item.started || item.videoId !== undefined || isOver(item)) continue
    uploads--
    bytes -= item.file.size
  }
  return { uploads: Math.max(0, uploads), bytes: Math.max(0, bytes), resetsAt: settings.resetsAt }
}

/** Of those that wait to be started, in their order, the ids for which today's allowance is not enough. */
export function overAllowance(waiting: readonly Item[], allowance: Allowance | undefined): ReadonlySet<string> {
  const over = new Set<string>()
  if (!allowance) return over
  let { uploads, bytes } = allowance
  for (const { id, file } of waiting) {
    if (uploads < 1 || file.size > bytes) {
      over.add(id)
      continue
    }
    uploads--
    bytes -= file.size
  }
  return over
}

/** Has the service asked again after each video that was made, and where it says that there is nothing left. */
export function followAllowance(
  uploader: Pick<Uploader<PickedVideo>, 'subscribe'>,
  settings: { refresh(): Promise<unknown> },
): () => void {
  const counted = new Set<string>()
  return uploader.subscribe(({ state, videoId, error }, change) => {
    if (change !== 'changed') return
    const made = state === 'uploading' && videoId !== undefined && !counted.has(videoId)
    if (made) counted.add(videoId)
    const { cause } = (error ?? {}) as { cause?: { code?: unknown } }
    if (made || (state === 'error' && cause?.code === 'daily_limit_reached')) void settings.refresh()
  })
}

function isOver({ state }: Item): boolean {
  return state === 'success' || state === 'error' || state === 'canceled'
}
