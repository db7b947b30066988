import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Build, buildMiniProgram } from '../build/build'
import { compareBuilds, showProblem } from '../build/compare-builds'
import { assetsOf } from './assets'
import { Events } from './events'
import type { CloudRun } from './gateway'
import { isOwn } from './guard'
import { renderPage } from './page'
import { proxyRequest } from './proxy'
import { ErrorReports } from './report-error'
import { bundleRuntime } from './runtime-bundle'
import { isServed, sendFile } from './static-file'
import type { Rewrites } from './targets'
import { Lines } from './throttle'
import { watchFolders } from './watch'

export interface PreviewOptions {
  /** Folder that holds miniprogram/. */
  projectRoot: string
  /** 0 takes a free port. */
  port: number
  rewrites?: Rewrites
  /** What wx.cloud.callContainer reaches. */
  cloudRun?: CloudRun
  /** Whether it runs what WeChat's official compiler, which has to be fetched before, makes of the scripts. */
  compiled?: boolean
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
export async function startPreview({
  projectRoot,
  port,
  rewrites = {},
  cloudRun,
  compiled = false,
  onLine,
}: PreviewOptions): Promise<Preview> {
  const root = join(projectRoot, 'miniprogram')
  const events = new Events()
  const lines = new Lines()
  const errors = new ErrorReports((line) => onLine?.(line))
  const runtime = await bundleRuntime()
  let build = await buildAndReport()
  /** What open pages run. */
  let good = build

  async function buildAndReport(): Promise<Build> {
    const result = await buildMiniProgram(root, compiled ? projectRoot : undefined)
    for (const problem of result.problems) {
      const { line, frame } = showProblem(problem, projectRoot)
      for (const text of [line, ...frame.split('\n')]) onLine?.(text)
    }
    return result
  }

  const rebuild = async (files: string[]) => {
    build = await buildAndReport()
    const change = compareBuilds(good, build, projectRoot)
    // Of pictures and the like the build knows nothing.
    const restart = change.restart || (change.problems.length === 0 && files.some(isServed))
    events.send('build', { ...change, restart })
    if (build.problems.length === 0) good = build
  }
  // One after the other: an older build must not come last.
  let building = Promise.resolve()
  const stopWatching = watchFolders([root], (files) => {
    building = building.then(() => rebuild(files)).catch((error: Error) => onLine?.(error.message))
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
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://preview')
    if (pathname === '/__wx/request') {
      const line = lines.of(String(request.headers['x-wx-page'] ?? ''))
      const report = (id: string, sent: number) => events.send('progress', { id, sent })
      void proxyRequest(request, response, rewrites, report, { line, cloudRun })
    } else if (pathname === '/__preview/line' && request.method === 'POST') {
      const rate = Number(searchParams.get('rate'))
      lines.of(searchParams.get('page') ?? '').rate = rate > 0 ? rate : undefined
      response.writeHead(204).end()
    } else if (pathname === '/__preview/events') events.add(response)
    else if (pathname === '/__preview/errors' && request.method === 'POST') {
      const maps = { 'app.js': good.sourceMap, 'preview.js': runtime.scriptMap }
      errors.answer(request, response, maps).catch((error: Error) => response.writeHead(400).end(error.message))
    } else if (pathname === '/') send(response, 'text/html', renderPage(build.problems, projectRoot))
    else if (assetsOf(build, runtime)[pathname]) sendAsset(response, pathname)
    else if (!sendFile(response, root, decodeURIComponent(pathname))) response.writeHead(404).end('Not found.\n')
  }

  function sendAsset(response: ServerResponse, pathname: string): void {
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
    send(response, type, assetsOf(build, runtime)[pathname]?.() ?? '')
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

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text)
}
