import { asyncCall } from './call'
import type { Dialogs } from './dialogs'

/** wx.updateWeChatApp: there is no store to go to from here. */
export function updateFamily(dialogs: Dialogs) {
  return {
    updateWeChatApp: asyncCall('updateWeChatApp', () => {
      dialogs.toast({ title: 'The store would open now.', icon: 'none', mask: false, durationMs: 2000 })
    }),
  }
}
