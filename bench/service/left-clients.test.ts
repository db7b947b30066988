import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSettings } from '../../scripts/stack/demo-settings'
import { httpRequest } from './load'
import { sessionOf } from './subjects'
import { bundleService, configurationOf, runWorkerd, serviceBindings, workerOf } from './workerd'

// The Worker on workerd itself, with clients that leave: what a call has asked ends with it there.

/** Stands in for D1: an empty database, and it holds back what the test says. */
let held: { answer: () => void }[] | undefined
const d1 = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const statements = JSON.parse(body) as unknown[]
  const answer = () => send(response, statements.length)
  if (held && body.includes('blocked_users')) held.push({ answer })
  else answer()
})

function send(response: ServerResponse, statements: number): void {
  const meta = {
    duration: 0,
    changes: 0,
    last_row_id: 0,
    changed_db: false,
    size_after: 0,
    rows_read: 0,
    rows_written: 0,
  }
  const nothing = { success: true, meta, results: { columns: [], rows: [] } }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(Array(statements).fill(nothing)))
}

let folder: string
let workerd: Awaited<ReturnType<typeof runWorkerd>>
let headers: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-left-'))
  d1.listen(0, '127.0.0.1')
  await once(d1, 'listening')
  const { port } = d1.address() as AddressInfo
  const env = demoSettings('http://127.0.0.1:1')
  await bundleService(folder)
  const configuration = configurationOf({ service: workerOf('service.js', serviceBindings(env)) }, port)
  workerd = await runWorkerd(folder, configuration, ['service'])
  headers = { authorization: await sessionOf('oAlice', env.SESSION_KEY ?? '') }
})

afterAll(async () => {
  await workerd?.stop()
  d1.closeAllConnections()
  d1.close()
  await rm(folder, { recursive: true })
})

const settings = (signal = AbortSignal.timeout(10_000)) =>
  fetch(`http://127.0.0.1:${workerd.ports.service}/settings`, { headers, signal })

/** A client that leaves while the database is asked who is blocked. */
async function leaveInTheMiddle(): Promise<void> {
  held = []
  const socket = connect({ port: workerd.ports.service as number, host: '127.0.0.1' })
  socket.write(httpRequest('GET', '/settings', headers))
  await expect.poll(() => held?.length, { timeout: 10_000 }).toBe(1)
  // workerd goes on for one that has only ended its side.
  socket.resetAndDestroy()
  // Until workerd has seen it.
  await wait(200)
}

describe('a client that leaves while its call reads who is blocked', () => {
  it.each(['at the start', 'when what was read is too old'])('keeps nobody waiting: %s', async () => {
    await leaveInTheMiddle()
    const answers = [settings(), settings()]
    await wait(200)
    for (const { answer } of held ?? []) answer()
    held = undefined
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
    await wait(2100)
  })
})
