import { beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { machineKey } from '../test-support/machine-key'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

async function ask(changes: Record<string, string | undefined> = {}) {
  const service = testService(changes)
  const authorization = await service.login('alice')
  const answer = await service.call('POST', '/credentials', { headers: { authorization } })
  return {
    ...answer,
    log: service.log,
    again: () => service.call('POST', '/credentials', { headers: { authorization } }),
  }
}

/** An answer of AssumeRole with a token that ends in so many seconds. */
function givenToken(seconds: number) {
  const Expiration = new Date(Date.now() + seconds * 1000).toISOString()
  const Credentials = { AccessKeyId: 'STS.given', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration }
  return { type: 'respond', status: 200, body: JSON.stringify({ RequestId: 'R', Credentials }) }
}

describe('POST /credentials', () => {
  it("gives STS credentials, their end, the region and the service's time", async () => {
    const { status, headers, json } = await ask()
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(Object.keys(json).sort()).toEqual(
      ['accessKeyId', 'accessKeySecret', 'expiration', 'region', 'securityToken', 'serverTime', 'userData'].sort(),
    )
    expect(json.accessKeyId).toMatch(/^STS\./)
    expect(json.region).toBe('cn-shanghai')
    const life = Date.parse(json.expiration as string) - Date.parse(json.serverTime as string)
    expect(Math.abs(life - 3_600_000)).toBeLessThan(10_000)
  })

  it('lets them live as long as the settings say', async () => {
    const { json } = await ask({ CREDENTIAL_SECONDS: '900' })
    const life = Date.parse(json.expiration as string) - Date.parse(json.serverTime as string)
    expect(Math.abs(life - 900_000)).toBeLessThan(10_000)
  })

  it('takes an empty JSON object for no body, and nothing else', async () => {
    const service = testService()
    const headers = { authorization: await service.login('alice') }
    expect((await service.call('POST', '/credentials', { headers, body: {} })).status).toBe(200)
    const { status, json } = await service.call('POST', '/credentials', { headers, body: { DurationSeconds: 43200 } })
    expect([status, json.code]).toEqual([400, 'invalid_body'])
    expect(json.detail).toContain('DurationSeconds')
  })

  it.each([
    ['a string', { validFor: '60' }],
    ['a fraction', { validFor: 0.5 }],
    ['less than nothing', { validFor: -1 }],
    ['more than STS can give', { validFor: 43_201 }],
    ['null', { validFor: null }],
    ['an array around it', [{ validFor: 60 }]],
    ['an unknown field besides', { validFor: 60, DurationSeconds: 60 }],
  ])('refuses validFor as %s', async (_, body) => {
    const service = testService()
    const headers = { authorization: await service.login('alice') }
    const { status, json } = await service.call('POST', '/credentials', { headers, body })
    expect([status, json.code]).toEqual([400, 'invalid_body'])
  })

  it('gives credentials that last as long as validFor says, new ones if need be', async () => {
    let later = 0
    const now = Date.now
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + later)
    try {
      const service = testService()
      const headers = { authorization: await service.login('alice') }
      const keyOf = async (body?: unknown) => {
        const { status, json } = await service.call('POST', '/credentials', { headers, body })
        expect(status).toBe(200)
        return json.accessKeyId
      }
      const first = await keyOf()
      later = 1_000_000
      for (const body of [undefined, {}, { validFor: 0 }, { validFor: 2500 }]) expect(await keyOf(body)).toBe(first)
      // The emulator's clock stays where it is, and by ours its token would be too short.
      await setFault('AssumeRole', givenToken(later / 1000 + 3600))
      const second = await keyOf({ validFor: 43_200 })
      expect(second).not.toBe(first)
      expect(await keyOf({ validFor: 43_200 })).toBe(second)
      expect(await keyOf()).toBe(second)
    } finally {
      clock.mockRestore()
    }
  })

  it.each([
    [
      'the access key is unknown',
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoUnknown' },
      'access_key_rejected',
      /ALIBABA_CLOUD_ACCESS_KEY_ID/,
    ],
    [
      'the access key is disabled',
      {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoRetired',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'demo-secret-of-a-disabled-key',
      },
      'access_key_rejected',
      /ALIBABA_CLOUD_ACCESS_KEY_ID/,
    ],
    [
      'the secret is wrong',
      { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not the secret of that key' },
      'access_key_rejected',
      /SECRET/,
    ],
    [
      'the user may not assume roles',
      {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoNoRights',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'demo-secret-without-rights',
      },
      'role_not_assumable',
      /sts:AssumeRole/,
    ],
    [
      'the key is that of the root account',
      {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoRoot',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'demo-secret-of-the-root-account',
      },
      'role_not_assumable',
      /root account/,
    ],
  ])('tells the operator when %s', async (_, changes, code, hint) => {
    const { status, json, log } = await ask(changes as Record<string, string>)
    expect([status, json.code]).toEqual([500, code])
    expect(log).toEqual([
      expect.objectContaining({ code, hint: expect.stringMatching(hint), requestId: json.requestId }),
    ])
    expect(log[0]?.upstreamRequestId).toEqual(expect.any(String))
    expect(json.detail).toBe('The operator of this service has to mend its settings.')
  })

  it.each([
    ['does not exist', 'nobody', 'role_not_found'],
    ['does not trust this account', 'distrustful', 'role_not_assumable'],
    ['is for a cloud service', 'for-a-service', 'role_not_assumable'],
  ])('tells the operator when the role %s', async (_, role, code) => {
    const operator = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIdemoOperator',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'demo-secret-of-the-operator',
    }
    const account = /acs:ram::(\d+)/.exec(inject('demoSettings').ROLE_ARN as string)?.[1]
    const { status, json } = await ask({ ...operator, ROLE_ARN: `acs:ram::${account}:role/${role}` })
    expect([status, json.code]).toEqual([500, code])
  })

  it.each([
    ['a server error', { type: 'error', status: 500, code: 'InternalError' }, 502, 'sts_failed'],
    ['throttling', { type: 'error', status: 400, code: 'Throttling.User' }, 503, 'sts_throttled'],
    ['throttling by status', { type: 'error', status: 429, code: 'Throttling' }, 503, 'sts_throttled'],
    ['a wrong clock', { type: 'clockSkew', seconds: 3600 }, 500, 'access_key_rejected'],
    ['an HTML page of a proxy', { type: 'respond', status: 503, body: '<html>' }, 502, 'sts_malformed'],
    ['a 200 that is not JSON', { type: 'respond', status: 200, body: 'hello' }, 502, 'sts_malformed'],
    ['an empty 200', { type: 'respond', status: 200, body: '' }, 502, 'sts_malformed'],
    ['a 200 without credentials', { type: 'respond', status: 200, body: '{"RequestId":"R"}' }, 502, 'sts_malformed'],
    [
      'credentials that lack their token',
      {
        type: 'respond',
        status: 200,
        body: '{"Credentials":{"AccessKeyId":"STS.x","AccessKeySecret":"y","Expiration":"2030-01-01T00:00:00Z"}}',
      },
      502,
      'sts_malformed',
    ],
    ['a token that ended before it came', givenToken(-1), 502, 'sts_malformed'],
    ['a token that lives shorter than asked for', givenToken(3000), 502, 'sts_malformed'],
    ['a reset connection', { type: 'reset' }, 502, 'sts_unreachable'],
    ['no answer in time', { type: 'delay', ms: 30_000 }, 504, 'sts_timeout'],
    ['a body that stalls', { type: 'stall' }, 504, 'sts_timeout'],
  ])('meets %s with a problem, and recovers', async (_, fault, status, code) => {
    await setFault('AssumeRole', fault)
    const { status: answered, json, log, again } = await ask({ UPSTREAM_TIMEOUT_MS: '1000' })
    expect([answered, json.code]).toEqual([status, code])
    expect(log).toEqual([expect.objectContaining({ level: 'error', code, requestId: json.requestId })])
    expect((await again()).status).toBe(200)
  })

  it('takes a token whose end differs by what clocks differ by', async () => {
    await setFault('AssumeRole', givenToken(3600 - 60))
    expect((await ask()).status).toBe(200)
  })

  it('signs with a temporary key and its token, for STS and for VOD', async () => {
    const { accessKeyId, accessKeySecret, securityToken } = await machineKey()
    const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret }
    const service = testService({ ...key, ALIBABA_CLOUD_SECURITY_TOKEN: securityToken })
    const user = await testUser(service, 'alice')
    expect((await user.call('POST', '/credentials')).status).toBe(200)
    expect((await user.create()).status).toBe(200)
    const other = await ask({ ...key, ALIBABA_CLOUD_SECURITY_TOKEN: 'CAIS of another key' })
    expect([other.status, other.json.code]).toEqual([500, 'access_key_rejected'])
    expect(other.log).toEqual([
      expect.objectContaining({ hint: expect.stringContaining('ALIBABA_CLOUD_SECURITY_TOKEN') }),
    ])
  })

  it('reaches STS through fetch, which tells a dropped connection at once', async () => {
    await setFault('AssumeRole', { type: 'reset' })
    expect((await ask()).log).toEqual([expect.objectContaining({ hint: expect.stringContaining('ECONNFAILED') })])
  })

  it('says when to come back', async () => {
    await setFault('AssumeRole', { type: 'error', status: 400, code: 'Throttling.User' })
    expect((await ask()).headers.get('retry-after')).toBe('1')
  })

  it('keeps every secret out of answers and log, whatever goes wrong', async () => {
    const settings = inject('demoSettings')
    const secrets = [
      settings.ALIBABA_CLOUD_ACCESS_KEY_ID,
      settings.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      settings.WECHAT_APP_SECRET,
      settings.SESSION_KEY,
      'vod:CreateUploadVideo',
      'Signature=',
      'eyJ', // a session
    ] as string[]
    for (const [changes, fault] of [
      [{ STS_URL: 'http://127.0.0.1:9' }, undefined],
      [{ ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not the secret of that key' }, undefined],
      [{}, { type: 'reset' }],
      [{}, { type: 'error', status: 403, code: 'NoPermission' }],
      [{ UPSTREAM_TIMEOUT_MS: '200' }, { type: 'delay', ms: 30_000 }],
    ] as const) {
      if (fault) await setFault('AssumeRole', fault)
      const { status, text, log } = await ask(changes)
      expect(status).toBeGreaterThanOrEqual(500)
      expect(log.length).toBeGreaterThan(0)
      for (const secret of secrets) expect(text + JSON.stringify(log)).not.toContain(secret)
    }
  })
})
