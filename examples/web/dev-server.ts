import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { SignJWT } from 'jose'

/** As the token service's settings JWT_ISSUER, JWT_AUDIENCE and JWT_KEY. */
export interface Team {
  issuer: string
  audience: string
  /** Shared secret (HS256), at least 32 characters. */
  key: string
}

export interface DevServerOptions {
  port: number
  serviceUrl: string
  /** The emulator's; undefined for the real VOD. */
  vodUrl: string | undefined
  team: Team
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the package's entries are in this repository; a project that has installed it needs none of this. */
const PACKAGE = {
  'wevod-uploader': here('../../miniprogram/uploader/index.ts'),
  'wevod-uploader/web': here('../../web-ports/index.ts'),
  'wevod-uploader/service': here('../../service-client/index.ts'),
}

/**
 * Serves the page and, as the team's own backend would, signs tokens for its users. Anybody is let in under any name: a real
 * backend knows who has logged in.
 * @throws {Error} where the page cannot be built, or the port is taken
 */
export async function startDevServer({ port, serviceUrl, vodUrl, team }: DevServerOptions): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [here('main.ts')],
    alias: PACKAGE,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    tsconfigRaw: {},
  })
  const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html; charset=utf-8', await readFile(here('index.html'), 'utf8')],
    '/main.js': ['text/javascript; charset=utf-8', outputFiles[0]?.text ?? ''],
    '/config': ['application/json', JSON.stringify({ serviceUrl, vodUrl })],
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'POST' && path === '/token') return void giveToken(request, response, team)
    const [type, body] = pages[path] ?? []
    if (type === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

async function giveToken(request: IncomingMessage, response: ServerResponse, team: Team): Promise<void> {
  const { user } = JSON.parse((await text(request)) || '{}') as { user?: string }
  if (!user || !/^\w{1,32}$/.test(user)) return void response.writeHead(400).end()
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(team.issuer)
    .setAudience(team.audience)
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(new TextEncoder().encode(team.key))
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ token, user }))
}
