import { ask, perform, type SetTimer, WxFailure } from './calls'
import { dangerColor } from './danger-color'

type Wx = Pick<WechatMiniprogram.Wx, 'showModal'>

/** What a question says. WeChat shows four characters on a button at most. */
export interface Question {
  title: string
  content: string
  confirmText: string
  cancelText: string
}

/** Milliseconds that a person has to answer. */
export const ANSWER_WITHIN_MS = 5 * 60_000

/**
 * Whether the user says yes. No where the question cannot be asked, or is not answered, with a line in the console.
 * @param unanswered that line
 */
export async function isConfirmed(
  wx: Wx,
  question: Question,
  setTimer: SetTimer,
  unanswered: string,
): Promise<boolean> {
  try {
    const { confirm } = await ask<WechatMiniprogram.ShowModalSuccessCallbackResult>(
      'showModal',
      (callbacks) => wx.showModal({ ...question, ...callbacks }),
      { ms: ANSWER_WITHIN_MS, setTimer },
    )
    return confirm === true
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    console.warn(unanswered, error)
    return false
  }
}

/**
 * Asks before something is taken away for good, in red, and calls `act` where the user wants it. Where the question fails,
 * nothing happens: on some phones that is how WeChat says no.
 */
export function askBeforeLoss(wx: Wx & Parameters<typeof dangerColor>[0], question: Question, act: () => void): void {
  perform('showModal', (end) =>
    wx.showModal({
      ...question,
      confirmColor: dangerColor(wx),
      success: (answer) => {
        if (answer?.confirm === true) act()
      },
      ...end,
    }),
  )
}
