import * as v from 'valibot'
import { EXTRA_ACTIONS } from '../cloud/session-policy'
import {
  CALLBACK_URL_MAX_CHARACTERS,
  FILE_MAX_BYTES,
  TAG_MAX_CHARACTERS,
  TAGS_MAX,
  VOD_REGIONS,
} from '../cloud/vod-limits'
import { flag, integer, safeUrl, text, upstreamUrl, words } from './fields'
import { JWT_ALGORITHMS } from './jwt-algorithms'
import { origins } from './origins'

const sessionKey = v.pipe(text, v.minLength(32, 'must be at least 32 characters'))

/** VOD: up to 32 characters, among them both cases and a digit. */
const callbackKey = v.pipe(
  text,
  v.regex(
    /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\x21-\x7e]{8,32}$/,
    'must be 8 to 32 characters, with both cases and a digit',
  ),
)

/** `id=name`, separated by commas. */
const categories = v.pipe(
  v.string(),
  v.transform((value) => value.split(',').filter((one) => one.trim() !== '')),
  v.maxLength(100, 'may have 100 categories at most'),
  v.array(
    v.pipe(
      v.string(),
      v.regex(/^\s*\d{1,18}=[^=]{1,64}$/, 'must be numbers of categories with their names: 1000=Pets,1001=Travel'),
      v.transform((one) => ({
        id: one.slice(0, one.indexOf('=')).trim(),
        name: one.slice(one.indexOf('=') + 1).trim(),
      })),
    ),
  ),
)

/** What of a video a message can tell. */
export const MESSAGE_FIELDS = ['title', 'status', 'time', 'reason'] as const

const template = v.pipe(text, v.regex(/^[\w-]{16,64}$/, 'does not look like the id of a template'))
const messageData = v.pipe(
  text,
  v.parseJson(undefined, 'must be JSON'),
  v.record(
    v.pipe(v.string(), v.regex(/^\w{1,32}$/)),
    v.picklist(MESSAGE_FIELDS),
    `must map keys of the template to ${MESSAGE_FIELDS.join(', ')}`,
  ),
)

