import { TokenService } from '../../miniprogram/service/token-service'
import type { Http } from '../../miniprogram/uploader/index'
import { loginCode, testService } from './service'

/** The mini program's client, whose requests reach the service without a network. */
export function miniProgramClient(service = testService()) {
  const http: Http = {
    send({ method, url, headers, body }) {
      const { pathname, search } = new URL(url)
      const answer = service.raw(pathname + search, { method, headers: { ...headers }, ...(body && { body }) })
      return {
        response: answer.then(async (response) => ({
          status: response.status,
          headers: Object.fromEntries(response.headers),
          text: await response.text(),
        })),
        abort: () => undefined,
      }
    },
  }
  const login = () => Promise.resolve(loginCode(`u${crypto.randomUUID().slice(0, 8)}`))
  return new TokenService({ url: 'https://service.example', http, login })
}
