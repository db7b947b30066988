import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, doctorForTests, failures, type Setup } from './test-support/doctor'

const { emulator, serviceUrl, examine, configure } = await doctorForTests()
const { cloud } = emulator

const always = (operation: string, fault: object) =>
  cloud.faults.add({ operation, times: 'always', fault } as Parameters<typeof cloud.faults.add>[0])
const key = (id: string, secret: string) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret,
})

/** The one failure of a setup. */
async function failureOf(setup: Setup = {}) {
  const found = failures(await examine(setup))
  expect(found).toHaveLength(1)
  return found[0]
}

describe('the access key', () => {
  test.each([
    ['disabled', key('LTAIdemoRetired', 'demo-secret-of-a-disabled-key'), 'InvalidAccessKeyId.Inactive', /disabled/],
    ['of the root account', key('LTAIdemoRoot', 'demo-secret-of-the-root-account'), 'NoPermission', /root account/],
    [
      'without rights',
      key('LTAIdemoNoRights', 'demo-secret-without-rights'),
      'NoPermission',
      /“no-rights” .* no right/,
    ],
  ])('%s', async (_, changes, code, cause) => {
    expect(await failureOf({ settings: changes })).toMatchObject({ code, cause: expect.stringMatching(cause) })
  })

  test('that has ended', async () => {
    const role = cloud.account.roles.find(({ name }) => name === 'token-machine')
    if (!role) throw new Error('The demo account has no role for a machine.')
    const ended = cloud.credentials.issue({ kind: 'session', role, session: 'machine' }, cloud.now() - 1000)
    const temporary = {
      ...key(ended.accessKeyId, ended.accessKeySecret),
      ALIBABA_CLOUD_SECURITY_TOKEN: ended.securityToken,
    }
    expect(await failureOf({ settings: temporary })).toMatchObject({
      id: 'access-key',
      code: 'InvalidSecurityToken.Expired',
      cause: expect.stringMatching(/temporary key has ended/),
    })
    const cut = { ...temporary, ALIBABA_CLOUD_SECURITY_TOKEN: ended.securityToken.slice(0, 40) }
    expect(await failureOf({ settings: cut })).toMatchObject({ code: 'InvalidSecurityToken.Malformed' })
  })
})

describe('the role', () => {
  test('of another account', async () => {
    configure({ roles: { 'vod-uploader': null } })
    expect(await failureOf()).toMatchObject({ id: 'assume-role', code: 'EntityNotExist.Role' })
  })

  test('whose longest session is shorter than CREDENTIAL_SECONDS', async () => {
    configure({ roles: { 'vod-uploader': { maxSessionSeconds: 1800 } } })
    expect(await failureOf()).toMatchObject({
      id: 'session-seconds',
      code: 'InvalidParameter.DurationSeconds',
      cause: expect.stringMatching(/shorter than CREDENTIAL_SECONDS=3600/),
      fix: expect.stringMatching(/Maximum Session Duration/),
    })
    expect((await examine({ settings: { CREDENTIAL_SECONDS: '900' } })).healthy).toBe(true)
  })

  test('that lacks what TOKEN_EXTRA_ACTIONS offers', async () => {
    configure({ roles: { 'vod-uploader': { policies: [allow('vod:CreateUploadVideo')] } } })
    const offers = { TOKEN_EXTRA_ACTIONS: 'RefreshUploadVideo,CreateUploadImage' }
    expect(await failureOf({ settings: offers })).toMatchObject({
      id: 'session-policy',
      cause: expect.stringMatching(/lacks vod:CreateUploadImage, vod:RefreshUploadVideo/),
    })
  })

  test('that may delete only is too wide, too', async () => {
    configure({ roles: { 'vod-uploader': { policies: [allow('vod:CreateUploadVideo', 'vod:DeleteVideo')] } } })
    expect(await failureOf()).toMatchObject({ id: 'role', cause: expect.stringMatching(/may vod:DeleteVideo,/) })
  })
})

