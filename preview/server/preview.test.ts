import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, writeProject } from '../test-support/project'
import { useUpstream } from '../test-support/upstream'
import { type Preview, startPreview } from './index'

let project: Project
let preview: Preview
const lines: string[] = []
const upstream = useUpstream({})

beforeAll(async () => {
  project = writeProject({ 'images/a.png': 'not really' })
  const rewrites = { 'http://127.0.0.1:1': upstream.url(''), 'https://vod.*.aliyuncs.com': upstream.url('') }
  preview = await startPreview({ projectRoot: project.root, port: 0, rewrites, onLine: (line) => lines.push(line) })
})
afterAll(async () => {
  await preview.close()
  project.remove()
})

/** A request with the headers of our choice; fetch would set Host itself. */
function request(path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders }>((resolve, reject) => {
    http
      .request(`${preview.url}${path}`, { method, headers }, (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      })
      .on('error', reject)
      .end()
  })
}

const proxied = (target: string) => ({
  'x-wx-target': encodeURIComponent(target),
  'x-wx-method': 'GET',
  'x-wx-headers': encodeURIComponent('{}'),
})

describe('the server', () => {
  it('serves the page, pictures of the package, and no source', async () => {
    expect(await (await fetch(preview.url)).text()).toContain('/__preview/app.js')
    expect((await request('/images/a.png', {})).headers['content-type']).toBe('image/png')
    expect((await request('/app.ts', {})).status).toBe(404)
    expect((await request('/../../package.json', {})).status).toBe(404)
    expect((await request('/%2e%2e/%2e%2e/a.png', {})).status).toBe(404)
    expect((await request('/%', {})).status).toBe(400)
  })

  it('answers nobody who calls it by another name', async () => {
    expect((await request('/', { host: 'evil.example:80' })).status).toBe(403)
  })

  it('lets no page elsewhere use the proxy', async () => {
    const headers = proxied(upstream.url('/'))
    expect((await request('/__wx/request', { ...headers, origin: 'http://evil.example' }, 'POST')).status).toBe(403)
    expect((await request('/__wx/request', headers, 'POST')).status).toBe(403)
    const own = await request('/__wx/request', { ...headers, origin: preview.url }, 'POST')
    expect(own.headers['x-wx-status']).toBe('200')
    expect(upstream.received).toHaveLength(1)
  })

  it('leads VOD’s names home, and keeps the name in Host, which signatures cover', async () => {
    const post = (target: string) => request('/__wx/request', { ...proxied(target), origin: preview.url }, 'POST')
    expect((await post('https://vod.cn-beijing.aliyuncs.com/?Action=x')).headers['x-wx-status']).toBe('200')
    expect(upstream.received).toMatchObject([{ host: 'vod.cn-beijing.aliyuncs.com', path: '/?Action=x' }])
    const other = await post('https://sts.cn-beijing.aliyuncs.com/')
    expect(other.headers['x-wx-error']).toBe(encodeURIComponent('url not in domain list'))
    expect(upstream.received).toHaveLength(1)
  })

  it('reports problems as lines, shows them, and recovers', async () => {
    const page = async () => (await fetch(preview.url)).text()
    project.write('pages/one/one.wxml', '<view>{{a ? }}</view>')
    await expect.poll(() => lines.join()).toContain('miniprogram/pages/one/one.wxml:1:13 ')
    expect(await page()).toContain('miniprogram/pages/one/one.wxml:1:13 ')
    project.write('pages/one/one.wxml', '<view class="text">{{text}}</view>')
    await expect.poll(page).not.toContain('one.wxml:1')
  })
})
