import { kindMeaning, kindWords, videoFacts } from '../../i18n/explain-kind'
import type { Texts } from '../../i18n/index'
import type { ListedVideo } from '../../videos/listed-video'
import type { VideoKind } from '../../videos/video-kind'

/** What the page shows of a video besides its fields. */
export interface ShownVideo {
  title: string
  kind: VideoKind | ''
  state: string
  /** What the state means. */
  meaning: string
  cover: string
  facts: { name: string; value: string }[]
}

export const NOTHING_SHOWN: ShownVideo = { title: '', kind: '', state: '', meaning: '', cover: '', facts: [] }

/** @param cover temp file of a picture that is to be the cover, or empty */
export function toShown(listed: ListedVideo, cover: string, t: Texts): ShownVideo {
  const { title, kind, video, upload, record } = listed
  const { date, size, length } = videoFacts(listed, t)
  const facts = [
    { name: t.factDate, value: date },
    { name: t.factSize, value: size },
    { name: t.factLength, value: length },
  ]
  return {
    title: title || t.untitled,
    kind,
    state: kindWords(listed, t),
    meaning: kindMeaning(listed, t),
    cover: cover || video?.coverUrl || upload?.file.thumbPath || record?.thumbPath || '',
    facts: facts.filter(({ value }) => value !== ''),
  }
}
