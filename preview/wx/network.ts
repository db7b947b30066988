import type { SettingsStore } from '../runtime/settings'
import { asyncCall } from './call'
import { Listeners } from './listeners'

interface NetworkStatus {
  isConnected: boolean
  networkType: 'wifi' | '3g' | 'none'
}

/** The phone's network, which the panel switches. */
export function networkFamily(settings: SettingsStore) {
  const status = (): NetworkStatus => {
    const { offline, slow } = settings.current
    return { isConnected: !offline, networkType: offline ? 'none' : slow ? '3g' : 'wifi' }
  }
  const listeners = new Listeners<NetworkStatus>()
  settings.onChange((now, before) => {
    if (now.offline !== before.offline || now.slow !== before.slow) listeners.emit(status())
  })
  return {
    getNetworkType: asyncCall('getNetworkType', () => ({
      networkType: status().networkType,
      signalStrength: 100,
      hasSystemProxy: false,
    })),
    onNetworkStatusChange: listeners.on,
    offNetworkStatusChange: listeners.off,
  }
}
