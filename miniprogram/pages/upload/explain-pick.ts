import type { Texts } from '../../i18n/index'
import type { PickResult } from '../../videos/pick-videos'
import { showHint, showMessage } from '../messages'

/** Says what kept the user from choosing videos, if anything did. */
export function explainPick(
  wx: Pick<WechatMiniprogram.Wx, 'showModal' | 'showToast'>,
  t: Texts,
  result: PickResult,
): void {
  if ('videos' in result) {
    if (result.others > 0) showMessage(wx, t, [t.notVideos, t.notVideosDetail(result.others)])
    return
  }
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
