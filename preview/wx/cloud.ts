import type { SettingsStore } from '../runtime/settings'
import { type Callbacks, CallError, settle } from './call'
import type { Connections } from './connections'
import { incoming, outgoing } from './request'

type Option = Omit<ICloud.CallContainerParam, keyof Callbacks<object>> & Callbacks<object>

/** The base library that callContainer came with. Source: WeChat Cloud Run documentation, "call/mini". */
const SINCE = [2, 23, 0]
/** Longest that a call takes, milliseconds; a longer `timeout` counts as this. Source: there, "call/faq". */
const LONGEST_MS = 15_000
/** Most bytes of a text. Source: there, "call/faq". */
const MOST_TEXT_BYTES = 100 * 1024
/** Source: there, "call/faq". */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE']

/** WeChat's codes and words for what fails. The first and the last are as developers report them, the others of "call/faq". */
const FAILURES = {
  notReady: [-1, "Cloud API isn't enabled, please call wx.cloud.init first"],
  timeout: [102_002, '请求超时'],
  method: [102_005, '无效的 HTTP Method'],
  size: [-606_001, '请求包大小超过 100KB'],
  host: [-501_000, 'Invalid host'],
} as const

/** wx.cloud, as far as WeChat Cloud Run (微信云托管) needs it. Its gateway is the preview's server. */
export function cloudFamily(connections: Connections, settings: SettingsStore) {
  let ready: { env: string | undefined } | undefined

  function callContainer(option: Option) {
    return settle('cloud.callContainer', option, call(option))
  }

  async function call(option: Option) {
    if (!ready) throw cloudError('notReady')
    const { timeout = 0, config, path, header = {} } = option
    const limit = timeout > 0 ? Math.min(timeout, LONGEST_MS) : LONGEST_MS
    const service = Object.entries(header).find(([name]) => name.toLowerCase() === 'x-wx-service')?.[1]
    if (!/^[\w-]+$/.test(String(service ?? ''))) throw cloudError('host')
    const url = `https://${service}.cloudrun${path.startsWith('/') ? '' : '/'}${path}`
    const request = outgoing({ ...option, url })
    if (!METHODS.includes(request.method)) throw cloudError('method')
    const { body } = request
    if (typeof body === 'string' && new TextEncoder().encode(body).length > MOST_TEXT_BYTES) throw cloudError('size')
    const { user, platform } = settings.current
    const source = platform === 'devtools' ? 'wx_devtools' : 'wx_client'
    const caller = { user, env: config?.env ?? ready.env ?? '', source }
    try {
      const { answer } = connections.start({ ...request, caller }, limit)
      const { status, header: received, body: bytes } = await answer
      const data = incoming(bytes, option)
      return { statusCode: status, header: received, data, callID: crypto.randomUUID() }
    } catch (error) {
      if (error instanceof CallError && error.message === 'timeout') throw cloudError('timeout')
      throw error
    }
  }

  return {
    cloud: {
      init({ env }: { env?: unknown } = {}): void {
        ready = { env: typeof env === 'string' ? env : undefined }
      },
      get callContainer() {
        return has(settings.current.library) ? callContainer : undefined
      },
    },
  }
}

function cloudError(failure: keyof typeof FAILURES): CallError {
  const [code, words] = FAILURES[failure]
  return new CallError(`Error: errCode: ${code} | errMsg: ${words}`, undefined, code)
}

function has(library: string): boolean {
  const parts = library.split('.').map(Number)
  const i = SINCE.findIndex((part, at) => part !== parts[at])
  return i < 0 || Number(parts[i]) > Number(SINCE[i])
}
