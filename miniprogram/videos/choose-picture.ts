import { ask, type SetTimer, WxFailure } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'

type Wx = Pick<WechatMiniprogram.Wx, 'chooseMedia'>

/** Milliseconds that a person has to choose. */
const CHOOSE_WITHIN_MS = 10 * 60_000

/** One picture of the album or the camera. Undefined where the user has thought better of it. Rejects with a WxFailure. */
export async function choosePicture(wx: Wx, setTimer: SetTimer): Promise<string | undefined> {
  const deadline = { ms: CHOOSE_WITHIN_MS, setTimer }
  try {
    const { tempFiles } = await ask<WechatMiniprogram.ChooseMediaSuccessCallbackResult>(
      'chooseMedia',
      // Compressed: WeChat makes JPEG of what the camera has, as HEIC, which VOD does not take.
      (callbacks) => wx.chooseMedia({ count: 1, mediaType: ['image'], sizeType: ['compressed'], ...callbacks }),
      deadline,
    )
    const [first] = Array.isArray(tempFiles) ? tempFiles : []
    return textOf((objectOf(first) as { tempFilePath?: unknown }).tempFilePath) || undefined
  } catch (error) {
    if (error instanceof WxFailure && /cancel/i.test(error.errMsg)) return undefined
    throw error
  }
}
