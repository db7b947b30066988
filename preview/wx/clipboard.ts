import type { SettingsStore } from '../runtime/settings'
import { asyncCall } from './call'
import type { Dialogs } from './dialogs'
import { requirePrivacy } from './privacy'

/** Milliseconds. */
const TOAST_MS = 1_500

/** The phone's clipboard. WeChat itself says that something was copied. */
export function clipboardFamily(dialogs: Dialogs, settings: SettingsStore) {
  let copied = ''
  return {
    setClipboardData: asyncCall('setClipboardData', async ({ data }: { data: string }) => {
      requirePrivacy(settings)
      copied = data
      // The browser's own, where it lets us: not without a gesture, nor in a window that is not in front.
      await navigator.clipboard?.writeText(data).catch(() => undefined)
      const title = settings.current.language === 'en' ? 'Copied' : '内容已复制'
      dialogs.toast({ title, icon: 'none', mask: false, durationMs: TOAST_MS })
    }),
    getClipboardData: asyncCall('getClipboardData', () => {
      requirePrivacy(settings)
      return { data: copied }
    }),
  }
}
