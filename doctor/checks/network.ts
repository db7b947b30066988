import type { Check } from '../check'
import type { Context, Upstream } from '../context'
import { explainNetwork } from '../explain-network'
import { NetworkError } from '../network/network-error'

/**
 * Whether the clouds can be reached at all: without a network everything fails, and each in its own words. Nothing is sent
 * yet. Where all fail, that is one cause; where one fails, its own.
 */
export const network: Check = {
  id: 'network',
  needs: ['settings'],
  async run(context) {
    const { texts } = context
    const upstreams = upstreamsOf(context)
    const origins = [...new Set(upstreams.values())]
    const errors = new Map<string, NetworkError>()
    await Promise.all(
      origins.map(async (origin) => {
        try {
          await context.reach(origin)
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error
          errors.set(origin, error)
        }
      }),
    )
    const [first, ...more] = errors.values()
    if (!first) return { status: 'ok', detail: origins.map((origin) => new URL(origin).host).join(', ') }
    const unreachable = [...upstreams].filter(([, origin]) => errors.has(origin)).map(([upstream]) => upstream)
    const hosts = [first, ...more].map(({ host }) => host)
    if (errors.size > 1 && errors.size === origins.length) {
      return { status: 'failed', ...texts.network.none(hosts, first.code), code: first.code, found: { unreachable } }
    }
    const { cause, ...rest } = explainNetwork(first, texts)
    const isAll = errors.size === origins.length
    return {
      status: 'failed',
      cause: isAll ? `${texts.network.noneAtAll} ${cause}` : cause,
      ...rest,
      found: { unreachable },
    }
  },
}

function upstreamsOf({ settings }: Context): Map<Upstream, string> {
  const { wechat, sts, vod } = settings
  return new Map<Upstream, string>([
    ...(wechat ? [['wechat', new URL(wechat.url).origin] as const] : []),
    ['sts', new URL(sts.endpoint).origin],
    ['vod', new URL(vod.endpoint).origin],
  ])
}
