import { type AccessKeySource, always } from '../server/cloud/access-key'
import { NO_ROLE } from '../server/node/node-access-key'
import { roleKeys } from '../server/node/role-keys'
import { readSettings, type Settings } from '../server/settings/settings'
import type { Finding } from './finding'
import type { SettingsSource } from './settings-source'
import type { Texts } from './texts/en/en'

export type Read = { settings: Settings; accessKey: AccessKeySource; finding: Finding } | { finding: Finding }

/** Reads the settings as the service reads them. A value is in no finding. */
export async function readSource(
  { env, name, placeOf, accessKeyPlace, hint }: SettingsSource,
  texts: Texts,
): Promise<Read> {
  const begun = performance.now()
  const finding = (rest: Pick<Finding, 'status' | 'detail'> | Pick<Finding, 'status' | 'cause' | 'fix'>): Finding => ({
    id: 'settings',
    title: texts.titles.settings,
    ...rest,
    seconds: Math.round(performance.now() - begun) / 1000,
  })
  const result = readSettings(env, placeOf, accessKeyPlace)
  const mistakes = 'mistakes' in result ? result.mistakes : []
  const fromRole = roleKeys(Date.now)
  const needsRole = 'settings' in result && result.settings.accessKey === undefined
  // The chain's own error can hold an answer with secrets.
  if (needsRole && !(await fromRole().then(Boolean, () => false))) {
    mistakes.push(`${NO_ROLE}: ${placeOf('ALIBABA_CLOUD_ACCESS_KEY_ID')}`)
  }
  if (!('settings' in result) || mistakes.length > 0) {
    const { cause, fix } = texts.report.settingsWrong(mistakes)
    return { finding: finding({ status: 'failed', cause, fix: [fix, hint ?? []].flat().join('\n') }) }
  }
  const { settings } = result
  return {
    settings,
    accessKey: settings.accessKey ? always(settings.accessKey) : fromRole,
    finding: finding({ status: 'ok', detail: name }),
  }
}
