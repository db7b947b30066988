import type { RequestListener } from 'node:http'
import { READY_PATH } from '../http/paths'

/**
 * While the process ends: whoever asks whether it is ready is told no, and every answer ends its connection, so that the
 * next call of that client goes elsewhere. All other calls are served as ever.
 */
export function tellingWhenEnding(isEnding: () => boolean, next: RequestListener): RequestListener {
  return (request, response) => {
    if (!isEnding()) return next(request, response)
    response.setHeader('connection', 'close')
    if (request.url === READY_PATH) response.writeHead(503, { 'cache-control': 'no-store' }).end()
    else next(request, response)
  }
}
