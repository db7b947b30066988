import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Build, buildMiniProgram } from '../build/build'
import { formatProblem } from '../build/problem'
import { Events } from './events'
import { isOwn } from './guard'
import { renderPage } from './page'
import { proxyRequest } from './proxy'
import { bundleRuntime, type RuntimeBundle } from './runtime-bundle'
import { sendFile } from './static-file'
import type { Rewrites } from './targets'
import { watchFolders } from './watch'

export interface PreviewOptions {
  /** Folder that holds miniprogram/. */
  projectRoot: string
  /** 0 takes a free port. */
  port: number
  rewrites?: Rewrites
  /** Gets a line for each problem of a build. */
  onLine?: (line: string) => void
}

export interface Preview {
  /** `http://127.0.0.1:<port>` */
  url: string
  close(): Promise<void>
}

/** Signed URLs and security tokens travel in headers; Node's own limit is 16 KiB. */
const MOST_HEADER_BYTES = 128 * 1024

/** Serves the mini program on 127.0.0.1 and builds it anew on every change. */
export async function startPreview({ projectRoot, port, rewrites = {}, onLine }: PreviewOptions): Promise<Preview> {
  const root = join(projectRoot, 'miniprogram')
  const events = new Events()
  const runtime = await bundleRuntime()
  let build = await buildAndReport()

  async function buildAndReport(): Promise<Build> {
    const result = await buildMiniProgram(root)
    for (const problem of result.problems) onLine?.(formatProblem(problem, projectRoot))
    return result
  }

  const rebuild = async () => {
    build = await buildAndReport()
    events.send('reload', {})
  }
  const stopWatching = watchFolders([root], () => {
    rebuild().catch((error: Error) => onLine?.(error.message))
  })

  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    const { port: own } = server.address() as AddressInfo
    if (!isOwn(request, own)) return void response.writeHead(403).end('Not a request of the preview itself.\n')
    try {
      answer(request, response)
    } catch (error) {
      response.writeHead(400).end(`${(error as Error).message}\n`)
    }
  })
  // Uploads over the slow network take long.
  server.requestTimeout = 0

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://preview')
    if (pathname === '/__wx/request') {
      void proxyRequest(request, response, rewrites, (id, sent) => events.send('progress', { id, sent }))
    } else if (pathname === '/__preview/events') events.add(response)
    else if (pathname === '/') send(response, 'text/html', renderPage(build.problems, projectRoot))
    else if (assets(build, runtime)[pathname]) sendAsset(response, pathname)
    else if (!sendFile(response, root, decodeURIComponent(pathname))) response.writeHead(404).end('Not found.\n')
  }

  function sendAsset(response: ServerResponse, pathname: string): void {
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
    send(response, type, assets(build, runtime)[pathname]?.() ?? '')
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      // It would keep the process alive.
      stopWatching()
      reject(error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      stopWatching()
      events.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function assets(build: Build, runtime: RuntimeBundle): Record<string, (() => string) | undefined> {
  return {
    '/__preview/app.js': () => build.script,
    '/__preview/app.js.map': () => build.sourceMap,
    '/__preview/preview.js.map': () => runtime.scriptMap,
    '/__preview/styles.css.map': () => runtime.cssMap,
    '/__preview/app.css': () => build.css,
    '/__preview/preview.js': () => runtime.script,
    '/__preview/preview.css': () => runtime.css,
  }
}

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text)
}