describe('a right that the service’s own key lacks', () => {
  const rights = [
    'CreateUploadVideo',
    'RefreshUploadVideo',
    'GetVideoInfo',
    'GetPlayInfo',
    'UpdateVideoInfo',
    'CreateUploadImage',
    'CreateAudit',
    'DeleteVideo',
  ]
  const enforcing = { ENFORCE_AT_VOD: 'marked' }

  test.each(rights)('vod:%s is named, with a policy that gives it', async (right) => {
    const others = rights.filter((one) => one !== right).map((one) => `vod:${one}`)
    const seen = ['vod:GetMessageCallback', 'vod:GetDefaultAITemplate']
    configure({ users: { 'token-service': { policies: [allow('sts:AssumeRole', ...others, ...seen)] } } })
    const failure = await failureOf({ settings: enforcing })
    expect(failure).toMatchObject({
      id: right === 'DeleteVideo' ? 'probe' : 'service-rights',
      code: 'Forbidden.RAM',
      cause: expect.stringMatching(new RegExp(`lacks vod:${right}\\b`)),
    })
    expect(failure?.fix).toContain(`"Action":["vod:${right}"]`)
  })

  test('is none where no setting needs it', async () => {
    const needed = rights.slice(0, 5).map((one) => `vod:${one}`)
    configure({ users: { 'token-service': { policies: [allow('sts:AssumeRole', ...needed)] } } })
    const { healthy, findings } = await examine({ settings: { COVERS: 'false' } })
    expect(healthy).toBe(true)
    // What only doctor would like to see is no failure either.
    expect(findings.filter(({ status }) => status === 'skipped').map(({ id }) => id)).toEqual([
      'review',
      'vod-callback',
    ])
  })
})

describe('VOD', () => {
  test('whose GetVideoInfo forgets UserData', async () => {
    cloud.switches.infoHasUserData = false
    expect(await failureOf()).toMatchObject({ id: 'user-data', fix: expect.stringMatching(/CLAIMS=any/) })
    expect((await examine({ settings: { CLAIMS: 'any' } })).healthy).toBe(true)
  })

  test('that does not know what the settings say of uploads', async () => {
    expect(await failureOf({ settings: { VOD_TEMPLATE_GROUP_ID: 'no-such-group' } })).toMatchObject({
      id: 'upload-settings',
      code: 'InvalidTemplateGroupId.NotFound',
      fix: expect.stringMatching(/VOD_TEMPLATE_GROUP_ID/),
    })
    const elsewhere = { VOD_STORAGE_LOCATION: 'outin-other.oss-cn-shanghai.aliyuncs.com' }
    expect(await failureOf({ settings: elsewhere })).toMatchObject({
      id: 'storage',
      cause: expect.stringMatching(/VOD_STORAGE_LOCATION=outin-other/),
    })
  })

  test('without a template of automatic review', async () => {
    cloud.switches.reviewTemplate = false
    const { healthy, findings } = await examine()
    expect(healthy).toBe(true)
    expect(findings.find(({ id }) => id === 'review')).toMatchObject({ status: 'warning' })
  })

  test.each([
    ['sends no notifications', undefined, /callback is not set/],
    ['sends them elsewhere', { url: 'https://other.example/vod/events', key: 'DemoCallbackKey1' }, /other\.example/],
    ['does not sign them', { url: `${serviceUrl}/vod/events` }, /without a signature/],
  ])('that %s', async (_, callback, cause) => {
    cloud.outbox.callback = callback
    expect(await failureOf()).toMatchObject({ id: 'vod-callback', cause: expect.stringMatching(cause) })
  })
})

describe('WeChat', () => {
  test('with an IP allow list that lacks this machine', async () => {
    const message = 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist'
    always('stable_token', { type: 'error', status: 400, code: '40164', message })
    expect(await failureOf()).toMatchObject({
      id: 'wechat-token',
      code: '40164',
      cause: expect.stringMatching(/203\.0\.113\.7.* not on the IP allow list/),
      fix: expect.stringMatching(/IP白名单/),
    })
  })

  test.each([
    ['-1', /failed at/],
    ['45011', /throttles/],
    ['87654', /does not know this code/],
  ])('errcode %s', async (code, cause) => {
    always('jscode2session', { type: 'error', status: 400, code, message: 'what WeChat says' })
    const failure = await failureOf()
    expect(failure).toMatchObject({ id: 'wechat', code, cause: expect.stringMatching(cause) })
    expect(failure?.requestId).toMatch(/^[\da-f-]{20,}$/)
  })
})

