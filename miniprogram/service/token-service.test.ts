import { describe, expect, it } from 'vitest'
import { type Http, type HttpRequest, type HttpResponse, UploadError } from '../uploader/index'
import { serviceAuth, serviceVideoCheck } from './service-auth'
import { ServiceError } from './service-error'
import { type SessionStore, TokenService } from './token-service'

const credentials = {
  accessKeyId: 'STS.key',
  accessKeySecret: 'secret',
  securityToken: 'token',
  expiration: '2026-01-01T01:00:00Z',
  region: 'cn-shanghai',
  serverTime: '2026-01-01T00:00:00Z',
}

const json = (status: number, body: unknown) => ({ status, headers: {}, text: JSON.stringify(body) })
const problem = (status: number, code: string) =>
  json(status, { code, title: 'Title', status, detail: 'Detail.', requestId: 'R1' })

/** A service whose answers are listed; the requests it gets are kept. */
function service(...answers: HttpResponse[]) {
  return serviceWith({}, ...answers)
}

function serviceWith(options: { store?: SessionStore }, ...answers: HttpResponse[]) {
  const requests: HttpRequest[] = []
  const http: Http = {
    send(request) {
      requests.push(request)
      const answer = answers[requests.length - 1]
      return {
        response: answer ? Promise.resolve(answer) : Promise.reject(new Error('no more')),
        abort: () => undefined,
      }
    },
  }
  let logins = 0
  const login = () => Promise.resolve(`code-${++logins}`)
  return { client: new TokenService({ url: 'https://service.example', http, login, ...options }), requests }
}

const paths = (requests: HttpRequest[]) => requests.map(({ url }) => url.slice('https://service.example'.length))

