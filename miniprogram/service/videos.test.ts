import { describe, expect, it } from 'vitest'
import type { Http, HttpRequest, HttpResponse } from '../uploader/index'
import { readSettings } from './settings'
import { TokenService } from './token-service'

const json = (status: number, body: unknown) => ({ status, headers: {}, text: JSON.stringify(body) })

/** A service that gives these answers, after a login where one is needed. */
function service(...answers: HttpResponse[]) {
  const requests: HttpRequest[] = []
  const http: Http = {
    send(request) {
      requests.push(request)
      const login = request.url.endsWith('/session')
      const answer = login ? json(200, { token: 's' }) : answers.shift()
      return { response: Promise.resolve(answer as HttpResponse), abort: () => undefined }
    },
  }
  const client = new TokenService({ url: 'https://s.example', http, login: async () => 'code' })
  const asked = () => requests.map(({ method, url, body }) => [method, url.slice('https://s.example'.length), body])
  return { client, requests, asked }
}

const video = {
  ...{ videoId: 'v1', title: '海边', description: 'two lines', tags: ['a', 'b'], categoryId: '7', size: 5 },
  ...{ status: 'Blocked', reason: 'politics', coverUrl: 'https://c/1.jpg', duration: 2.5 },
  createdAt: '2026-01-01T00:00:00Z',
}
const read = { ...video, createdAt: Date.UTC(2026, 0, 1) }
const bare = {
  ...{ videoId: 'v1', title: '', description: '', tags: [], categoryId: '', size: 0 },
  ...{ status: 'Normal', reason: '', coverUrl: '', duration: 0, createdAt: 0 },
}

