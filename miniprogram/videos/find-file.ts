import { ask, type SetTimer, WxFailure } from '../wechat/calls'

/** Milliseconds that WeChat gets to find a file. */
const FIND_WITHIN_MS = 5_000

/** The path itself where WeChat still has the file; undefined where it has not, or cannot say. */
export async function findFile(
  wx: Pick<WechatMiniprogram.Wx, 'getFileSystemManager'>,
  path: string,
  setTimer: SetTimer,
): Promise<string | undefined> {
  if (path === '') return undefined
  try {
    const deadline = { ms: FIND_WITHIN_MS, setTimer }
    await ask('access', (callbacks) => wx.getFileSystemManager().access({ path, ...callbacks }), deadline)
    return path
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    return undefined
  }
}
