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
