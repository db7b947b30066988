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

type Vouch = (user: string) => Promise<Vouched>

/** The settings of this login; `vouch`, where it is not a session of the service that vouches for users. */
export async function loginOf(kind: (typeof LOGIN_KINDS)[number]): Promise<{
  settings: Record<string, string>
  vouch?: Vouch
}> {
  if (kind === 'wechat') return { settings: {} }
  if (kind === 'cloudrun') {
    return {
      settings: CLOUD_RUN,
      vouch: async (user) => ({ headers: cloudRunHeaders(`o${user}`), openid: `o${user}` }),
    }
  }
  const team = await teamLogin()
  return {
    settings: team.settings,
    vouch: async (user) => ({ headers: { authorization: `Bearer ${await team.token(user)}` }, openid: user }),
  }
}

/** Makes services with this login, whose users are vouched for as it does. */
export async function serviceMaker(kind: (typeof LOGIN_KINDS)[number]) {
  const { settings, vouch } = await loginOf(kind)
  return (machines: number, changes: Record<string, string>): TestService => {
    const service = testMachines(machines, { ...changes, ...settings })
    return vouch ? { ...service, vouch } : service
  }
}
