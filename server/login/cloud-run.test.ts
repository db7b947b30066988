import { describe, expect, inject, it } from 'vitest'
import { testService } from '../test-support/service'

const settings = { LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1a2b', WECHAT_APP_SECRET: undefined }
const { WECHAT_APPID: appId = '' } = inject('demoSettings')
const own = { 'x-wx-openid': 'oAlice', 'x-wx-appid': appId, 'x-wx-env': 'prod-1a2b', 'x-wx-source': 'wx_devtools' }
const shared = {
  'x-wx-from-openid': 'oAlice',
  'x-wx-from-appid': appId,
  'x-wx-env': 'prod-1a2b',
  'x-wx-source': 'wx_client',
}

const list = (headers: Record<string, string>, changes: Record<string, string | undefined> = settings) =>
  testService(changes).call('GET', '/videos', { headers })

describe('LOGIN=cloudrun', () => {
  it("takes the user whom Cloud Run's gateway names, also with shared resources", async () => {
    expect((await list(own)).status).toBe(200)
    expect((await list(shared)).status).toBe(200)
  })

  it('has no POST /session', async () => {
    const { status } = await testService(settings).call('POST', '/session', { body: { code: 'x' } })
    expect(status).toBe(404)
  })

  it('refuses what does not come from its mini program', async () => {
    const wrong: Record<string, string>[] = [
      { ...own, 'x-wx-env': 'prod-other' },
      { ...own, 'x-wx-appid': 'wxffffffffffffffff' },
      { ...own, 'x-wx-source': '' },
      { ...own, 'x-wx-openid': 'o' },
      { ...own, 'x-wx-openid': 'oAlice, oBob' },
      { ...own, 'x-wx-openid': '' },
      { ...shared, 'x-wx-from-appid': 'wxffffffffffffffff' },
      // What is said of the shared environment does not vouch for a user of the own one.
      { ...shared, 'x-wx-openid': 'oBob' },
    ]
    for (const headers of wrong) {
      const { status, json } = await list(headers)
      expect([status, json.code], JSON.stringify(headers)).toEqual([401, 'session_invalid'])
    }
    for (const name of Object.keys(own)) {
      const { [name as keyof typeof own]: _, ...rest } = own
      expect((await list(rest)).status, `without ${name}`).toBe(401)
    }
  })

  it('counts these headers for nothing with another login', async () => {
    expect((await list(own, {})).json.code).toBe('session_missing')
  })
})