describe('TokenService', () => {
  it('logs in once and uses the session for every call', async () => {
    const { client, requests } = service(json(200, { token: 't1' }), json(200, credentials), json(200, credentials))
    expect(await client.getCredentials()).toEqual(credentials)
    await client.getCredentials()
    expect(paths(requests)).toEqual(['/session', '/credentials', '/credentials'])
    expect(requests[0]?.body).toBe('{"code":"code-1"}')
    expect(requests[2]?.headers.authorization).toBe('Bearer t1')
  })

  it('logs in again with a new code when the session is over', async () => {
    const { client, requests } = service(
      json(200, { token: 't1' }),
      json(200, credentials),
      problem(401, 'session_expired'),
      json(200, { token: 't2' }),
      json(200, credentials),
    )
    await client.getCredentials()
    expect(await client.getCredentials()).toEqual(credentials)
    expect(requests[3]?.body).toBe('{"code":"code-2"}')
    expect(requests[4]?.headers.authorization).toBe('Bearer t2')
  })

  it('logs in once for callers that come together, and once more when their session ends', async () => {
    const { client, requests } = service(
      json(200, { token: 't1' }),
      json(200, credentials),
      json(200, credentials),
      problem(401, 'session_expired'),
      problem(401, 'session_expired'),
      json(200, { token: 't2' }),
      json(200, credentials),
      json(200, credentials),
    )
    await Promise.all([client.getCredentials(), client.getCredentials()])
    await Promise.all([client.getCredentials(), client.getCredentials()])
    expect(paths(requests).filter((path) => path === '/session')).toHaveLength(2)
  })

  it('keeps its session beyond the life of the app', async () => {
    let kept: string | undefined
    const store: SessionStore = {
      load: () => kept,
      save: (session) => {
        kept = session
      },
    }
    await serviceWith({ store }, json(200, { token: 't1' }), json(200, credentials)).client.getCredentials()
    expect(kept).toBe('t1')
    const { client, requests } = serviceWith({ store }, json(200, credentials))
    await client.getCredentials()
    expect(requests[0]?.headers.authorization).toBe('Bearer t1')
  })

  it('tries to log in again after a login that failed', async () => {
    const { client } = service(problem(502, 'wechat_busy'), json(200, { token: 't1' }), json(200, credentials))
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'wechat_busy' })
    expect(await client.getCredentials()).toEqual(credentials)
  })

  it.each(['code_used', 'invalid_code'])('tries another login code where one is refused: %s', async (code) => {
    const { client, requests } = service(problem(401, code), json(200, { token: 't1' }), json(200, credentials))
    expect(await client.getCredentials()).toEqual(credentials)
    expect(requests.slice(0, 2).map(({ body }) => body)).toEqual(['{"code":"code-1"}', '{"code":"code-2"}'])
  })

  it('gives up after three login codes', async () => {
    const refusals = [1, 2, 3, 4].map(() => problem(401, 'code_used'))
    const { client, requests } = service(...refusals)
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'code_used', passing: false })
    expect(requests).toHaveLength(3)
  })

  it('logs in anew after a login that nobody has answered', async () => {
    let codes = 0
    const login = () => (++codes === 1 ? Promise.reject(new UploadError('timed_out', 'x')) : Promise.resolve('code'))
    const answers = [json(200, { token: 't1' }), json(200, credentials)]
    const http: Http = {
      send: () => ({ response: Promise.resolve(answers.shift() as HttpResponse), abort: () => undefined }),
    }
    const client = new TokenService({ url: 'https://service.example', http, login })
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'timed_out' })
    expect(await client.getCredentials()).toEqual(credentials)
  })

  it('does not go round in circles when a fresh session is refused', async () => {
    const { client, requests } = service(json(200, { token: 't1' }), problem(401, 'session_invalid'))
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'session_invalid' })
    expect(requests).toHaveLength(2)
  })

  it("passes on the service's own words", async () => {
    const { client } = service(problem(429, 'too_many_logins'))
    const error = await client.getCredentials().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ServiceError)
    expect(error).toMatchObject({ code: 'too_many_logins', status: 429, requestId: 'R1', message: 'Title: Detail.' })
  })

  it.each([
    ['a page instead of JSON', { status: 200, headers: {}, text: '<html>' }],
    ['JSON that was cut', { status: 200, headers: {}, text: '{"token":"t' }],
    ['nothing', { status: 200, headers: {}, text: '' }],
    ['a text in JSON', json(200, 'ok')],
    ['a session without a token', json(200, {})],
    ['an error without a code', json(502, { error: 'bad gateway' })],
    ['the redirect of a portal', { status: 302, headers: { location: 'http://portal.example' }, text: '<html>' }],
    ['the refusal of a portal', { status: 401, headers: {}, text: '<html>' }],
    ['the page of a firewall', { status: 403, headers: {}, text: '<html>' }],
    ['the page of a proxy', { status: 404, headers: {}, text: '<html>' }],
    ['the code of a gateway', json(404, { code: 'INVALID_HOST', message: 'x' })],
    ['a problem of another status', json(403, { code: 'forbidden', title: 'T', status: 400 })],
  ])('recognises that %s is not the service, and will pass', async (_, answer) => {
    await expect(service(answer).client.getCredentials()).rejects.toMatchObject({
      code: 'malformed_answer',
      passing: true,
    })
  })

  it('keeps its session when a portal answers with a 401', async () => {
    const portal = { status: 401, headers: {}, text: '<html>' }
    const { client, requests } = service(
      json(200, { token: 't1' }),
      json(200, credentials),
      portal,
      json(200, credentials),
    )
    await client.getCredentials()
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'malformed_answer' })
    await client.getCredentials()
    expect(requests[3]?.headers.authorization).toBe('Bearer t1')
  })

  it.each([
    [400, 'invalid_body', false],
    [403, 'login_blocked', false],
    [429, 'too_many_calls', true],
    [500, 'internal_error', true],
    [503, 'sts_throttled', true],
  ])('knows whether %d %s passes: %s', async (status, code, passing) => {
    await expect(service(problem(status, code)).client.getCredentials()).rejects.toMatchObject({ code, passing })
  })

  it('refuses credentials that are not complete', async () => {
    const { securityToken, ...incomplete } = credentials
    const { client } = service(json(200, { token: 't1' }), json(200, incomplete))
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'malformed_answer' })
  })
})

