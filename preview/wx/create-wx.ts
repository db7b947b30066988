import type { AppLifetime } from '../runtime/app-lifetime'
import type { LogBook } from '../runtime/log-book'
import type { AppConfig } from '../runtime/mini-program'
import type { NetworkLog } from '../runtime/network-log'
import type { Chrome } from '../runtime/phone/chrome'
import type { PageStack } from '../runtime/phone/page-stack'
import type { SettingsStore } from '../runtime/settings'
import type { ThemeState } from '../runtime/theme'
import { appEventsFamily } from './app-events'
import { clipboardFamily } from './clipboard'
import { cloudFamily } from './cloud'
import { Connections } from './connections'
import { deviceFamily } from './device'
import { Dialogs } from './dialogs'
import { feedbackFamily } from './feedback'
import { fileSystemFamily } from './file-system'
import { hapticsFamily } from './haptics'
import { loginFamily } from './login'
import { logsFamily } from './logs'
import { chooseFilesFamily } from './media/choose-files'
import { chooseMediaFamily } from './media/choose-media'
import { compressVideoFamily } from './media/compress-video'
import { mediaInfoFamily } from './media/media-info'
import { previewMediaFamily } from './media/preview-media'
import { barsFamily, navigationFamily } from './navigation'
import { networkFamily } from './network'
import { privacyFamily } from './privacy'
import { refreshFamily } from './refresh'
import { requestFamily } from './request'
import { shareFamily } from './share'
import { storageFamily } from './storage'
import { subscribeFamily } from './subscribe'
import { TempFiles } from './temp-files'
import { updateFamily } from './update'
import { uploadFileFamily } from './upload-file'
import { viewFamily } from './view'
import { REQUEST_TIMEOUT_MS } from './wechat-facts'

export interface Platform {
  settings: SettingsStore
  theme: ThemeState
  app: AppLifetime
  appConfig: AppConfig
  stack: PageStack
  chrome: Chrome
  book: LogBook
  network: NetworkLog
}

export interface WxHost {
  wx: WechatMiniprogram.Wx
  connections: Connections
  files: TempFiles
}

/** The global `wx`. A call that it lacks throws, and is on the page's list of errors. */
export function createWx({ settings, theme, app, appConfig, stack, chrome, book, network }: Platform): WxHost {
  const files = new TempFiles()
  const connections = new Connections(settings, app, network)
  const dialogs = new Dialogs(chrome.screen)
  const timeouts = { request: REQUEST_TIMEOUT_MS, uploadFile: REQUEST_TIMEOUT_MS, ...appConfig.networkTimeout }
  const appTitle = appConfig.window?.navigationBarTitleText ?? ''
  const families = {
    ...loginFamily(settings),
    ...requestFamily(connections, timeouts),
    ...cloudFamily(connections, settings),
    ...uploadFileFamily(connections, files, timeouts),
    ...networkFamily(settings),
    ...chooseMediaFamily(files, settings),
    ...chooseFilesFamily(files, settings),
    ...compressVideoFamily(files, book),
    ...mediaInfoFamily(files),
    ...previewMediaFamily(dialogs),
    ...fileSystemFamily(files),
    ...storageFamily(localStorage, () => settings.current.user),
    ...deviceFamily(settings, theme, chrome.screen, chrome.container),
    ...privacyFamily(settings),
    ...feedbackFamily(dialogs, settings),
    ...navigationFamily(stack),
    ...barsFamily(chrome, stack),
    ...refreshFamily(stack),
    ...shareFamily({ screen: chrome.screen, dialogs, settings, stack, appTitle }),
    ...subscribeFamily(settings, dialogs, book),
    ...clipboardFamily(dialogs, settings),
    ...hapticsFamily(book),
    ...logsFamily(book),
    ...appEventsFamily(app),
    ...viewFamily(stack),
    ...updateFamily(dialogs),
  }
  const complete = { ...families, canIUse: (schema: string) => (schema.split('.')[0] ?? '') in families }
  expectKnown(complete)
  return { wx: failingLoudly(complete) as unknown as WechatMiniprogram.Wx, connections, files }
}

/** Holds at compile time that every name is one of WeChat's. */
function expectKnown<Name extends keyof WechatMiniprogram.Wx>(_calls: Record<Name, unknown>): void {
  // Nothing to do when it runs.
}

function failingLoudly(calls: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(calls, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || name === 'then' || name === 'toJSON')
        return Reflect.get(target, name)
      return () => {
        const message = `wx.${name} is not in the preview yet: add it to preview/wx/`
        console.error(message)
        throw new Error(message)
      }
    },
  })
}
