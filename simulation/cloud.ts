import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import inject from 'light-my-request'
import { type Account, demoAccount } from '../emulator/account'
import { Cloud } from '../emulator/cloud'
import { dispatch } from '../emulator/dispatch'
import type { HttpRequest, HttpResponse } from '../miniprogram/uploader/index'

/** Where the emulated VOD answers, in a world without ports. */
export const VOD_URL = 'http://127.0.0.1:8788'

/** The emulator's logic without sockets: signatures, rights, errors and all, by its own clock. */
export class SimulatedCloud {
  readonly cloud: Cloud
  readonly #directory: string
  #underWay = 0
  #whenIdle: (() => void)[] = []

  private constructor(cloud: Cloud, directory: string) {
    this.cloud = cloud
    this.#directory = directory
  }

  static async start(now: () => number, account: Account = demoAccount): Promise<SimulatedCloud> {
    const directory = await mkdtemp(join(tmpdir(), 'wevod-simulation-'))
    const cloud = new Cloud({ account, directory, now })
    await cloud.reset()
    return new SimulatedCloud(cloud, directory)
  }

  async send({ method, url, headers, body }: Omit<HttpRequest, 'timeoutMs'>): Promise<HttpResponse> {
    this.#underWay++
    try {
      const { host, pathname, search } = new URL(url)
      const response = await inject(
        (request, answering) => {
          // The one thing of a socket that the emulator looks at: UploadAddresses name its port.
          Object.assign(request.socket, { localPort: 8788 })
          void dispatch(this.cloud, request, answering)
        },
        {
          method,
          url: pathname + search,
          headers: { ...headers, host },
          ...(body !== undefined && { payload: typeof body === 'string' ? body : Buffer.from(body) }),
        },
      )
      return {
        status: response.statusCode,
        headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
        text: response.payload,
      }
    } finally {
      if (--this.#underWay === 0) for (const wake of this.#whenIdle.splice(0)) wake()
    }
  }

  get busy(): boolean {
    return this.#underWay > 0
  }

  /** Resolves once no request is being worked on. */
  async idle(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  stop(): Promise<void> {
    return rm(this.#directory, { recursive: true, force: true })
  }
}
