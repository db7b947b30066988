import type { AppLifetime } from '../runtime/app-lifetime'
import { Listeners } from './listeners'

/** The app's life as listeners, and what it was launched with. */
export function appEventsFamily(app: AppLifetime) {
  const errors = new Listeners<string>()
  const rejections = new Listeners<{ reason: unknown; promise: Promise<unknown> }>()
  window.addEventListener('error', ({ message }) => errors.emit(message))
  window.addEventListener('unhandledrejection', ({ reason, promise }) => rejections.emit({ reason, promise }))
  const memory = new Listeners<{ level: number }>()
  return {
    onAppShow: (listener: (options: WechatMiniprogram.App.LaunchShowOption) => void) => app.onShow(listener),
    offAppShow: (listener?: (options: WechatMiniprogram.App.LaunchShowOption) => void) => app.offShow(listener),
    onAppHide: (listener: () => void) => app.onHide(listener),
    offAppHide: (listener?: () => void) => app.offHide(listener),
    getLaunchOptionsSync: () => app.launchOptions,
    getEnterOptionsSync: () => app.launchOptions,
    ...{ onError: errors.on, offError: errors.off },
    ...{ onUnhandledRejection: rejections.on, offUnhandledRejection: rejections.off },
    ...{ onMemoryWarning: memory.on, offMemoryWarning: memory.off },
  }
}
