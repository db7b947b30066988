import type { Network, NetworkKind } from '../miniprogram/uploader/index'

/** Of the Network Information API: in Chromium alone, and its `type` on phones alone. */
interface Connection extends EventTarget {
  readonly type?: string
}

/** Whether there is a network. `onLine` false is certain, true is not: there may be nothing behind it, as requests tell. */
export function webNetwork(): Network {
  const { connection } = navigator as Navigator & { connection?: Connection }
  const current = (): NetworkKind => {
    if (!navigator.onLine) return 'none'
    return connection?.type === 'cellular' ? 'mobile' : 'other'
  }
  return {
    current: () => Promise.resolve(current()),
    onChange(listener) {
      let told = current()
      // One change is two events where the connection has its own.
      const tell = () => {
        const now = current()
        if (now !== told) listener(now)
        told = now
      }
      addEventListener('online', tell)
      addEventListener('offline', tell)
      connection?.addEventListener('change', tell)
      return () => {
        removeEventListener('online', tell)
        removeEventListener('offline', tell)
        connection?.removeEventListener('change', tell)
      }
    },
  }
}
