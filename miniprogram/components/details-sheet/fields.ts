import type { VideoChanges } from '../../service/videos'
import { changesOf, type Fields, NO_FIELDS } from '../../videos/details-fields'

/** What stands in the sheet. */
export interface SheetFields extends Fields {
  /** Temp file of a picture; empty: the video's own. */
  coverPath: string
}

export const EMPTY_SHEET: SheetFields = { ...NO_FIELDS, coverPath: '' }

/** What differs from what stood there before. */
export function sheetChanges(before: SheetFields, after: SheetFields): VideoChanges & { coverPath?: string } {
  return {
    ...changesOf(before, after),
    ...(after.coverPath !== before.coverPath && { coverPath: after.coverPath }),
  }
}
