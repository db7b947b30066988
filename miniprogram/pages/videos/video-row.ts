import { joinFacts, kindWords, videoFacts } from '../../i18n/explain-kind'
import type { Texts } from '../../i18n/index'
import type { ListedVideo } from '../../videos/listed-video'
import type { VideoKind } from '../../videos/video-kind'

/** What the page shows of a video. As small as may be: each of them is sent to the view. */
export interface VideoRow {
  id: string
  title: string
  /** Address of a picture, or a temp file; empty where there is none. */
  cover: string
  /** Date, size. */
  facts: string
  /** On the picture, as `0:34`. */
  length: string
  spokenLength: string
  kind: VideoKind
  state: string
}

export function toRow(listed: ListedVideo, t: Texts): VideoRow {
  const { id, title, kind, video, upload, record } = listed
  const { date, size, length, spokenLength } = videoFacts(listed, t)
  return {
    id,
    title: title || t.untitled,
    cover: video?.coverUrl || upload?.file.thumbPath || record?.thumbPath || '',
    facts: joinFacts(date, size),
    length,
    spokenLength,
    kind,
    state: kindWords(listed, t),
  }
}

/** Rows that are in the view together, or not at all. */
export interface Block {
  id: number
  /** Empty while it is not in the view. */
  rows: VideoRow[]
}

/** What setData needs to make the one of the other: whole blocks where other rows stand there, else what has changed. */
export function blockChanges(before: readonly Block[], after: readonly Block[]): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  after.forEach(({ id, rows }, i) => {
    const known = before[i]
    if (!known) changes[`blocks[${i}]`] = { id, rows }
    else if (known.rows.length !== rows.length || rows.some((row, r) => row.id !== known.rows[r]?.id)) {
      changes[`blocks[${i}].rows`] = rows
    } else {
      rows.forEach((row, r) => {
        for (const [name, value] of Object.entries(row)) {
          if (known.rows[r]?.[name as keyof VideoRow] !== value) changes[`blocks[${i}].rows[${r}].${name}`] = value
        }
      })
    }
  })
  return changes
}
