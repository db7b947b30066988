import type { Texts } from '../../i18n/index'
import type { UploadTask } from '../../uploader/index'
import type { PickedVideo, VideoWords } from '../../videos/picked-video'
import type { SheetAct } from '../details-sheet/details-sheet'
import type { SheetFields } from '../details-sheet/fields'
import { remedyFor } from './remedy'
import { canRetry } from './total'

/** What a row's sheet shows. */
export interface Sheet {
  id: string
  fields: SheetFields
  thumb: string
  acts: SheetAct[]
}

/** What the sheet gives: the fields that differ. */
export type Said = VideoWords & { title?: string }

type Task = UploadTask<PickedVideo>

/**
 * @param tasks all, in the order of their turns
 * @param now milliseconds since 1970
 */
export function sheetOf(task: Task, tasks: readonly Task[], t: Texts, now: number): Sheet {
  const { id, file } = task.snapshot
  const { title, description = '', tags = [], categoryId, coverPath = '', thumbPath } = file
  const fields = { title, description, tags: tags.join(', '), categoryId: categoryId ?? '', coverPath }
  return { id, fields, thumb: thumbPath, acts: [...retryOf(task, t, now), ...movesOf(task, tasks, t)] }
}

/** Where the row itself offers something else. */
function retryOf({ snapshot: { state, error } }: Task, t: Texts, now: number): SheetAct[] {
  const hidden = state === 'error' && canRetry(error, now) && remedyFor(error, now) !== 'retry'
  return hidden ? [{ name: 'retry', text: t.retry }] : []
}

function movesOf(task: Task, tasks: readonly Task[], t: Texts): SheetAct[] {
  const waiting = tasks.filter(waits)
  const at = waiting.indexOf(task)
  if (at < 0) return []
  return [
    ...(at > 1 ? [{ name: 'front', text: t.moveToFront }] : []),
    ...(at > 0 ? [{ name: 'up', text: t.moveUp }] : []),
    ...(at < waiting.length - 1 ? [{ name: 'down', text: t.moveDown }] : []),
  ]
}

/** The place in the queue that a move leads to; undefined where it leads nowhere. */
export function placeFor(move: string, task: Task, tasks: readonly Task[]): number | undefined {
  const waiting = tasks.filter(waits)
  const at = waiting.indexOf(task)
  const next = { front: waiting[0], up: waiting[at - 1], down: waiting[at + 1] }[move]
  if (at < 0 || !next || next === task) return undefined
  return tasks.indexOf(next)
}

function waits({ snapshot: { state } }: Task): boolean {
  return state === 'waiting'
}
