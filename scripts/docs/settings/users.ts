import type { SettingGroup } from './meaning'

/** Who a user is, and who may call. */
export const USERS = {
  title: { en: 'Users and logins', zh: '用户与登录' },
  meanings: {
    LOGIN: {
      en: 'Who vouches for the user: WeChat by `wx.login`, the Bearer token of your own backend, or the headers of WeChat Cloud Run (safe only with public access off)',
      zh: '由谁证明用户身份：微信（`wx.login`）、你自己后端签发的 Bearer 令牌，或微信云托管的请求头（仅在关闭公网访问时安全）',
    },
    WECHAT_APPID: {
      takes: { en: '`wx` and 16 hexadecimal digits', zh: '`wx` 加 16 位十六进制数字' },
      en: 'AppID of the mini program; needed with `LOGIN` `wechat` and `cloudrun`',
      zh: '小程序的 AppID；`LOGIN` 为 `wechat` 或 `cloudrun` 时必填',
    },
    WECHAT_APP_SECRET: {
      takes: { en: '16 characters or more', zh: '至少 16 个字符' },
      en: 'AppSecret of the mini program; needed with `LOGIN = "wechat"`, for subscription messages and for `CHECK_TITLES`',
      zh: '小程序的 AppSecret；`LOGIN = "wechat"`、订阅消息和 `CHECK_TITLES` 需要它',
    },
    JWT_JWKS_URL: {
      en: 'With `LOGIN = "jwt"`: where your backend’s public keys are. This or `JWT_KEY`, not both',
      zh: '`LOGIN = "jwt"` 时：你的后端公钥（JWKS）的地址。与 `JWT_KEY` 二选一',
    },
    JWT_KEY: {
      takes: {
        en: 'a public key in PEM, or a secret of at least 32 characters; `\\n` stands for the end of a line',
        zh: 'PEM 格式的公钥，或至少 32 个字符的密钥；换行可写成 `\\n`',
      },
      en: 'With `LOGIN = "jwt"`: the key that checks your backend’s tokens',
      zh: '`LOGIN = "jwt"` 时：校验你的后端令牌所用的密钥',
    },
    JWT_ISSUER: {
      takes: { en: 'text', zh: '文本' },
      en: 'With `LOGIN = "jwt"`: `iss` that a token must have',
      zh: '`LOGIN = "jwt"` 时：令牌必须带有的 `iss`',
    },
    JWT_AUDIENCE: {
      takes: { en: 'text', zh: '文本' },
      en: 'With `LOGIN = "jwt"`: `aud` that a token must have',
      zh: '`LOGIN = "jwt"` 时：令牌必须带有的 `aud`',
    },
    JWT_ALGORITHMS: {
      en: 'Algorithms that a token’s signature may have. Empty: RS256, with a secret HS256',
      zh: '令牌允许使用的签名算法。留空：RS256；用对称密钥时为 HS256',
    },
    JWT_TOLERANCE_SECONDS: {
      en: 'By how much your backend’s clock and this one may differ',
      zh: '你的后端与本服务之间允许的时钟误差',
    },
    CBR_ENV_ID: {
      takes: { en: 'text', zh: '文本' },
      en: 'With `LOGIN = "cloudrun"`: id of the environment; its containers have it by themselves',
      zh: '`LOGIN = "cloudrun"` 时：云托管环境 ID；云托管的容器里自带这个变量',
    },
    SESSION_KEY: {
      takes: { en: '32 characters or more', zh: '至少 32 个字符' },
      en: 'Signs sessions, marks and shares: `openssl rand -base64 48`',
      zh: '用于会话、归属标记和分享令牌：`openssl rand -base64 48` 生成',
    },
    SESSION_KEY_PREVIOUS: {
      takes: { en: '32 characters or more', zh: '至少 32 个字符' },
      en: 'The key before this one, for the 2 hours that sessions last, and for `SHARE_DAYS` where shares shall outlive the change',
      zh: '更换前的 `SESSION_KEY`：保留 2 小时（会话有效期）；要让已有分享继续有效，则保留 `SHARE_DAYS` 天',
    },
    ALLOWED_ORIGINS: {
      takes: {
        en: 'origins as browsers send them, separated by commas, up to 100; `*` is refused',
        zh: '浏览器发送的来源（origin），用逗号分隔，最多 100 个；不接受 `*`',
      },
      en: 'Web pages that may call the service (CORS). Mini programs and apps need none',
      zh: '允许哪些网页调用本服务（CORS）。小程序和 App 不需要',
    },
    CALLS_PER_MINUTE_USER: {
      en: 'Calls of one user a minute. On Workers `[[ratelimits]]` in wrangler.toml says it',
      zh: '每个用户每分钟的调用次数。在 Workers 上由 wrangler.toml 的 `[[ratelimits]]` 决定',
    },
    CALLS_PER_MINUTE_ADDRESS: {
      en: 'Calls without a session from one address a minute; many phones can share an address. On Workers as above',
      zh: '每个 IP 地址每分钟未登录的调用次数；许多手机可能共用一个地址。在 Workers 上同上',
    },
    COUNT_CALLS: {
      en: '`memory`: each machine counts for itself. `database`: all machines together and exactly, for a write a call',
      zh: '`memory`：每台机器各自计数；`database`：所有机器合计、精确，代价是每次调用写一次数据库',
    },
    ADMIN_SECRET: {
      takes: { en: '32 characters or more', zh: '至少 32 个字符' },
      en: 'Opens the operator’s view under `/admin/`, and `/metrics` on Node. Without it there are none',
      zh: '打开运营接口 `/admin/`，以及 Node 上的 `/metrics`。不设则没有这些接口',
    },
    TIMER_SECRET: {
      takes: { en: '32 characters or more', zh: '至少 32 个字符' },
      en: 'Payload of a timer trigger of Function Compute (`POST /invoke`)',
      zh: '函数计算定时触发器携带的 payload（`POST /invoke`）',
    },
  },
} as const satisfies SettingGroup