describe('a cloud', () => {
  test.each([
    ['AssumeRole', 'access-key'],
    ['CreateUploadVideo', 'vod'],
    ['ListParts', 'oss'],
  ])(
    'that refuses %s with a code nobody knows: it is shown, with the request, and where to look it up',
    async (operation, id) => {
      always(operation, { type: 'error', status: 409, code: 'Brand.New', message: 'Something new.' })
      const failure = await failureOf()
      expect(failure).toMatchObject({
        id,
        code: 'Brand.New',
        cause: expect.stringMatching(/“Something new\.”.*does not know this code/),
        fix: expect.stringMatching(/https:\/\/api\.aliyun\.com\/troubleshoot\?q=Brand\.New/),
      })
      expect(failure?.requestId).toMatch(/^[\dA-F]{24}$/)
    },
  )

  test('whose bucket does not let the key of an upload list parts: uploads go on', async () => {
    const message = "Access denied by authorizer's policy."
    always('ListParts', { type: 'error', status: 403, code: 'AccessDenied', message })
    const { healthy, findings } = await examine()
    expect(healthy).toBe(true)
    expect(findings.find(({ id }) => id === 'oss')).toMatchObject({ status: 'warning', code: 'AccessDenied' })
  })

  test('in whose place a page answers', async () => {
    always('AssumeRole', { type: 'respond', status: 200, contentType: 'text/html', body: '<html>Log in</html>' })
    expect(await failureOf()).toMatchObject({ id: 'access-key', cause: expect.stringMatching(/not STS that answered/) })
  })

  test('that fails by itself', async () => {
    always('GetPlayInfo', { type: 'error', status: 503, code: 'ServiceUnavailable' })
    expect(await failureOf()).toMatchObject({
      id: 'service-rights',
      cause: expect.stringMatching(/VOD itself has failed/),
    })
    expect(cloud.videos.all()).toEqual([])
  })

  test('that does not answer in time', async () => {
    always('AssumeRole', { type: 'stall' })
    expect(await failureOf({ timeoutMs: 1000 })).toMatchObject({ id: 'access-key', code: 'TIMEOUT' })
  })

  test('whose connection breaks', async () => {
    always('GetDefaultAITemplate', { type: 'reset' })
    expect(await failureOf()).toMatchObject({ id: 'review', code: 'ECONNRESET' })
  })
})

describe('settings', () => {
  test('that are missing are named together, and nothing else is looked at', async () => {
    const { findings, calls, domains } = await examine({ settings: { ROLE_ARN: undefined, VOD_REGION: 'cn-nowhere' } })
    expect(findings[0]).toMatchObject({ id: 'settings', status: 'failed' })
    expect(findings[0]?.fix?.split('\n')).toEqual([
      'ROLE_ARN is missing: set ROLE_ARN',
      expect.stringMatching(/^VOD_REGION must be one of/),
    ])
    expect(new Set(findings.slice(1).map(({ because }) => because))).toEqual(new Set(['settings']))
    expect([calls, domains]).toEqual([0, undefined])
  })

  test('of a callback that is not the service’s', async () => {
    const url = `${serviceUrl}/events`
    cloud.outbox.callback = { url, key: 'DemoCallbackKey1' }
    expect(await failureOf({ settings: { VOD_CALLBACK_URL: url } })).toMatchObject({
      id: 'callback',
      cause: expect.stringMatching(/does not end in \/vod\/events/),
    })
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('A test with a certificate is skipped: install openssl.')

describe('the service’s address', () => {
  /** A server of this machine that ends with the test. */
  async function serve(answer: RequestListener, tls?: { key: Buffer; cert: Buffer }): Promise<string> {
    const server = tls ? createHttps(tls, answer) : createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`
  }

  const problem =
    (code: string, detail: string): RequestListener =>
    (_, response) => {
      response.writeHead(500, { 'content-type': 'application/problem+json', 'x-request-id': 'of-the-service' })
      response.end(JSON.stringify({ code, title: 'No', detail }))
    }

  test('leads to a page', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end('<html>Welcome to nginx!</html>')
    })
    expect(await failureOf({ serviceUrl: url })).toMatchObject({
      id: 'service',
      cause: expect.stringMatching(/not the service that answers .* HTTP 200, text\/html/),
    })
  })

  test.each([
    ['store_unavailable', '', /database does not answer/],
    ['service_misconfigured', 'ROLE_ARN is missing: set it.', /ROLE_ARN is missing/],
    ['internal_error', '', /internal_error/],
  ])('leads to a service that says %s', async (code, detail, cause) => {
    const url = await serve(problem(code, detail))
    expect(await failureOf({ serviceUrl: url })).toMatchObject({
      id: 'service',
      code,
      requestId: 'of-the-service',
      cause: expect.stringMatching(cause),
    })
  })

  test('is plain HTTP: nothing is sent there', async () => {
    expect(await failureOf({ serviceUrl: 'http://service.example' })).toMatchObject({
      id: 'service',
      cause: expect.stringMatching(/plain HTTP/),
    })
  })

  test.skipIf(!hasOpenssl)('has a certificate that nobody has signed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wevod-doctor-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '3']
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    const url = await serve((_, response) => response.end(), { key: readFileSync(key), cert: readFileSync(cert) })
    expect(await failureOf({ serviceUrl: url })).toMatchObject({
      id: 'service',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      cause: expect.stringMatching(/self-signed/),
      fix: expect.stringMatching(/fullchain/),
    })
  })

  test('speaks no TLS', async () => {
    const url = await serve((_, response) => response.end())
    expect(await failureOf({ serviceUrl: url.replace('http:', 'https:') })).toMatchObject({ id: 'service' })
  })

  test('answers nobody', async () => {
    const url = await serve(() => undefined)
    expect(await failureOf({ serviceUrl: url, timeoutMs: 1000 })).toMatchObject({ id: 'service', code: 'TIMEOUT' })
  })
})
