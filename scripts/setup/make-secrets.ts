import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { environmentSchema } from '../../server/settings/schema'

export const SECRET_NAMES = ['session', 'callback', 'admin', 'timer'] as const
export type SecretName = (typeof SECRET_NAMES)[number]

/** Where each stands, and where the one before goes while both are good. */
const SETTINGS: Record<SecretName, { setting: string; previous?: string }> = {
  session: { setting: 'SESSION_KEY', previous: 'SESSION_KEY_PREVIOUS' },
  callback: { setting: 'VOD_CALLBACK_KEY', previous: 'VOD_CALLBACK_KEY_PREVIOUS' },
  admin: { setting: 'ADMIN_SECRET' },
  timer: { setting: 'TIMER_SECRET' },
}

/**
 * The secrets that nobody has to think of. Those that there are stay: another SESSION_KEY would log everybody out and
 * take the marks of videos for forged.
 * @param settings what is set already, VOD_CALLBACK_URL among it where notifications are wanted
 * @param rotate those that are made anew; the former one is still accepted, where the service can do so
 * @returns what is to be set besides
 */
export function makeSecrets(
  settings: Readonly<Record<string, string>>,
  rotate: readonly SecretName[],
): Record<string, string> {
  const made: Record<string, string> = {}
  for (const name of SECRET_NAMES) {
    const { setting, previous } = SETTINGS[name]
    const former = settings[setting]
    if (name === 'callback' && settings.VOD_CALLBACK_URL === undefined) continue
    if (former !== undefined && !rotate.includes(name)) continue
    made[setting] = name === 'callback' ? callbackKey() : randomBytes(48).toString('base64url')
    if (former !== undefined && previous !== undefined) made[previous] = former
  }
  return made
}

/** VOD takes no more than 32 characters, and wants both cases and a digit among them. */
function callbackKey(): string {
  for (;;) {
    const key = randomBytes(24).toString('base64url')
    if (v.is(environmentSchema.entries.VOD_CALLBACK_KEY, key)) return key
  }
}
