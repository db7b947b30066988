import { networkOf, type SettingsStore } from '../runtime/settings'
import type { ThemeState } from '../runtime/theme'
import { asyncCall } from './call'
import { Listeners } from './listeners'

/** Pixels of what stands above the page. */
const STATUS_BAR = 44
/** Pixels of the gesture bar on phones with a notch. */
const GESTURE_BAR = 34

/** What the app can ask of phone, system and WeChat. */
export function deviceFamily(settings: SettingsStore, theme: ThemeState, screen: HTMLElement, pages: HTMLElement) {
  const themeChange = new Listeners<{ theme: 'light' | 'dark' }>()
  theme.on((value) => themeChange.emit({ theme: value }))
  const resize = new Listeners<{ size: { windowWidth: number; windowHeight: number } }>()
  settings.onChange((now, before) => {
    if (now.width !== before.width || now.height !== before.height)
      resize.emit({ size: { windowWidth: pages.clientWidth, windowHeight: pages.clientHeight } })
  })

  const appBase = () => ({
    ...{
      SDKVersion: settings.current.library,
      version: '8.0.60',
      enableDebug: false,
      host: { appId: '', env: 'WeChat' as const },
    },
    ...{ language: settings.current.language, theme: theme.current, fontSizeSetting: settings.current.font },
    ...{ fontSizeScaleFactor: settings.current.font / 16 },
  })
  const device = () => ({
    ...{ platform: wechatPlatform(settings), system: 'Preview', brand: 'preview', model: 'browser', abi: '' },
    ...{ deviceAbi: '', cpuType: '', memorySize: '4096', benchmarkLevel: 30 },
  })
  const window = () => {
    const { clientWidth: windowWidth, clientHeight: windowHeight } = pages
    const [screenWidth, screenHeight] = [screen.clientWidth, screen.clientHeight + STATUS_BAR]
    const bottom = screenHeight - (settings.current.notch ? GESTURE_BAR : 0)
    const safeArea = { left: 0, right: screenWidth, top: STATUS_BAR, bottom, width: screenWidth }
    return {
      ...{ windowWidth, windowHeight, screenWidth, screenHeight, statusBarHeight: STATUS_BAR },
      ...{ pixelRatio: devicePixelRatio, screenTop: screenHeight - windowHeight },
      safeArea: { ...safeArea, height: bottom - STATUS_BAR },
    }
  }
  const systemSetting = () => ({
    ...{ bluetoothEnabled: true, locationEnabled: true, wifiEnabled: networkOf(settings.current) === 'wifi' },
    deviceOrientation: 'portrait' as const,
  })
  // It alone tells WeCom from WeChat.
  const environment = () => (settings.current.platform === 'wecom' ? { environment: 'wxwork' } : {})
  const system = () => ({ ...device(), ...window(), ...systemSetting(), ...appBase(), ...environment() })

  return {
    getAppBaseInfo: appBase,
    getDeviceInfo: device,
    getWindowInfo: window,
    getSystemSetting: systemSetting,
    getSystemInfoSync: system,
    getSystemInfo: asyncCall('getSystemInfo', system),
    getMenuButtonBoundingClientRect: () => {
      const right = screen.clientWidth - 7
      return { width: 87, height: 32, top: STATUS_BAR + 6, bottom: STATUS_BAR + 38, left: right - 87, right }
    },
    ...{ onThemeChange: themeChange.on, offThemeChange: themeChange.off },
    ...{ onWindowResize: resize.on, offWindowResize: resize.off },
    setKeepScreenOn: asyncCall('setKeepScreenOn', ({ keepScreenOn }: { keepScreenOn: boolean }) => {
      // Shown by the panel.
      document.documentElement.dataset.keepScreenOn = String(keepScreenOn)
    }),
    getPerformance: () => ({ now: () => performance.now(), getEntries: () => [], mark: () => undefined }),
  }
}

function wechatPlatform(settings: SettingsStore): 'ios' | 'android' | 'windows' | 'mac' | 'devtools' {
  const { platform } = settings.current
  return platform === 'wecom' ? 'ios' : platform
}