/** Every variable and secret, its form and its default. */
export const environmentSchema = v.object({
  LOGIN: v.optional(
    v.pipe(text, v.picklist(['wechat', 'jwt', 'cloudrun'], 'must be wechat, jwt or cloudrun')),
    'wechat',
  ),
  WECHAT_APPID: v.optional(v.pipe(text, v.regex(/^wx[0-9a-f]{16}$/, 'must be "wx" and 16 hexadecimal digits'))),
  WECHAT_APP_SECRET: v.optional(v.pipe(text, v.minLength(16, 'is too short for an AppSecret'))),
  WECHAT_URL: v.optional(upstreamUrl, 'https://api.weixin.qq.com'),
  JWT_JWKS_URL: v.optional(safeUrl),
  // Where a variable can have no lines, `\\n` stands for their ends.
  JWT_KEY: v.optional(
    v.pipe(
      text,
      v.transform((key) => key.replaceAll('\\n', '\n')),
    ),
  ),
  JWT_ISSUER: v.optional(text),
  JWT_AUDIENCE: v.optional(text),
  JWT_ALGORITHMS: v.optional(words(JWT_ALGORITHMS), ''),
  JWT_TOLERANCE_SECONDS: v.optional(integer(0, 600, 'seconds'), '60'),
  CBR_ENV_ID: v.optional(text),
  ALLOWED_ORIGINS: v.optional(origins, ''),
  // A machine's role can stand in for these: access-key.ts.
  ALIBABA_CLOUD_ACCESS_KEY_ID: v.optional(v.pipe(text, v.regex(/^[\w.-]{8,}$/, 'does not look like an access key id'))),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: v.optional(v.pipe(text, v.minLength(16, 'is too short for an access key secret'))),
  ALIBABA_CLOUD_SECURITY_TOKEN: v.optional(v.pipe(text, v.minLength(16, 'is too short for a security token'))),
  STS_URL: v.optional(upstreamUrl),
  VOD_URL: v.optional(upstreamUrl),
  ROLE_ARN: v.pipe(text, v.regex(/^acs:ram::\d+:role\/[\w.-]+$/i, 'must be acs:ram::<account id>:role/<role name>')),
  VOD_REGION: v.pipe(text, v.picklist(VOD_REGIONS, `must be one of ${VOD_REGIONS.join(', ')}`)),
  TOKEN_EXTRA_ACTIONS: v.optional(words(EXTRA_ACTIONS), ''),
  CREDENTIAL_SECONDS: v.optional(integer(900, 3600, 'seconds'), '3600'),
  SESSION_KEY: sessionKey,
  SESSION_KEY_PREVIOUS: v.optional(sessionKey),
  UPSTREAM_TIMEOUT_MS: v.optional(integer(100, 30_000, 'milliseconds'), '5000'),
  STORE_TIMEOUT_MS: v.optional(integer(100, 30_000, 'milliseconds'), '5000'),
  EVENT_DAYS: v.optional(integer(1, 3650, 'days'), '7'),

  UPLOAD_MAX_BYTES: v.optional(integer(1, FILE_MAX_BYTES, 'bytes'), '10737418240'),
  DAILY_UPLOADS: v.optional(integer(1, 1_000_000, 'uploads'), '100'),
  DAILY_BYTES: v.optional(integer(1, Number.MAX_SAFE_INTEGER, 'bytes'), '107374182400'),
  DAILY_TOKENS: v.optional(integer(1, 1_000_000, 'tokens'), '200'),
  MAX_SECONDS: v.optional(integer(1, 31_536_000, 'seconds')),
  CATEGORIES: v.optional(categories, ''),
  REVIEW: v.optional(flag, 'false'),
  COVERS: v.optional(flag, 'true'),
  SHARE_DAYS: v.optional(integer(0, 365, 'days'), '7'),
  REPORTS: v.optional(flag, 'false'),
  MESSAGE_TEMPLATE_READY: v.optional(template),
  MESSAGE_TEMPLATE_REFUSED: v.optional(template),
  MESSAGE_DATA: v.optional(messageData),
  MESSAGE_PAGE: v.optional(text),
  PLAY_SECONDS: v.optional(integer(60, 86_400, 'seconds'), '900'),
  CALLS_PER_MINUTE_USER: v.optional(integer(1, 1_000_000, 'calls'), '120'),
  COUNT_CALLS: v.optional(v.pipe(text, v.picklist(['memory', 'database'], 'must be memory or database')), 'memory'),
  CALLS_PER_MINUTE_ADDRESS: v.optional(integer(1, 1_000_000, 'calls'), '600'),
  VOD_CATEGORY_ID: v.optional(v.pipe(text, v.regex(/^\d{1,18}$/, 'must be the number of a category'))),
  VOD_TAGS: v.optional(
    v.pipe(
      text,
      v.check(
        (value) =>
          value.split(',').length <= TAGS_MAX &&
          value.split(',').every((tag) => tag.length >= 1 && tag.length <= TAG_MAX_CHARACTERS),
        `must be 1 to ${TAGS_MAX} tags of up to ${TAG_MAX_CHARACTERS} characters, separated by commas`,
      ),
    ),
  ),
  VOD_TEMPLATE_GROUP_ID: v.optional(text),
  VOD_WORKFLOW_ID: v.optional(text),
  VOD_STORAGE_LOCATION: v.optional(text),
  VOD_APP_ID: v.optional(v.pipe(text, v.regex(/^app-\d+$/, 'must be "app-" and a number'))),
  CLAIMS: v.optional(v.pipe(text, v.picklist(['any', 'marked'], 'must be any or marked')), 'marked'),
  CHECK_TITLES: v.optional(v.pipe(text, v.picklist(['off', 'risky', 'review'], 'must be off, risky or review')), 'off'),
  DELETE_AT_VOD: v.optional(flag, 'false'),
  ENFORCE_AT_VOD: v.optional(
    v.pipe(text, v.picklist(['report', 'marked', 'all'], 'must be report, marked or all')),
    'report',
  ),
  ADMIN_SECRET: v.optional(v.pipe(text, v.minLength(32, 'must be at least 32 characters'))),
  TIMER_SECRET: v.optional(v.pipe(text, v.minLength(32, 'must be at least 32 characters'))),
  VOD_CALLBACK_URL: v.optional(
    v.pipe(
      safeUrl,
      v.maxLength(CALLBACK_URL_MAX_CHARACTERS, `must be at most ${CALLBACK_URL_MAX_CHARACTERS} characters`),
    ),
  ),
  VOD_CALLBACK_KEY: v.optional(callbackKey),
  VOD_CALLBACK_KEY_PREVIOUS: v.optional(callbackKey),
})

export type Values = v.InferOutput<typeof environmentSchema>

export const SECRETS: ReadonlySet<string> = new Set([
  'WECHAT_APP_SECRET',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
  'JWT_KEY',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
  'ADMIN_SECRET',
  'TIMER_SECRET',
  'VOD_CALLBACK_KEY',
  'VOD_CALLBACK_KEY_PREVIOUS',
])
