import type { Lifecycle } from '../miniprogram/uploader/index'

/**
 * A hidden page goes on: its requests are not interrupted. One that the browser freezes, or puts away for the way back
 * (bfcache), does not; its requests fail, and go on when it is there again. Sources: Page Lifecycle, HTML "page visibility".
 */
export function webLifecycle(pauseWhenHidden: boolean): Lifecycle {
  return {
    onHide: (listener) =>
      listen(
        [document, 'freeze', listener],
        [window, 'pagehide', listener],
        ...(pauseWhenHidden ? [whenVisibilityIs('hidden', listener)] : []),
      ),
    onShow: (listener) =>
      listen([document, 'resume', listener], [window, 'pageshow', listener], whenVisibilityIs('visible', listener)),
  }
}

type Listening = [target: EventTarget, event: string, listener: () => void]

function whenVisibilityIs(state: DocumentVisibilityState, listener: () => void): Listening {
  return [document, 'visibilitychange', () => document.visibilityState === state && listener()]
}

function listen(...all: Listening[]): () => void {
  const begun = all.map(([target, event, listener]): (() => void) => {
    // The engine's listeners take nothing, and each listens for itself.
    const heard = () => listener()
    target.addEventListener(event, heard)
    return () => target.removeEventListener(event, heard)
  })
  return () => {
    for (const end of begun) end()
  }
}
