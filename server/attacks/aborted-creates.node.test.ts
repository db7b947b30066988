import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { LogLine } from '../log'
import { type NodeService, startNodeService } from '../node/start-node-service'
import { emulator, setFault } from '../test-support/emulator'
import { loginCode } from '../test-support/service'

const LIMIT = 3

let service: NodeService
const lines: LogLine[] = []

beforeAll(async () => {
  service = await startNodeService({
    env: { ...inject('demoSettings'), DAILY_UPLOADS: String(LIMIT) },
    port: 0,
    hostname: '127.0.0.1',
    databasePath: ':memory:',
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    trustedProxies: 0,
    log: (line) => lines.push(line),
  })
})

beforeEach(async () => {
  await emulator('POST', '/reset')
  lines.length = 0
})

afterAll(() => service.stop(0))

const send = (path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`http://127.0.0.1:${service.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })

async function newUser() {
  const session = await send('/session', { code: loginCode(`u${crypto.randomUUID().slice(0, 8)}`) })
  const { token } = (await session.json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  const create = (more: Record<string, string> = {}, signal?: AbortSignal) =>
    send('/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' }, { ...headers, ...more }, signal)
  return { create }
}

const made = async () => ((await emulator('GET', '/calls')) as Record<string, number>).CreateUploadVideo ?? 0

/** A client that leaves once VOD has been asked. */
async function leaveInTheMiddle(create: (signal: AbortSignal) => Promise<Response>): Promise<void> {
  const leave = new AbortController()
  const before = await made()
  await setFault('CreateUploadVideo', { type: 'delay', ms: 200 })
  const answer = create(leave.signal)
  await expect.poll(made).toBe(before + 1)
  leave.abort()
  await expect(answer).rejects.toThrow()
}

describe('clients that leave while their upload is being made', () => {
  it('use up nothing of the day', async () => {
    const { create } = await newUser()
    for (let i = 0; i < LIMIT; i++) await leaveInTheMiddle((signal) => create({}, signal))
    await expect.poll(() => lines.filter(({ code }) => code === 'client_gone')).toHaveLength(LIMIT)
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
    for (let i = 0; i < LIMIT; i++) expect((await create()).status).toBe(200)
    expect((await create()).status).toBe(429)
  })

  it('find their video again by its Idempotency-Key, and use up one', async () => {
    const { create } = await newUser()
    const key = { 'idempotency-key': 'k' }
    await leaveInTheMiddle((signal) => create(key, signal))
    await expect.poll(async () => (await create(key)).status).toBe(200)
    expect(await made()).toBe(1)
    for (let i = 1; i < LIMIT; i++) expect((await create()).status).toBe(200)
    expect((await create()).status).toBe(429)
  })
})
