import { networkOf, type SettingsStore } from '../runtime/settings'
import { asyncCall, CallError } from './call'

/** Logs in as the panel's user: the emulator takes the user's name from the code. */
export function loginFamily(settings: SettingsStore) {
  return {
    login: asyncCall('login', () => {
      if (networkOf(settings.current) === 'none') throw new CallError('request:fail net::ERR_INTERNET_DISCONNECTED')
      return { code: `dev-${settings.current.user}-${crypto.randomUUID().replaceAll('-', '')}` }
    }),
    checkSession: asyncCall('checkSession', () => undefined),
    getAccountInfoSync: () => ({
      miniProgram: { appId: 'touristappid', envVersion: 'develop' as const, version: '' },
    }),
  }
}