const upload = {
  videoId: 'v1',
  uploadAddress: 'YWRkcmVzcw==',
  uploadAuth: 'YXV0aA==',
  serverTime: '2026-01-01T00:00:00Z',
}
const session = json(200, { token: 's1' })
const video = { videoId: 'v1', title: '海边', fileName: 'a.mp4', fileSize: 5 }

describe('uploads', () => {
  it('are made by the service, renewed and registered as the contract says', async () => {
    const { client, requests } = service(session, json(200, upload), json(200, upload), json(200, { videoId: 'v1' }))
    expect(await client.createUpload(video)).toEqual(upload)
    expect(await client.refreshUpload('v1')).toEqual(upload)
    await client.registerUpload(video)
    expect(
      requests.slice(1).map(({ method, url, body }) => [method, url, JSON.parse(String(body)) as unknown]),
    ).toEqual([
      ['POST', 'https://service.example/uploads', { fileName: 'a.mp4', fileSize: 5, title: '海边' }],
      ['POST', 'https://service.example/uploads/v1/refresh', {}],
      ['PUT', 'https://service.example/uploads/v1', { title: '海边', fileSize: 5 }],
    ])
    expect(requests.every(({ headers }, i) => i === 0 || headers.authorization === 'Bearer s1')).toBe(true)
  })

  it('send titles of whole characters', async () => {
    const { client, requests } = service(session, json(200, upload), json(200, {}))
    const cut = { ...video, title: `海边${'🏖'.slice(0, 1)}` }
    await client.createUpload(cut)
    await client.registerUpload(cut)
    for (const { body } of requests.slice(1)) expect(JSON.parse(String(body))).toMatchObject({ title: '海边' })
  })

  it('ask for a token that lasts, where that is wished', async () => {
    const { client, requests } = service(session, json(200, credentials), json(200, credentials))
    await client.getCredentials(1200)
    await client.getCredentials()
    expect(requests.slice(1).map(({ body }) => body)).toEqual(['{"validFor":1200}', '{}'])
  })

  it('are looked for without a body', async () => {
    const { client, requests } = service(session, json(200, { videoId: 'v1', status: 'Normal', size: 5, title: 'x' }))
    expect(await client.getVideo('v1')).toMatchObject({ status: 'Normal', size: 5 })
    expect(requests[1]).toMatchObject({ method: 'GET', url: 'https://service.example/videos/v1' })
    expect(requests[1]).not.toHaveProperty('body')
  })

  it.each([{ status: 'Normal' }, { status: 7, size: 5 }, { size: 5 }])('are not found in %j', async (answer) => {
    const { client } = service(session, json(200, answer))
    await expect(client.getVideo('v1')).rejects.toMatchObject({ code: 'malformed_answer' })
  })

  it('are refused by an answer that lacks something', async () => {
    const { uploadAuth, ...incomplete } = upload
    const { client } = service(session, json(200, incomplete))
    await expect(client.refreshUpload('v1')).rejects.toMatchObject({ code: 'malformed_answer' })
  })

  it('pass on when the service wants to be asked again', async () => {
    const busy = { ...problem(503, 'sts_throttled'), headers: { 'retry-after': '7' } }
    const { client } = service(session, busy)
    await expect(client.getCredentials()).rejects.toMatchObject({ code: 'sts_throttled', status: 503, retryAfterS: 7 })
  })
})

