import { ownToken } from '../miniprogram/service/own-token'
import { type AuthMethod, serviceAuth } from '../miniprogram/service/service-auth'
import type { OwnToken, Users } from '../miniprogram/service/session-client'
import { TokenService } from '../miniprogram/service/token-service'
import type { Ports, UploaderOptions } from '../miniprogram/uploader/index'

export interface ServiceClientOptions {
  /** Base URL of the token service. */
  url: string
  /** The engine's: `webPorts()`, `nodePorts()`. */
  ports: Pick<Ports, 'http' | 'setTimer'>
  /**
   * A token of your own backend, which the service checks (`LOGIN = "jwt"`). Asked for at the first call, and again when
   * the service says that a token is over; it gets 20 s. With `user`, the same text for the same user always, calls for a former user are
   * refused once another one has logged in (ServiceError `user_changed`).
   */
  getToken(): Promise<string | OwnToken>
}

/** Client of the token service: of its calls for uploads and videos, with the token of your own login. */
export class ServiceClient extends TokenService {
  /**
   * What the engine asks of your app, answered by the token service.
   * @param method `sts` (default): the engine makes the video with an STS token, and registers it with the service, which
   * needs the mark that the token brings along (CLAIMS = "marked"). `credential`: the service makes the video.
   */
  auth(method: AuthMethod = 'sts'): Required<Pick<UploaderOptions, 'getAuth'>> & Pick<UploaderOptions, 'onCreated'> {
    return serviceAuth(this, method)
  }
}

/**
 * A client of the token service for web pages and Node. Its calls reject with a ServiceError, whose `code`, `retryAfterS` and
 * `passing` say what to do, with an UploadError of the http port, or with a ServiceError `login_failed` where getToken fails.
 *
 * @example
 * const ports = webPorts()
 * const service = createServiceClient({ url, ports, getToken: () => askYourBackend('/token') })
 * const uploader = createUploader({ ports, ...service.auth() })
 * const { videos, nextCursor } = await service.listVideos()
 */
export function createServiceClient({ url, ports, getToken }: ServiceClientOptions): ServiceClient {
  const getOwnToken = async (): Promise<OwnToken> => {
    const given = await getToken()
    return typeof given === 'string' ? { token: given, user: ONLY_USER } : given
  }
  return new ServiceClient({
    url: url.replace(/\/+$/, ''),
    http: ports.http,
    login: { kind: 'jwt', getToken: () => ownToken(getOwnToken, ports.setTimer) },
    users: usersOfThisLife(),
  })
}

/** Who is logged in where getToken does not say: always the same. */
const ONLY_USER = 'only'

/** Knows the user who has logged in; a page that is loaded anew knows nobody. */
function usersOfThisLife(): Users {
  let current: string | undefined
  return {
    get current() {
      return current
    },
    enter(user) {
      current = user
    },
  }
}
