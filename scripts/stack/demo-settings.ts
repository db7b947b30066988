import { randomBytes } from 'node:crypto'
import { demoAccount } from '../../emulator/account'

/** The token service's settings for an emulator and its demo account. The session key is new at every call. */
export function demoSettings(emulatorUrl: string): Record<string, string> {
  const { users, roles, miniPrograms, accountId, region } = demoAccount
  const user = users.find(({ name }) => name === 'token-service')
  const role = roles.find(({ name }) => name === 'vod-uploader')
  const [miniProgram] = miniPrograms
  if (!user || !role || !miniProgram) throw new Error('The demo account is incomplete.')
  return {
    WECHAT_APPID: miniProgram.appId,
    WECHAT_APP_SECRET: miniProgram.appSecret,
    WECHAT_URL: emulatorUrl,
    STS_URL: emulatorUrl,
    VOD_URL: emulatorUrl,
    ALIBABA_CLOUD_ACCESS_KEY_ID: user.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: user.accessKeySecret,
    ROLE_ARN: `acs:ram::${accountId}:role/${role.name}`,
    VOD_REGION: region,
    SESSION_KEY: randomBytes(32).toString('base64url'),
  }
}

/** What an operator may offer besides, so that `npm start` shows all of it. VOD reviews where the emulator is told so. */
export function demoOffers(): Record<string, string> {
  const [ready, refused] = demoAccount.miniPrograms[0]?.templates ?? []
  if (!ready || !refused) throw new Error('The demo account is incomplete.')
  return {
    CATEGORIES: '1000001=日常 Daily,1000002=旅行 Travel,1000003=美食 Food',
    REVIEW: 'true',
    REPORTS: 'true',
    MESSAGE_TEMPLATE_READY: ready.id,
    MESSAGE_TEMPLATE_REFUSED: refused.id,
    MESSAGE_DATA: '{"thing1":"title","phrase2":"status","time3":"time","thing4":"reason"}',
    MESSAGE_PAGE: 'pages/videos/videos',
  }
}

/** Where VOD's notifications go, and how they are signed. */
export function demoCallback(serviceUrl: string): { url: string; key: string } {
  return { url: `${serviceUrl}/vod/events`, key: 'DemoCallbackKey1' }
}
