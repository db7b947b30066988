import { formatBytes, formatDuration } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import { showHint, showMessage } from '../../pages/messages'
import type { PickRefusal } from '../../videos/check-pick'
import { FORMATS } from '../../videos/file-name'
import type { PickResult } from '../../videos/pick-videos'

type Wx = Pick<WechatMiniprogram.Wx, 'showModal' | 'showToast'>

/** Says what kept the user from choosing videos, if anything did. */
export function explainPick(wx: Wx, t: Texts, result: PickResult): void {
  if ('videos' in result) return
  switch (result.reason) {
    case 'canceled':
      showHint(wx, t.nothingChosen)
      break
    case 'refused':
      showMessage(wx, t, [t.chooseRefused, t.chooseRefusedDetail])
      break
    case 'undeclared':
      showMessage(wx, t, [t.chooseUndeclared, t.chooseUndeclaredDetail])
      break
    case 'failed':
      showMessage(wx, t, [t.chooseFailed, t.chooseFailedDetail])
  }
}

/** What was chosen and not added. */
export interface NotAdded {
  /** Titles, by what is to be said against them. */
  refused: Partial<Record<PickRefusal, string[]>>
  /** Files of a chat that are no videos by their names. */
  others: number
  /** For which there is no room in the list. */
  tooMany: number
}

/** Says what was not added, and why; nothing where all was. */
export function explainNotAdded(
  wx: Wx,
  t: Texts,
  { refused, others, tooMany }: NotAdded,
  limits: { maxBytes: number; maxSeconds: number } | undefined,
): void {
  const { empty = [], no_video: noVideo = [], too_large: large = [], too_long: long = [] } = refused
  const count = empty.length + noVideo.length + large.length + long.length + others + tooMany
  if (count === 0) return
  const named = (titles: readonly string[]) => titles.map((title) => `“${title}”`).join(t.nameList)
  const { maxBytes = 0, maxSeconds = 0 } = limits ?? {}
  const lines = [
    ...(empty.length > 0 ? [t.refusedEmpty(named(empty))] : []),
    ...(noVideo.length > 0 ? [t.refusedNoVideo(named(noVideo))] : []),
    ...(others > 0 ? [t.refusedOthers(others)] : []),
    ...(large.length > 0 ? [t.refusedTooLarge(named(large), formatBytes(maxBytes))] : []),
    ...(long.length > 0 ? [t.refusedTooLong(named(long), formatDuration(maxSeconds))] : []),
    ...(tooMany > 0 ? [t.refusedCount(tooMany)] : []),
    ...(noVideo.length + others > 0 ? [t.formats(FORMATS.join(t.nameList))] : []),
  ]
  showMessage(wx, t, [t.notAdded(count), lines.join('\n')])
}
