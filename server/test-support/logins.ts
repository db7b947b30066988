import { inject } from 'vitest'
import { type TestService, testMachines, type Vouched } from './service'
import { teamLogin } from './team-login'

const CLOUD_RUN = { LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1a2b' }

/** What Cloud Run's gateway tells of a user. */
export const cloudRunHeaders = (openid: string): Record<string, string> => ({
  'x-wx-openid': openid,
  'x-wx-appid': inject('demoSettings').WECHAT_APPID ?? '',
  'x-wx-env': CLOUD_RUN.CBR_ENV_ID,
  'x-wx-source': 'wx_client',
})

export const LOGIN_KINDS = ['wechat', 'jwt', 'cloudrun'] as const

/** Makes services with this login, whose users are vouched for as it does. */
export async function serviceMaker(kind: (typeof LOGIN_KINDS)[number]) {
  const team = await teamLogin()
  const settings = { wechat: {}, jwt: team.settings, cloudrun: CLOUD_RUN }[kind]
  const vouchers: Record<'jwt' | 'cloudrun', (user: string) => Promise<Vouched>> = {
    jwt: async (user) => ({ headers: { authorization: `Bearer ${await team.token(user)}` }, openid: user }),
    cloudrun: async (user) => ({ headers: cloudRunHeaders(`o${user}`), openid: `o${user}` }),
  }
  return (machines: number, changes: Record<string, string>): TestService => {
    const service = testMachines(machines, { ...changes, ...settings })
    return kind === 'wechat' ? service : { ...service, vouch: vouchers[kind] }
  }
}
