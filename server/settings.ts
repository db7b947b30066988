import * as v from 'valibot'

/** What the Worker's environment holds: variables and secrets, all text. */
export type Environment = Readonly<Record<string, unknown>>

export interface Settings {
  wechat: { url: string; appId: string; appSecret: string }
  sts: { endpoint: string; accessKeyId: string; accessKeySecret: string; roleArn: string }
  region: string
  /** Life of the credentials handed out, seconds, 900–3,600. */
  credentialSeconds: number
  sessionKey: string
  /** Longest wait for one call to WeChat or STS, milliseconds. */
  upstreamTimeoutMs: number
}

/** Regions with a VOD endpoint of their own (VOD documentation, "Endpoints", 2025-03). */
const VOD_REGIONS = [
  'cn-shanghai',
  'cn-beijing',
  'cn-shenzhen',
  'cn-hongkong',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-5',
  'eu-central-1',
  'us-west-1',
]

/** Values left as they came: `<…>` as in our examples, and the words that people and generators leave behind. */
const PLACEHOLDER = /^<.*>$|^(your|my)[-_ ]|change[-_ ]?me|replace[-_ ]?(me|with)|placeholder|^x{4,}$|^\*{4,}$/i

const text = v.pipe(
  v.string('is missing'),
  v.trim(),
  v.minLength(1, 'is empty'),
  v.check((value) => !PLACEHOLDER.test(value), 'still holds a placeholder'),
)

const integer = (from: number, to: number, unit: string) =>
  v.pipe(
    text,
    v.regex(/^\d+$/, `must be a whole number of ${unit}`),
    v.transform(Number),
    v.check((value) => value >= from && value <= to, `must be from ${from} to ${to} ${unit}`),
  )

/** Keys and codes travel to it, so plain HTTP is for this machine only. */
const upstreamUrl = v.pipe(
  text,
  v.check((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be a URL'),
  v.check(
    (value) => !URL.canParse(value) || new URL(value).protocol === 'https:' || isLoopback(value),
    'must begin with https://',
  ),
  v.transform((value) => value.replace(/\/+$/, '')),
)

const schema = v.object({
  WECHAT_APPID: v.pipe(text, v.regex(/^wx[0-9a-f]{16}$/, 'must be "wx" and 16 hexadecimal digits')),
  WECHAT_APP_SECRET: v.pipe(text, v.minLength(16, 'is too short for an AppSecret')),
  WECHAT_URL: v.optional(upstreamUrl, 'https://api.weixin.qq.com'),
  ALIBABA_CLOUD_ACCESS_KEY_ID: v.pipe(text, v.regex(/^[\w.-]{8,}$/, 'does not look like an access key id')),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: v.pipe(text, v.minLength(16, 'is too short for an access key secret')),
  STS_URL: v.optional(upstreamUrl),
  ROLE_ARN: v.pipe(text, v.regex(/^acs:ram::\d+:role\/[\w.-]+$/i, 'must be acs:ram::<account id>:role/<role name>')),
  VOD_REGION: v.pipe(text, v.picklist(VOD_REGIONS, `must be one of ${VOD_REGIONS.join(', ')}`)),
  CREDENTIAL_SECONDS: v.optional(integer(900, 3600, 'seconds'), '3600'),
  SESSION_KEY: v.pipe(text, v.minLength(32, 'must be at least 32 characters')),
  UPSTREAM_TIMEOUT_MS: v.optional(integer(100, 30_000, 'milliseconds'), '5000'),
})

const SECRETS = new Set([
  'WECHAT_APP_SECRET',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'SESSION_KEY',
])

/**
 * Reads and checks the environment. Every mistake is one line that names the setting, what is wrong with it and where
 * it belongs; a value is never part of it.
 */
export function readSettings(env: Environment): { settings: Settings } | { mistakes: string[] } {
  const result = v.safeParse(schema, env)
  if (!result.success) {
    const mistakes = new Map<string, string>()
    for (const issue of result.issues) {
      const name = v.getDotPath(issue) ?? 'environment'
      if (!mistakes.has(name))
        mistakes.set(name, describe(name, env[name] === undefined ? 'is missing' : issue.message))
    }
    return { mistakes: [...mistakes.values()] }
  }
  const values = result.output
  const stsUrl = values.STS_URL ?? `https://sts.${values.VOD_REGION}.aliyuncs.com`
  if (values.ALIBABA_CLOUD_ACCESS_KEY_ID.startsWith('LTAIdemo') && !isLoopback(stsUrl)) {
    return { mistakes: [describe('ALIBABA_CLOUD_ACCESS_KEY_ID', "is the emulator's demo key")] }
  }
  return {
    settings: {
      wechat: { url: values.WECHAT_URL, appId: values.WECHAT_APPID, appSecret: values.WECHAT_APP_SECRET },
      sts: {
        endpoint: stsUrl,
        accessKeyId: values.ALIBABA_CLOUD_ACCESS_KEY_ID,
        accessKeySecret: values.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
        roleArn: values.ROLE_ARN,
      },
      region: values.VOD_REGION,
      credentialSeconds: values.CREDENTIAL_SECONDS,
      sessionKey: values.SESSION_KEY,
      upstreamTimeoutMs: values.UPSTREAM_TIMEOUT_MS,
    },
  }
}

function describe(name: string, mistake: string): string {
  const place = SECRETS.has(name)
    ? `put it in .dev.vars, or for a deployed service run "npx wrangler secret put ${name}"`
    : 'set it in wrangler.toml under [vars]'
  return `${name} ${mistake}: ${place}`
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
