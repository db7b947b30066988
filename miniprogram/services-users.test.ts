import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)

interface Request {
  url: string
  method: string
  header: Record<string, string>
  success(answer: { statusCode: number; header: object; data: string }): void
}

/** A phone on which `user` is logged in, with the service: a session is good as long as it is that of the last login. */
function phone(platform: string) {
  const kept = new Map<string, unknown>()
  const world = { user: A, offline: false, good: '', logins: 0, sent: [] as [path: string, session: string][] }
  const checkpoint = {
    ...{ version: 1, id: 'q', file: { path: 'wxfile://tmp/q.mp4', title: 'Queue of A' } },
    ...{ paused: true, registered: false, parts: '', completing: false },
  }
  const answer = (path: string, session: string): [number, object] => {
    if (path === '/session') {
      world.good = `session-${++world.logins}-of-${world.user}`
      return [200, { token: world.good, user: world.user }]
    }
    if (session !== world.good) return [401, { code: 'session_expired', title: 'T', status: 401 }]
    const owner = session.slice(-16)
    if (path === '/videos') return [200, { videos: [{ videoId: `video-of-${owner[0]}`, status: 'Normal' }] }]
    return [404, { code: 'not_found', title: 'T', status: 404 }]
  }
  const nothing = () => undefined
  const wx = {
    ...{ getAppBaseInfo: () => ({ language: 'en', SDKVersion: '3.8.12' }), getDeviceInfo: () => ({ platform }) },
    ...{ getSystemInfoSync: () => ({}), getFileSystemManager: () => ({}), getNetworkType: nothing },
    ...{ onNetworkStatusChange: nothing, offNetworkStatusChange: nothing, setKeepScreenOn: nothing },
    ...{ onAppShow: nothing, offAppShow: nothing, onAppHide: nothing, offAppHide: nothing },
    getStorageSync: (key: string) => kept.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
    removeStorageSync: (key: string) => void kept.delete(key),
    login({ success, fail }: WechatMiniprogram.LoginOption) {
      if (world.offline) fail?.({ errMsg: 'login:fail net::ERR', errno: 600_001 } as never)
      else success?.({ code: 'code', errMsg: 'login:ok' })
    },
    request({ url, header, success }: Request) {
      const path = url.replace(/^https?:\/\/[^/]+/, '')
      const session = header.authorization?.slice('Bearer '.length) ?? ''
      world.sent.push([path, session])
      const [statusCode, body] = answer(path, session)
      if (!world.offline) success({ statusCode, header: {}, data: JSON.stringify(body) })
      return { abort: nothing }
    },
  }
  const launch = async () => {
    vi.resetModules()
    vi.stubGlobal('wx', wx)
    const app = await import('./services')
    const queue = () => app.uploader.tasks.map(({ snapshot }) => snapshot.file.title)
    const list = () => app.myVideos.list.map(({ videoId }) => videoId).filter((id) => id !== '')
    return { ...app, queue, list }
  }
  const leaveQueue = () => {
    kept.set('wevod.uploads', '["q"]')
    kept.set('wevod.upload.q', JSON.stringify(checkpoint))
  }
  return { world, kept, launch, leaveQueue }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 10))

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('two users of one phone', () => {
  it('never see queue, list, session or outbox of each other, and each is back with the user', async () => {
    const { world, kept, launch, leaveQueue } = phone('ios')
    leaveQueue()
    const app = await launch()
    await app.myVideos.refresh()
    expect([app.queue(), app.list(), app.space.current]).toEqual([['Queue of A'], ['video-of-a'], A])
    app.space.set('drafts', ['of A'])

    // The app's own login has another user now, and the session ends.
    Object.assign(world, { user: B, good: '', sent: [] })
    await expect(app.service.listVideos()).rejects.toMatchObject({ code: 'user_changed' })
    await settled()
    await app.myVideos.refresh()
    expect([app.queue(), app.list(), app.space.current, app.space.get('drafts')]).toEqual([
      [],
      ['video-of-b'],
      B,
      undefined,
    ])
    const ofA = world.sent.filter(([, session]) => session.endsWith(A))
    const ofB = world.sent.filter(([, session]) => session.endsWith(B))
    expect(ofA).toEqual([['/videos', expect.stringContaining(A)]])
    expect(ofB.length).toBeGreaterThan(0)
    // Nothing of the queue is lost, or canceled.
    expect(kept.get('wevod.uploads')).toBe('["q"]')

    const next = await launch()
    expect([next.queue(), next.list()]).toEqual([[], ['video-of-b']])

    Object.assign(world, { user: A, good: '' })
    await expect(next.service.listVideos()).rejects.toMatchObject({ code: 'user_changed' })
    await settled()
    expect([next.queue(), next.list(), next.space.get('drafts')]).toEqual([['Queue of A'], ['video-of-a'], ['of A']])
  })

  it('in DevTools see nothing before the login of this life, by which it is known whose it is', async () => {
    const { world, launch, leaveQueue, kept } = phone('devtools')
    leaveQueue()
    const first = await launch()
    await settled()
    expect(first.queue()).toEqual(['Queue of A'])
    await first.myVideos.refresh()

    world.offline = true
    const offline = await launch()
    await settled()
    expect([offline.queue(), offline.list(), offline.space.open]).toEqual([[], [], false])

    Object.assign(world, { offline: false, user: B, sent: [] })
    const ofB = await launch()
    expect([ofB.queue(), ofB.list()]).toEqual([[], []])
    await settled()
    await ofB.myVideos.refresh()
    expect([ofB.queue(), ofB.list()]).toEqual([[], ['video-of-b']])
    expect(world.sent.filter(([, session]) => session.endsWith(A))).toEqual([])
    expect([kept.get('session'), kept.get(`${B}/session`)]).toEqual([
      expect.stringContaining(A),
      expect.stringContaining(B),
    ])

    world.user = A
    const again = await launch()
    await settled()
    expect([again.queue(), again.list()]).toEqual([['Queue of A'], ['video-of-a']])
  })
})
