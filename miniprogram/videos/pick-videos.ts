import type { Texts } from '../i18n/index'
import { type SetTimer, WxFailure } from '../wechat/calls'
import {
  type Chooser,
  type ChooserWx,
  type Choosing,
  type Chosen,
  chooseMedia,
  chooseMessageFile,
  chooseVideo,
} from './choosers'

/** `album`: from the album, or a recording where there is a camera; `chat`: files that came or went by a chat. */
export type PickSource = 'album' | 'chat'

export type PickResult =
  | Chosen
  /** `refused`: by the user; `undeclared`: in the privacy guide of the mini program (errno 112). */
  | { reason: 'canceled' | 'refused' | 'undeclared' | 'failed' }

type Reason = Extract<PickResult, { reason: string }>['reason']

export interface PickOptions extends Choosing {
  setTimer: SetTimer
  source?: PickSource
  /** Called when nothing has come back for a while: nothing may have opened, or the user takes their time. */
  onSilence?: () => void
}

/** Milliseconds after which a call that opens a window of WeChat may have opened none. */
const SILENCE_MS = 8_000
/** Milliseconds after which nobody waits any more. Choosing is a matter of minutes. */
const LONGEST_MS = 30 * 60_000

/**
 * Lets the user choose videos. Where a way to do so is missing or fails, the next one is tried: WeChat on computers and
 * WeCom lack some.
 */
export async function pickVideos(wx: ChooserWx, t: Texts, options: PickOptions): Promise<PickResult> {
  const { source = 'album', onSilence, setTimer } = options
  const ways: Chooser[] = source === 'chat' ? [chooseMessageFile] : [chooseMedia, chooseVideo, chooseMessageFile]
  for (const way of ways) {
    const endSilence = onSilence && setTimer(onSilence, SILENCE_MS)
    try {
      const picked = await way(wx, t, options, { ms: LONGEST_MS, setTimer })
      // WeChat says that it worked, and gives nothing.
      return picked.videos.length + picked.others > 0 ? picked : { reason: 'failed' }
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== 'failed') return { reason }
      console.warn('This way to choose videos does not work.', error)
    } finally {
      endSilence?.()
    }
  }
  return { reason: 'failed' }
}

/** By code first; the words differ by platform and language. */
function reasonOf(error: unknown): Reason {
  if (!(error instanceof WxFailure)) throw error
  const { errno, errMsg, late } = error
  // Whoever has not chosen by then has left.
  if (late) return 'canceled'
  if (errno === 112) return 'undeclared'
  if (errno === 103 || errno === 104) return 'refused'
  if (/cancel|取消/i.test(errMsg)) return 'canceled'
  if (/not declared in the privacy|隐私.*未声明|未.*声明/i.test(errMsg)) return 'undeclared'
  if (
    /privacy permission|auth(orize)?[ :](deny|denied|no response)|permission denied|拒绝|未授权|没有.*权限/i.test(
      errMsg,
    )
  )
    return 'refused'
  return 'failed'
}