describe('serviceAuth', () => {
  const refresh = { kind: 'refresh-video', videoId: 'v1' } as const
  const create = { kind: 'create-video', ...video } as const

  it('gets a token by the STS method, and tells the service of the video', async () => {
    const { client, requests } = service(session, json(200, credentials), json(200, {}), json(200, upload))
    const { getAuth, onCreated } = serviceAuth(client, 'sts')
    expect(await getAuth(create)).toEqual(credentials)
    await onCreated?.(video)
    expect(await getAuth(refresh)).toEqual(upload)
    expect(requests.map(({ method, url }) => `${method} ${url.slice('https://service.example'.length)}`)).toEqual([
      'POST /session',
      'POST /credentials',
      'PUT /uploads/v1',
      'POST /uploads/v1/refresh',
    ])
  })

  it('has the service make the video by the credential method, which then knows whose it is', async () => {
    const { client, requests } = service(session, json(200, upload))
    const { getAuth, onCreated } = serviceAuth(client, 'credential')
    expect(await getAuth(create)).toEqual(upload)
    expect(onCreated).toBeUndefined()
    expect(requests[1]?.url).toBe('https://service.example/uploads')
  })

  it.each([
    ['video_not_found', 404, 'video_gone'],
    ['video_not_uploading', 409, 'video_complete'],
  ])('takes %s for %s', async (code, status, meaning) => {
    const { client } = service(session, problem(status, code))
    await expect(serviceAuth(client, 'sts').getAuth(refresh)).rejects.toMatchObject({ code: meaning, requestId: 'R1' })
  })

  it('passes on how long a token is needed', async () => {
    const { client, requests } = service(session, json(200, credentials))
    await serviceAuth(client, 'sts').getAuth({ ...create, validFor: 1200 })
    expect(requests[1]?.body).toBe('{"validFor":1200}')
  })

  it.each([
    ['sts', 'daily_limit_reached', 429],
    ['sts', 'role_not_assumable', 500],
    ['credential', 'vod_not_permitted', 500],
    ['credential', 'service_misconfigured', 500],
  ] as const)('says by %s that %s will not pass, whatever the status', async (method, code, status) => {
    const { client } = service(session, problem(status, code))
    await expect(serviceAuth(client, method).getAuth(create)).rejects.toMatchObject({ code, status, passing: false })
  })

  it('leaves other failures as they are', async () => {
    const { client } = service(session, problem(503, 'vod_throttled'))
    await expect(serviceAuth(client, 'sts').getAuth(refresh)).rejects.toBeInstanceOf(ServiceError)
  })
})

describe('serviceVideoCheck', () => {
  it('tells what VOD has', async () => {
    const { client } = service(session, json(200, { status: 'Uploading', size: 5 }))
    expect(await serviceVideoCheck(client)('v1')).toEqual({ status: 'Uploading', size: 5 })
  })

  it('tells that a video is gone, and leaves other failures as they are', async () => {
    const { client } = service(session, problem(404, 'video_not_found'), problem(502, 'vod_unreachable'))
    await expect(serviceVideoCheck(client)('v1')).rejects.toMatchObject({ name: 'UploadError', code: 'video_gone' })
    await expect(serviceVideoCheck(client)('v1')).rejects.toBeInstanceOf(ServiceError)
  })
})

describe('createUpload', () => {
  const video = { fileName: 'v.mp4', fileSize: 5, title: 'x' }
  const upload = json(200, { videoId: 'v', uploadAddress: 'a', uploadAuth: 'b', serverTime: '2026-01-01T00:00:00Z' })
  const keysOf = (requests: HttpRequest[]) =>
    requests.filter(({ url }) => url.endsWith('/uploads')).map(({ headers }) => headers['idempotency-key'])

  it('sends the same Idempotency-Key again after a failure, and a new one for the next upload', async () => {
    const { client, requests } = service(json(200, { token: 't1' }), problem(502, 'vod_failed'), upload, upload)
    await expect(client.createUpload(video)).rejects.toMatchObject({ code: 'vod_failed' })
    await client.createUpload(video)
    await client.createUpload(video)
    const [first, second, third] = keysOf(requests)
    expect(first).toMatch(/^[\w-]{10,64}$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('never uses one key for two uploads at the same time', async () => {
    const { client, requests } = service(json(200, { token: 't1' }), problem(502, 'vod_failed'), upload, upload)
    await expect(client.createUpload(video)).rejects.toThrow()
    await Promise.all([client.createUpload(video), client.createUpload(video)])
    const [first, second, third] = keysOf(requests)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })
})