describe('videos', () => {
  it('are listed page by page', async () => {
    const { client, asked } = service(json(200, { videos: [video], nextCursor: '1.v/1' }), json(200, { videos: [] }))
    expect(await client.listVideos()).toEqual({ videos: [read], nextCursor: '1.v/1' })
    expect(await client.listVideos('1.v/1')).toEqual({ videos: [], nextCursor: undefined })
    expect(asked().slice(1)).toEqual([
      ['GET', '/videos', undefined],
      ['GET', '/videos?cursor=1.v%2F1', undefined],
    ])
  })

  it.each([
    [{ videoId: 'v1', status: 'Normal' }, [bare]],
    [
      { ...video, tags: 'a', title: 7, reason: null, categoryId: null, duration: null, createdAt: 'x' },
      [{ ...read, tags: [], title: '', reason: '', categoryId: '', duration: 0, createdAt: 0 }],
    ],
    [{ ...video, tags: ['a', 7] }, [{ ...read, tags: ['a'] }]],
    [{ ...video, status: 'SomethingNew' }, [{ ...read, status: 'SomethingNew' }]],
    [{ ...video, videoId: 7 }, []],
    [{ ...video, status: null }, []],
    [null, []],
  ])('are read of %j as far as that goes', async (given, expected) => {
    const { client } = service(json(200, { videos: [given] }))
    expect((await client.listVideos()).videos).toEqual(expected)
  })

  it('are no list where the answer has none', async () => {
    await expect(service(json(200, { videos: 'x' })).client.listVideos()).rejects.toMatchObject({
      code: 'malformed_answer',
    })
  })

  it('are changed by POST, since wx.request knows no PATCH, with whole characters', async () => {
    const { client, asked } = service(json(200, video))
    const half = '🏖'.slice(0, 1)
    const changes = { title: `a${half}`, description: `b${half}`, tags: [`c${half}`], categoryId: null, notify: true }
    expect(await client.changeVideo('v1', changes)).toEqual(read)
    const [method, path, body] = asked()[1] ?? []
    expect([method, path]).toEqual(['POST', '/videos/v1'])
    expect(JSON.parse(String(body))).toEqual({
      title: 'a',
      description: 'b',
      tags: ['c'],
      categoryId: null,
      notify: true,
    })
  })

  it('are deleted', async () => {
    const { client, asked } = service(json(200, {}))
    await client.deleteVideo('v1')
    expect(asked()[1]?.slice(0, 2)).toEqual(['DELETE', '/videos/v1'])
  })

  it('get a place for a cover', async () => {
    const ticket = { uploadAddress: 'a', uploadAuth: 'b', cover: 'c', serverTime: '2026-01-01T00:00:00Z' }
    const { client, asked } = service(json(200, ticket))
    expect(await client.askForCover('v1', { extension: 'png', size: 5 })).toEqual(ticket)
    expect(asked()[1]).toEqual(['POST', '/videos/v1/cover', '{"extension":"png","size":5}'])
  })

  it('play at what a phone plays best: mp4 before pieces, transcoded before the file itself, full HD at most', async () => {
    const stream = (url: string, format: string, definition: string, height: number) => ({
      ...{ url: `https://p/${url}`, format, definition, height },
    })
    const streams = [
      stream('od', 'mp4', 'OD', 720),
      stream('hls', 'm3u8', 'HD', 720),
      stream('4k', 'mp4', '4K', 2160),
      stream('sd', 'mp4', 'SD', 480),
      stream('hd', 'mp4', 'HD', 720),
      { url: 'javascript:x', format: 'mp4' },
      null,
    ]
    const times = { expiresAt: '2026-01-01T01:00:00Z', serverTime: '2026-01-01T00:00:00Z' }
    const { client } = service(json(200, { streams, ...times }), json(200, { streams: [] }))
    const playable = await client.playVideo('v1')
    expect(playable.streams.map(({ url }) => url)).toEqual(
      ['hd', 'sd', '4k', 'od', 'hls'].map((name) => `https://p/${name}`),
    )
    expect(playable.validMs).toBe(3_600_000)
    await expect(client.playVideo('v1')).rejects.toMatchObject({ code: 'malformed_answer' })
  })

  it('are shared by a token, which shows them without a login', async () => {
    const times = { expiresAt: '2026-01-08T00:00:00Z', serverTime: '2026-01-01T00:00:00Z' }
    const shared = { title: 'x', streams: [{ url: 'https://p/1', format: 'MP4' }], ...times }
    const { client } = service(json(200, { token: 't/1', ...times }))
    expect(await client.shareVideo('v1')).toEqual({ token: 't/1', validMs: 7 * 86_400_000 })
    const other = service(json(200, shared))
    expect(await other.client.sharedVideo('t/1')).toEqual({
      ...{ title: 'x', description: '', coverUrl: '', duration: 0, size: 0, createdAt: 0 },
      ...{ streams: [{ url: 'https://p/1', format: 'mp4', definition: '', height: 0 }], validMs: 7 * 86_400_000 },
    })
    expect(other.asked()).toEqual([['GET', '/shared/t%2F1', undefined]])
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('tell by a refusal of the day when the next one begins', async () => {
    const body = { code: 'daily_limit_reached', title: 'T', detail: 'D', status: 429, resetsAt: '2026-01-02T00:00:00Z' }
    const { client } = service({ ...json(429, body), headers: { 'retry-after': '60' } })
    await expect(client.createUpload({ fileName: 'a.mp4', fileSize: 1, title: 'x' })).rejects.toMatchObject({
      ...{ code: 'daily_limit_reached', resetsAt: Date.UTC(2026, 0, 2), retryAfterS: 60 },
    })
  })

  it('are reported on', async () => {
    const { client, asked } = service(json(200, {}))
    const report = { code: 'x', at: 'now', engine: 'e', platform: 'ios', library: '3', app: '1' }
    await client.report([report])
    expect(asked()[1]).toEqual(['POST', '/reports', JSON.stringify({ reports: [report] })])
  })
})

describe('settings', () => {
  const all = {
    limits: {
      ...{ maxBytes: 1000, maxSeconds: 60, dailyUploads: 10, dailyBytes: 5000 },
      ...{ titleCharacters: 100, descriptionCharacters: 500, tags: 5, tagCharacters: 10 },
    },
    left: { uploads: 0, bytes: 7 },
    categories: [{ id: '1', name: 'Sea' }],
    ...{ review: true, covers: true, shares: true, reports: true, messages: ['m1'] },
  }

  it('are what the operator allows and offers', async () => {
    const { client } = service(json(200, { ...all, resetsAt: '2026-01-02T00:00:00Z' }))
    expect(await client.getSettings()).toEqual({ ...all, resetsAt: Date.UTC(2026, 0, 2) })
  })

  it('allow everything that is not known to be limited, but for what VOD limits itself', () => {
    const none = Number.POSITIVE_INFINITY
    const open = {
      limits: {
        ...{ maxBytes: none, maxSeconds: none, dailyUploads: none, dailyBytes: none },
        ...{ titleCharacters: 128, descriptionCharacters: 1024, tags: 16, tagCharacters: 32 },
      },
      left: { uploads: none, bytes: none },
      ...{ resetsAt: 0, categories: [], review: false, covers: false, shares: false, reports: false, messages: [] },
    }
    for (const given of [{}, null, { limits: { maxSeconds: null }, left: null, categories: 'x', messages: [7] }]) {
      expect(readSettings(given)).toEqual(open)
    }
    // As storage gives them back, which knows no Infinity.
    expect(readSettings(JSON.parse(JSON.stringify(open)))).toEqual(open)
  })
})
