import * as v from 'valibot'
import { EVENTS_PATH } from '../../server/http/paths'
import { safeUrl, text } from '../../server/settings/fields'
import { environmentSchema } from '../../server/settings/schema'
import { unwritable } from './env-file'
import { DEFAULT_ROLE_NAME } from './ram/plan'

const isCallback = v.check(
  (value: string) => !URL.canParse(value) || new URL(value).pathname.endsWith(EVENTS_PATH),
  `must end in ${EVENTS_PATH}`,
)

/** What the service itself does not check, or not so closely. */
const OWN: Readonly<Record<string, v.GenericSchema<unknown, unknown>>> = {
  SERVICE_URL: v.pipe(
    safeUrl,
    v.check((value) => !/[?#]/.test(value), 'must have no ? and no #'),
  ),
  VOD_CALLBACK_URL: v.pipe(v.unwrap(environmentSchema.entries.VOD_CALLBACK_URL), isCallback),
  DATABASE: v.pipe(
    text,
    v.check(
      (value) => !value.includes('://') || /^postgres(ql)?:\/\/[^/]+\/./i.test(value),
      'must be a file, or postgres://user:password@host:5432/database',
    ),
  ),
  CLOUDRUN_SERVICE: v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,38}$/, 'must be small letters, digits and -')),
}

/** The value as it is kept: without what people type around it. */
export function tidy(setting: string, value: string): string {
  const trimmed = value.trim()
  if (setting === 'SERVICE_URL') return trimmed.replace(/\/+$/, '')
  if (setting === 'ROLE_ARN' && /^\d{10,20}$/.test(trimmed)) return `acs:ram::${trimmed}:role/${DEFAULT_ROLE_NAME}`
  return trimmed
}

/** What is wrong with a value, by the service's own schema: `must be …`; undefined where nothing is. Tells no value. */
export function mistakeIn(setting: string, value: string): string | undefined {
  const entries = environmentSchema.entries as Readonly<Record<string, v.GenericSchema<unknown, unknown> | undefined>>
  const schema = OWN[setting] ?? entries[setting]
  if (!schema) throw new Error(`There is no setting ${setting}.`)
  const { issues } = v.safeParse(schema, value)
  return issues?.[0].message ?? unwritable(value)
}
