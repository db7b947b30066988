import { ask, has, type SetTimer, WxFailure } from '../wechat/calls'

/** Milliseconds that a person has to answer. */
const ANSWER_WITHIN_MS = 5 * 60_000
/** Clients of before 2024 take no more at a time. */
const MOST_TEMPLATES = 3

/**
 * Asks whether WeChat may send a message about a video. WeChat opens the question only straight from a tap: nothing may be
 * waited for before this call. One acceptance is one message.
 * @returns whether a message was accepted
 */
export async function askForMessage(
  wx: Pick<WechatMiniprogram.Wx, 'requestSubscribeMessage'>,
  templates: readonly string[],
  setTimer: SetTimer,
): Promise<boolean> {
  const tmplIds = templates.slice(0, MOST_TEMPLATES)
  if (tmplIds.length === 0 || !has(wx, 'requestSubscribeMessage')) return false
  try {
    const answers = await ask<Record<string, unknown>>(
      'requestSubscribeMessage',
      (callbacks) => wx.requestSubscribeMessage({ tmplIds, ...callbacks }),
      { ms: ANSWER_WITHIN_MS, setTimer },
    )
    return tmplIds.some((id) => answers[id] === 'accept')
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    // Switched off, or refused for good: the upload does not depend on it.
    return false
  }
}
