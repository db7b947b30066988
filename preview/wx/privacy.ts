import type { SettingsStore } from '../runtime/settings'
import { asyncCall, CallError } from './call'

/** Whether the user has agreed to the privacy terms, and whether the terms speak of what the app wants. */
export function privacyFamily(settings: SettingsStore) {
  return {
    getPrivacySetting: asyncCall('getPrivacySetting', () => ({
      needAuthorization: settings.current.privacy !== 'granted',
      privacyContractName: '《小程序隐私保护指引》',
    })),
    requirePrivacyAuthorize: asyncCall('requirePrivacyAuthorize', () => requirePrivacy(settings)),
    // The panel has decided already: nobody is ever asked.
    onNeedPrivacyAuthorization: (_listener: unknown) => undefined,
    openPrivacyContract: asyncCall('openPrivacyContract', () => undefined),
  }
}

/** @throws {CallError} as WeChat's privacy gate does */
export function requirePrivacy(settings: SettingsStore): void {
  const { privacy } = settings.current
  if (privacy === 'refused') throw new CallError('privacy permission is not authorized', 104)
  if (privacy === 'undeclared') {
    throw new CallError('api scope is not declared in the privacy agreement', 112)
  }
}
