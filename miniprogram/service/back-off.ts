import type { SetTimer } from '../wechat/calls'

/**
 * Does something now, and again after each of these waits, until it says that it is done.
 * @param attempt must not reject; resolves with whether it is done
 * @param waitsS seconds
 * @returns what ends it
 */
export function backOff(attempt: () => Promise<boolean>, waitsS: readonly number[], setTimer: SetTimer): () => void {
  let ended = false
  let endTimer: () => void = () => undefined
  const run = async (tried: number): Promise<void> => {
    const done = await attempt()
    const wait = waitsS[tried]
    if (!done && !ended && wait !== undefined) endTimer = setTimer(() => void run(tried + 1), wait * 1000)
  }
  void run(0)
  return () => {
    ended = true
    endTimer()
  }
}
