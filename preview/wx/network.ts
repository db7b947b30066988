import { type NetworkType, networkOf, type SettingsStore } from '../runtime/settings'
import { asyncCall } from './call'
import { Listeners } from './listeners'

interface NetworkStatus {
  isConnected: boolean
  networkType: NetworkType
}

interface Weakness {
  weakNet: boolean
  networkType: NetworkType
}

/** The phone's network, which the panel switches. */
export function networkFamily(settings: SettingsStore) {
  const status = (): NetworkStatus => {
    const networkType = networkOf(settings.current)
    return { isConnected: networkType !== 'none', networkType }
  }
  const listeners = new Listeners<NetworkStatus>()
  const weakness = new Listeners<Weakness>()
  settings.onChange((now, before) => {
    if (networkOf(now) !== networkOf(before)) listeners.emit(status())
    if (now.slow !== before.slow) weakness.emit({ weakNet: now.slow, networkType: status().networkType })
  })
  return {
    getNetworkType: asyncCall('getNetworkType', () => ({
      networkType: status().networkType,
      signalStrength: 100,
      weakNet: settings.current.slow,
      hasSystemProxy: false,
    })),
    ...{ onNetworkStatusChange: listeners.on, offNetworkStatusChange: listeners.off },
    ...{ onNetworkWeakChange: weakness.on, offNetworkWeakChange: weakness.off },
  }
}
