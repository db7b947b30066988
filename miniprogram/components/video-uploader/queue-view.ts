import type { Texts } from '../../i18n/index'
import type { ServiceSettings } from '../../service/settings'
import type { Uploader, UploadSnapshot, UploadTask } from '../../uploader/index'
import type { Abilities } from '../../videos/abilities'
import { allowanceOf, overAllowance } from '../../videos/allowance'
import type { PickedVideo } from '../../videos/picked-video'
import type { Row } from '../upload-row/row'
import { allowanceText } from './allowance-text'
import { canStart, inOrder, type Moment, rowChanges, toRow } from './rows'
import { SteadySpeed } from './steady-speed'
import { type Total, toTotal } from './total'

type Task = UploadTask<PickedVideo>
type Item = UploadSnapshot<PickedVideo>

/** What the component shows of the queue. */
export interface Shown {
  rows: Row[]
  total: Total | null
  /** On the button that starts what waits; empty where nothing can be started. */
  startText: string
  /** What may still be uploaded today; empty where there is no limit. */
  allowance: string
  /** It is not enough for what waits. */
  over: boolean
}

/** px: from here on speed and time left do not fit into one line of a small phone. */
const LARGE_TEXT = 20

export interface QueueViewOptions {
  t: Texts
  uploader: Pick<Uploader<PickedVideo>, 'tasks' | 'offline'>
  abilities: Abilities
  settings: { readonly current: ServiceSettings | undefined }
  authWatch: { readonly creating: boolean; readonly renewing: ReadonlySet<string> }
  /** px. */
  textSize: number
  now(): number
}

/** Makes of the queue what is to be shown of it. */
export class QueueView {
  readonly #options: QueueViewOptions
  readonly #speeds = new SteadySpeed()

  constructor(options: QueueViewOptions) {
    this.#options = options
  }

  /** What setData needs in order to show the queue as it is now: as little as possible. */
  changes(before: Shown): Record<string, unknown> {
    const { t, abilities } = this.#options
    const items = this.#items()
    const moment = this.#moment(items)
    const rows = inOrder(items).map((item) => toRow(item, t, abilities, moment))
    const changes = rowChanges(before.rows, rows)
    const started = items.filter((item) => item.started)
    const total = toTotal(started, t, abilities, moment.now)
    if (JSON.stringify(total) !== JSON.stringify(before.total)) changes.total = total
    const texts = { startText: this.#startText(items, moment), allowance: this.#allowance(items) }
    for (const name of ['startText', 'allowance'] as const) {
      if (texts[name] !== before[name]) changes[name] = texts[name]
    }
    const over = moment.overAllowance.size > 0
    if (over !== before.over) changes.over = over
    return changes
  }

  /** What waits and can be started today, in the order of its turns. */
  startable(): Task[] {
    const items = this.#options.uploader.tasks.map(({ snapshot }) => snapshot)
    const { overAllowance: over } = this.#moment(items)
    return this.#options.uploader.tasks.filter(
      ({ snapshot }) => canStart(snapshot, this.#options.abilities) && !over.has(snapshot.id),
    )
  }

  /** Milliseconds until something that is shown is no longer true; undefined where nothing changes by itself. */
  validFor(): number | undefined {
    const { settings, now } = this.#options
    const left = (settings.current?.resetsAt ?? 0) - now()
    // As long as a timer can be set; longer waits are met by the next change of anything.
    return left > 0 && left < 2 ** 31 ? left : undefined
  }

  #items(): Item[] {
    const { uploader, now } = this.#options
    return uploader.tasks.map(({ snapshot }) => ({
      ...snapshot,
      progress: this.#speeds.settle(snapshot.id, snapshot.progress, now()),
    }))
  }

  #moment(items: readonly Item[]): Moment {
    const { uploader, abilities, settings, authWatch, textSize, now } = this.#options
    const waiting = items.filter((item) => canStart(item, abilities))
    return {
      offline: uploader.offline,
      now: now(),
      overAllowance: overAllowance(waiting, allowanceOf(settings.current, items, now())),
      askingPermission: authWatch.creating,
      renewing: authWatch.renewing,
      large: textSize >= LARGE_TEXT,
    }
  }

  #startText(items: readonly Item[], { overAllowance: over }: Moment): string {
    const { t, abilities } = this.#options
    const waiting = items.filter((item) => canStart(item, abilities))
    const now = waiting.filter(({ id }) => !over.has(id)).length
    if (now === 0) return ''
    return now < waiting.length ? t.startsLater(now) : t.start(now)
  }

  #allowance(items: readonly Item[]): string {
    const { t, settings, now } = this.#options
    return allowanceText(allowanceOf(settings.current, items, now()), t)
  }
}
