import { describe, expect, inject, it } from 'vitest'
import { testService } from '../test-support/service'
import { readSettings } from './settings'

const real = {
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tExampleKeyId',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'ExampleSecretOfThirtyCharacters',
  ROLE_ARN: 'acs:ram::1234567890123456:role/vod-uploader',
  VOD_REGION: 'cn-shanghai',
  SESSION_KEY: 'fA7xT0q9Zk2LwVb4sJ8mN1cR6yH3dG5e',
}

const JWT = { LOGIN: 'jwt', JWT_ISSUER: 'https://backend.example', JWT_AUDIENCE: 'wevod' }
const JWKS = { JWT_JWKS_URL: 'https://backend.example/jwks.json' }

const mistakesOf = (env: Record<string, unknown>) => {
  const result = readSettings(env)
  return 'mistakes' in result ? result.mistakes : []
}

describe('readSettings', () => {
  it('takes a complete environment and fills in the defaults', () => {
    expect(readSettings(real)).toEqual({
      settings: {
        login: { kind: 'wechat' },
        allowedOrigins: [],
        wechat: {
          url: 'https://api.weixin.qq.com',
          appId: real.WECHAT_APPID,
          appSecret: real.WECHAT_APP_SECRET,
        },
        accessKey: {
          accessKeyId: real.ALIBABA_CLOUD_ACCESS_KEY_ID,
          accessKeySecret: real.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
        },
        sts: { endpoint: 'https://sts.cn-shanghai.aliyuncs.com', roleArn: real.ROLE_ARN, extraActions: [] },
        vod: { endpoint: 'https://vod.cn-shanghai.aliyuncs.com' },
        region: 'cn-shanghai',
        credentialSeconds: 3600,
        sessionKeys: [real.SESSION_KEY],
        upstreamTimeoutMs: 5000,
        storeTimeoutMs: 5000,
        eventDays: 7,
        maxBytes: 10 * 1024 ** 3,
        daily: { uploads: 100, bytes: 100 * 1024 ** 3 },
        dailyTokens: 200,
        countCalls: 'memory',
        callsPerMinute: { user: 120, address: 600 },
        playSeconds: 900,
        uploadDefaults: {},
        checkTitles: 'off',
        claims: 'marked',
        deleteAtVod: false,
        enforceAtVod: 'report',
        tags: [],
        maxSeconds: undefined,
        categories: [],
        review: false,
        covers: true,
        shareDays: 7,
        reports: false,
        messages: undefined,
        adminSecret: undefined,
        timerSecret: undefined,
        callback: undefined,
      },
    })
  })

  it.each(Object.keys(real))('names %s and its place when it is missing, empty or a placeholder', (name) => {
    const secret = /SECRET|KEY/.test(name)
    const place = secret ? `npx wrangler secret put ${name}` : 'wrangler.toml under [vars]'
    for (const [value, mistake] of [
      [undefined, 'is missing'],
      ['  ', 'is empty'],
      ['<fill me in>', 'still holds a placeholder'],
      ['your-value-goes-right-here-and-is-long', 'still holds a placeholder'],
    ]) {
      const mistakes = mistakesOf({ ...real, [name]: value })
      expect(mistakes, String(value)).toHaveLength(1)
      expect(mistakes[0]).toContain(`${name} ${mistake}`)
      expect(mistakes[0]).toContain(place)
    }
  })

  it.each([
    ['WECHAT_APPID', 'gh_0123456789ab'],
    ['WECHAT_APP_SECRET', 'short'],
    ['WECHAT_URL', 'http://api.weixin.qq.com'],
    ['WECHAT_URL', 'api.weixin.qq.com'],
    ['STS_URL', 'ftp://sts.example'],
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'with space'],
    ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'short'],
    ['ALIBABA_CLOUD_SECURITY_TOKEN', 'short'],
    ['ROLE_ARN', 'arn:aws:iam::1:role/x'],
    ['ROLE_ARN', 'acs:ram::1234:user/x'],
    ['VOD_REGION', 'oss-cn-shanghai'],
    ['CREDENTIAL_SECONDS', '899'],
    ['CREDENTIAL_SECONDS', '3601'],
    ['CREDENTIAL_SECONDS', '1e3'],
    ['SESSION_KEY', 'too-short'],
    ['SESSION_KEY_PREVIOUS', 'too-short'],
    ['TOKEN_EXTRA_ACTIONS', 'CreateUploadImage, DeleteVideo'],
    ['UPSTREAM_TIMEOUT_MS', '0'],
    ['VOD_URL', 'http://vod.example'],
    ['UPLOAD_MAX_BYTES', '0'],
    ['DAILY_UPLOADS', '-1'],
    ['DAILY_BYTES', '1 GB'],
    ['VOD_CATEGORY_ID', 'holidays'],
    ['VOD_TAGS', 'a,,b'],
    ['VOD_APP_ID', '1000000'],
    ['PLAY_SECONDS', '59'],
    ['CALLS_PER_MINUTE_USER', '0'],
    ['CALLS_PER_MINUTE_ADDRESS', 'many'],
    ['CLAIMS', 'all'],
    ['DELETE_AT_VOD', 'yes'],
    ['MAX_SECONDS', '0'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'null'],
    ['ALLOWED_ORIGINS', 'app.example'],
    ['ALLOWED_ORIGINS', 'https://app.example/'],
    ['ALLOWED_ORIGINS', 'https://app.example,https://app.example/upload'],
    ['ALLOWED_ORIGINS', 'https://*.app.example'],
    ['ALLOWED_ORIGINS', 'https://app.example:443'],
    ['ALLOWED_ORIGINS', 'https://App.example'],
    ['ALLOWED_ORIGINS', 'http://app.example'],
    ['ALLOWED_ORIGINS', 'https://app.example https://other.example'],
    ['CATEGORIES', 'Pets'],
    ['CATEGORIES', '1000001=Pets,1000002'],
    ['REVIEW', 'yes'],
    ['COVERS', '1'],
    ['SHARE_DAYS', '366'],
    ['REPORTS', 'on'],
    ['MESSAGE_TEMPLATE_READY', 'x y'],
    ['MESSAGE_DATA', 'thing1=title'],
    ['MESSAGE_DATA', '{"thing1":"owner"}'],
    ['MESSAGE_DATA', '{"thing 1":"title"}'],
    ['VOD_CALLBACK_URL', 'http://service.example/vod/events'],
    ['VOD_CALLBACK_URL', `https://service.example/${'x'.repeat(256)}`],
    ['VOD_CALLBACK_KEY', 'only-lower-case-1'],
  ])('refuses %s=%s without repeating the value', (name, value) => {
    const [mistake, ...more] = mistakesOf({ ...real, [name]: value })
    expect(mistake).toMatch(new RegExp(`^${name} `))
    expect(mistake).not.toContain(`"${value}"`)
    expect(more).toEqual([])
  })

  it('wants a key in two halves, and all of it where no role stands in for it', () => {
    const { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret, ...rest } = real
    const half = { ...rest, ALIBABA_CLOUD_ACCESS_KEY_ID: id }
    const secretMissing = expect.stringMatching(/^ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing/)
    expect(mistakesOf(half)).toEqual([secretMissing])
    expect(mistakesOf(rest)).toEqual([expect.stringMatching(/^ALIBABA_CLOUD_ACCESS_KEY_ID is missing/), secretMissing])
    expect(readSettings(half, undefined, 'elsewhere')).toEqual({ mistakes: [secretMissing] })
    expect(readSettings(rest, undefined, 'elsewhere')).toMatchObject({ settings: { accessKey: undefined } })
    expect(mistakesOf({ ...half, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret })).toEqual([])
  })

  it('wants the token of a temporary key', () => {
    const temporary = { ...real, ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.NTExampleKeyId' }
    expect(mistakesOf(temporary)).toEqual([expect.stringMatching(/^ALIBABA_CLOUD_SECURITY_TOKEN is missing/)])
    const token = { ALIBABA_CLOUD_SECURITY_TOKEN: 'CAISExampleSecurityToken' }
    expect(readSettings({ ...temporary, ...token })).toMatchObject({
      settings: { accessKey: { securityToken: token.ALIBABA_CLOUD_SECURITY_TOKEN } },
    })
  })

  it('wants the callback URL and its key together, and keeps the URL to the letter', () => {
    const url = { VOD_CALLBACK_URL: 'https://service.example/vod/events/' }
    const key = { VOD_CALLBACK_KEY: 'Callback1' }
    expect(mistakesOf({ ...real, ...url })).toEqual([expect.stringMatching(/^VOD_CALLBACK_KEY is missing/)])
    expect(mistakesOf({ ...real, ...key })).toEqual([expect.stringMatching(/^VOD_CALLBACK_URL is missing/)])
    expect(readSettings({ ...real, ...url, ...key, VOD_CALLBACK_KEY_PREVIOUS: 'Callback0' })).toMatchObject({
      settings: { callback: { url: url.VOD_CALLBACK_URL, keys: ['Callback1', 'Callback0'] } },
    })
  })

  it.each([
    [{ LOGIN: 'jwt' }, ['JWT_ISSUER is missing', 'JWT_AUDIENCE is missing']],
    [{ LOGIN: 'cloudrun' }, ['CBR_ENV_ID is missing']],
    [{ LOGIN: 'apple' }, ['LOGIN must be wechat, jwt or cloudrun']],
    [{ ...JWT }, ['JWT_JWKS_URL or JWT_KEY has to be set, and not both']],
    [{ ...JWT, ...JWKS, JWT_KEY: 'x1'.repeat(16) }, ['JWT_JWKS_URL or JWT_KEY has to be set, and not both']],
    [{ ...JWT, JWT_KEY: 'a short secret' }, ['JWT_KEY must be a public key']],
    [{ ...JWT, ...JWKS, JWT_ALGORITHMS: 'HS256' }, ['JWT_ALGORITHMS does not fit the key']],
    [{ ...JWT, JWT_KEY: 'x1'.repeat(16), JWT_ALGORITHMS: 'RS256' }, ['JWT_ALGORITHMS does not fit the key']],
    [{ ...JWT, ...JWKS, JWT_ALGORITHMS: 'none' }, ['JWT_ALGORITHMS may name RS256']],
    [{ ...JWT, JWT_JWKS_URL: 'http://keys.example' }, ['JWT_JWKS_URL must begin with https://']],
  ])('says what the login %o lacks', (changes, expected) => {
    expect(mistakesOf({ ...real, ...changes })).toEqual(expected.map((start) => expect.stringContaining(start)))
  })

  it("takes each login's settings, and only wx.login needs the AppSecret", () => {
    const { WECHAT_APP_SECRET: _, ...others } = real
    const jwt = { kind: 'jwt', issuer: 'https://backend.example', audience: 'wevod', toleranceS: 60 }
    expect(readSettings({ ...others, ...JWT, ...JWKS })).toMatchObject({
      settings: { login: { ...jwt, algorithms: ['RS256'], keys: { jwksUrl: JWKS.JWT_JWKS_URL } }, wechat: undefined },
    })
    const pem = String.raw`-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----`
    expect(readSettings({ ...others, ...JWT, JWT_KEY: pem, JWT_ALGORITHMS: 'ES256, EdDSA' })).toMatchObject({
      settings: {
        login: { algorithms: ['ES256', 'EdDSA'], keys: { publicKey: pem.replaceAll(String.raw`\n`, '\n') } },
      },
    })
    expect(readSettings({ ...others, LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1a2b' })).toMatchObject({
      settings: { login: { kind: 'cloudrun', appId: real.WECHAT_APPID, envId: 'prod-1a2b' } },
    })
  })

  it('wants to know what the keys of a template tell', () => {
    const template = { MESSAGE_TEMPLATE_REFUSED: 'refused-template-01' }
    expect(mistakesOf({ ...real, ...template })).toEqual([expect.stringMatching(/^MESSAGE_DATA is missing/)])
    const data = { MESSAGE_DATA: '{"thing1":"title"}', MESSAGE_PAGE: 'pages/videos/videos' }
    expect(readSettings({ ...real, ...template, ...data })).toMatchObject({
      settings: {
        messages: {
          ready: undefined,
          refused: 'refused-template-01',
          data: { thing1: 'title' },
          page: data.MESSAGE_PAGE,
        },
      },
    })
  })

  it('takes the origins of web pages, and says what is wrong with one', () => {
    const origins = 'https://app.example, https://app.example:8443,http://localhost:5173,capacitor://localhost'
    expect(readSettings({ ...real, ALLOWED_ORIGINS: origins })).toMatchObject({
      settings: { allowedOrigins: origins.split(/, ?/) },
    })
    const mistake = (ALLOWED_ORIGINS: string) => mistakesOf({ ...real, ALLOWED_ORIGINS })[0]
    expect(mistake('*')).toMatch(/^ALLOWED_ORIGINS must name each origin: \* would let every web page/)
    expect(mistake('https://app.example/')).toMatch(/scheme:\/\/host\[:port\]/)
    expect(mistake('http://app.example')).toMatch(/https:\/\/.*this machine/)
  })

  it('lists every mistake at once', () => {
    expect(mistakesOf({})).toHaveLength(Object.keys(real).length)
  })

  it("refuses the emulator's demo key for the real STS", () => {
    const { WECHAT_URL, STS_URL, VOD_URL, ...forRealClouds } = inject('demoSettings')
    expect(mistakesOf(forRealClouds)).toEqual([expect.stringContaining("is the emulator's demo key")])
  })
})

describe('a service whose settings are wrong', () => {
  it('answers every call with what is missing and where to put it, and logs it', async () => {
    const { call, log } = testService({ ROLE_ARN: '<acs:ram::YOUR-ACCOUNT-ID:role/YOUR-ROLE>', SESSION_KEY: undefined })
    for (const [method, path] of [
      ['GET', '/healthz'],
      ['POST', '/session'],
    ] as const) {
      const { status, json } = await call(method, path)
      expect(status).toBe(500)
      expect(json).toMatchObject({ code: 'service_misconfigured', status: 500 })
      expect(json.detail).toMatch(/ROLE_ARN still holds a placeholder: .*wrangler\.toml/)
      expect(json.detail).toMatch(/SESSION_KEY is missing: .*wrangler secret put SESSION_KEY/)
    }
    expect(log.filter(({ event }) => event === 'setting')).toHaveLength(2)
  })
})
