import { describe, expect, it } from 'vitest'
import type { Http, HttpRequest } from '../uploader/index'
import { TokenService, type Users } from './token-service'

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)

/** A phone whose logins give these users in turn, and a service that gives each their own list. */
function phone(...users: unknown[]) {
  const sent: [path: string, session: string | undefined][] = []
  const over = new Set<string>()
  const answer = ({ url, headers }: HttpRequest) => {
    const session = headers.authorization?.slice('Bearer '.length)
    const path = url.slice('https://service.example'.length)
    sent.push([path, session])
    if (path === '/session') {
      const user = users.shift()
      return { status: 200, body: { token: `session of ${user}`, ...(user !== undefined && { user }) } }
    }
    if (over.has(session ?? '')) {
      return { status: 401, body: { code: 'session_expired', title: 'T', status: 401 } }
    }
    return { status: 200, body: { videos: [{ videoId: session, status: 'Normal' }] } }
  }
  const http: Http = {
    send(request) {
      const { status, body } = answer(request)
      return { response: Promise.resolve({ status, headers: {}, text: JSON.stringify(body) }), abort: () => undefined }
    },
  }
  const entered: string[] = []
  const keep: Users = {
    get current() {
      return entered.at(-1)
    },
    enter: (user) => void entered.push(user),
  }
  const client = new TokenService({ url: 'https://service.example', http, login: async () => 'code', users: keep })
  return { client, sent, entered, over }
}

describe('users of one phone', () => {
  it('are told by the login', async () => {
    const { client, entered } = phone(A)
    await client.listVideos()
    expect(entered).toEqual([A])
  })

  it.each([undefined, 7, '', 'A'.repeat(16), 'a'.repeat(15), `${'a'.repeat(15)}/`])(
    'are not told by %j: the service is of another version',
    async (user) => {
      const { client, entered } = phone(user)
      await client.listVideos()
      expect(entered).toEqual([])
    },
  )

  it('never have their calls go with the session of another, nor get the answers of another', async () => {
    const { client, sent, over, entered } = phone(A, B)
    await client.listVideos()
    over.add(`session of ${A}`)
    const all = [client.listVideos(), client.deleteVideo('of-a'), client.changeVideo('of-a', { title: 'x' })]
    for (const call of all) await expect(call).rejects.toMatchObject({ code: 'user_changed', passing: false })
    expect(entered).toEqual([A, B])
    expect(sent.filter(([, session]) => session === `session of ${B}`)).toEqual([])
    expect((await client.listVideos()).videos[0]?.videoId).toBe(`session of ${B}`)
  })

  it('go on when their session is over and they have logged in again', async () => {
    const { client, over } = phone(A, A)
    await client.listVideos()
    over.add(`session of ${A}`)
    const again = client.listVideos()
    over.clear()
    expect((await again).videos).toHaveLength(1)
  })
})
