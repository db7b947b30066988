import {
  type Http,
  type HttpCall,
  type HttpRequest,
  type HttpResponse,
  type Ports,
  UploadError,
} from '../uploader/index'
import { attempt } from '../wechat/calls'

/** Milliseconds over a request's own timeout, after which the platform is taken to have lost the callback. */
const GRACE_MS = 5_000

/**
 * The http port for the app's own calls, whose answers always settle: at the latest some seconds after the request's
 * timeout, and always with an UploadError where there is no answer.
 */
export function punctualHttp({ http, setTimer }: Pick<Ports, 'http' | 'setTimer'>): Http {
  return { send: (request) => send(http, setTimer, request) }
}

function send(http: Http, setTimer: Ports['setTimer'], request: HttpRequest): HttpCall {
  let call: HttpCall | undefined
  const abort = () => attempt('request.abort', () => call?.abort(), undefined)
  const response = new Promise<HttpResponse>((resolve, reject) => {
    const endDeadline = setTimer(() => {
      reject(new UploadError('timed_out', 'No answer came in time.'))
      abort()
    }, request.timeoutMs + GRACE_MS)
    const fail = (cause: unknown) => {
      endDeadline()
      reject(
        cause instanceof UploadError
          ? cause
          : new UploadError('network_failed', 'The request could not be sent.', { cause }),
      )
    }
    try {
      call = http.send(request)
      call.response.then((answer) => {
        endDeadline()
        resolve(answer)
      }, fail)
    } catch (error) {
      fail(error)
    }
  })
  return { response, abort }
}
