import { config } from '../../miniprogram/config'
import { type HttpRequest, type HttpResponse, UploadError } from '../../miniprogram/uploader/index'
import type { SimulatedCloud } from '../cloud'
import type { SimulatedService } from '../service'

type Request = Omit<HttpRequest, 'timeoutMs'>

/** The token service as the app's client reaches it, and the clouds beside it. */
export class SimulatedTokenService {
  readonly #cloud: Pick<SimulatedCloud, 'send'>
  readonly #service: SimulatedService
  readonly #usedCodes = new Set<string>()

  constructor(cloud: Pick<SimulatedCloud, 'send'>, service: SimulatedService) {
    this.#cloud = cloud
    this.#service = service
    // As ours.
    service.guardsArrived = true
  }

  async send(request: Request): Promise<HttpResponse> {
    if (!request.url.startsWith(config.serviceUrl)) return this.#cloud.send(request)
    try {
      return json(200, await this.#answer(request, request.url.slice(config.serviceUrl.length)))
    } catch (error) {
      if (error instanceof Problem) return json(error.status, error.body)
      throw error
    }
  }

  async #answer({ method, headers, body }: Request, path: string): Promise<object> {
    if (path === '/session') return this.#logIn(JSON.parse(String(body)) as { code: string })
    if (!/^Bearer session-/.test(headers.authorization ?? '')) throw new Problem(401, 'session_invalid')
    if (path === '/credentials') {
      return this.#service.getAuth({ kind: 'create-video', title: '', fileName: '', fileSize: 0 })
    }
    if (path === '/uploads') {
      const video = JSON.parse(String(body)) as { fileName: string; fileSize: number; title: string }
      return this.#service.getAuth({ kind: 'create-video', ...video })
    }
    if (path === '/settings') return { messages: ['template'], reports: true }
    if (path === '/reports') return {}
    const [, videoId = ''] = /^\/uploads\/(\w+)(\/refresh)?$/.exec(path) ?? []
    if (videoId === '') throw new Problem(404, 'not_found')
    return method === 'PUT' ? {} : this.#refresh(videoId)
  }

  #logIn({ code }: { code: string }): object {
    if (this.#usedCodes.has(code)) throw new Problem(401, 'code_used')
    this.#usedCodes.add(code)
    return { token: `session-${this.#usedCodes.size}` }
  }

  async #refresh(videoId: string): Promise<object> {
    try {
      return await this.#service.getAuth({ kind: 'refresh-video', videoId })
    } catch (error) {
      if (!(error instanceof UploadError)) throw error
      if (error.code === 'video_complete') throw new Problem(409, 'video_not_uploading')
      if (error.code === 'video_gone') throw new Problem(404, 'video_not_found')
      throw error
    }
  }
}

class Problem extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.body = { code, status, title: code, detail: code, requestId: 'r' }
  }
}

function json(status: number, body: object): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) }
}
