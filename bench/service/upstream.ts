import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { sqliteDatabase } from '../../server/node/sqlite-database'
import type { Statement } from '../../server/store/database'

// Runs beside what is measured, in a process of its own: WeChat, STS and VOD that answer at once, without looking at what
// they are asked, and the database behind workerd's D1 binding, in memory.

const database = await sqliteDatabase(':memory:', join(import.meta.dirname, '../../server/store/migrations'))
let assumeRoleCalls = 0
let users = 0

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://upstream')
  if (pathname === '/sns/jscode2session') {
    request.resume()
    return send(response, { openid: `oBench${users++}`, session_key: 'x' })
  }
  if (pathname === '/calls') return send(response, { assumeRoleCalls })
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    if (pathname === '/query') void query(body).then((results) => send(response, results))
    else if (request.headers['x-acs-action'] === 'CreateUploadVideo') send(response, ticket())
    else send(response, assumeRole())
  })
})

function assumeRole(): object {
  assumeRoleCalls++
  return {
    RequestId: 'BENCH',
    Credentials: {
      AccessKeyId: 'STS.bench',
      AccessKeySecret: 'secret',
      SecurityToken: 'CAIS'.padEnd(600, 'x'),
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    },
  }
}

function ticket(): object {
  const VideoId = randomBytes(16).toString('hex')
  return { RequestId: 'BENCH', VideoId, UploadAddress: 'e30='.padEnd(200, ' '), UploadAuth: 'e30='.padEnd(600, ' ') }
}

/** What D1's binding asks over HTTP: statements with parameters; rows come back by columns. */
async function query(body: string): Promise<object[]> {
  const asked = JSON.parse(body) as { sql: string; params: Statement['values'] }[]
  const rows = await database.run(...asked.map(({ sql, params }) => ({ sql, values: params })))
  return rows.map((found) => ({
    success: true,
    meta: { duration: 0, changes: 0, last_row_id: 0, changed_db: false, size_after: 0, rows_read: 0, rows_written: 0 },
    results: { columns: Object.keys(found[0] ?? {}), rows: found.map((row) => Object.values(row)) },
  }))
}

function send(response: ServerResponse, answer: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
}

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
