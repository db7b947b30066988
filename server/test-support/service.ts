import { decode } from 'hono/jwt'
import { inject } from 'vitest'
import { addressKey } from '../limits/address'
import type { LogLine } from '../log'
import type { Database } from '../store/database'
import { wire } from '../wire'
import { keepFollowUp } from './follow-ups'
import { jsonRequest } from './json-request'
import { runtime } from './runtime'

/** What a user's calls carry, and who that is to the service. */
export interface Vouched {
  headers: Record<string, string>
  openid: string
}

export type TestService = ReturnType<typeof testService>

/** The service with the demo settings and what a test changes in them. Its log is kept. */
export function testService(
  changes: Record<string, string | undefined> = {},
  wrap: (database: Database) => Database = (database) => database,
) {
  const lines: LogLine[] = []
  const { app, reconcile } = wire(
    { ...inject('demoSettings'), CALLS_PER_MINUTE_USER: '100000', CALLS_PER_MINUTE_ADDRESS: '100000', ...changes },
    {
      database: wrap(runtime.database),
      log: (line) => lines.push(line),
      addressOf: (c) => addressKey(c.req.header('cf-connecting-ip') ?? ''),
      keepAlive: (c, work) => {
        keepFollowUp(work)
        c.executionCtx.waitUntil(work)
      },
    },
  )
  const call = async (
    method: string,
    path: string,
    init: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const request = jsonRequest(method, init.body, init.headers)
    const response = await app.request(path, request, {}, runtime.context())
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: JSON.parse(text) as Record<string, unknown>,
    }
  }
  /** A session of this user, as the Authorization header carries it. */
  const login = async (user: string): Promise<string> => {
    const { json } = await call('POST', '/session', { body: { code: loginCode(user) } })
    return `Bearer ${json.token}`
  }
  return {
    /** What an operator has to look at: all but the lines of calls that went well, or were the client's mistake. */
    get log() {
      return lines.filter(({ level, event }) => level === 'error' || event !== 'call')
    },
    /** One line a call. */
    get audit() {
      return lines.filter(({ event }) => event === 'call')
    },
    call,
    /** A request as it is, whatever is wrong with it. */
    raw: async (path: string, init: RequestInit) => app.request(path, init, {}, runtime.context()),
    reconcile,
    /** What is routed, such as `PUT /uploads/:videoId`. */
    routes: () => [
      ...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)),
    ],
    login,
    /** What vouches for this user in a call. */
    vouch: async (user: string): Promise<Vouched> => vouchedBy(await login(user)),
  }
}

/** Machines that share the database and nothing else, behind a proxy that takes them by turns. */
export function testMachines(count: number, changes: Record<string, string | undefined> = {}): TestService {
  const machines = Array.from({ length: count }, () => testService(changes))
  let next = 0
  const [first] = machines as [TestService, ...TestService[]]
  const call: TestService['call'] = (...args) => (machines[next++ % count] as TestService).call(...args)
  const login: TestService['login'] = (user) => (machines[next++ % count] as TestService).login(user)
  return {
    ...first,
    call,
    login,
    reconcile: async () => void (await Promise.all(machines.map((one) => one.reconcile()))),
  }
}

/** @param authorization the header of a session */
export function vouchedBy(authorization: string): Vouched {
  const { sub } = decode(authorization.slice('Bearer '.length)).payload
  return { headers: { authorization }, openid: sub as string }
}

/** A fresh login code of the emulator. */
export function loginCode(user: string): string {
  return `dev-${user}-${crypto.randomUUID()}`
}
