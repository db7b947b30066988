import type { Check } from '../check'
import type { Context } from '../context'
import { NetworkError } from '../network/network-error'

/** STS, VOD and OSS refuse what is signed further off than this (their lists of errors), milliseconds. */
const REFUSED_MS = 15 * 60 * 1000
/** From this on the service takes tokens for too short (server/cloud/sts.ts), milliseconds. */
const NOTICED_MS = 2 * 60 * 1000

/** This machine's clock, by the date of an answer: first WeChat's; without one, of STS to a call that nobody has signed. */
export const clock: Check = {
  id: 'clock',
  needs: ['settings'],
  async run(context, found) {
    const { texts } = context
    const skewMs = found.skewMs ?? (found.unreachable?.includes('sts') ? undefined : await skewOfSts(context))
    if (skewMs === undefined) return { status: 'skipped', cause: texts.clock.noDate }
    const distance = Math.abs(skewMs)
    if (distance >= REFUSED_MS) return { status: 'failed', ...texts.clock.wrong(skewMs), found: { skewMs } }
    if (distance >= NOTICED_MS) return { status: 'warning', ...texts.clock.off(skewMs), found: { skewMs } }
    return { status: 'ok', detail: texts.clock.right(skewMs), found: { skewMs } }
  },
}

/** Undefined where no date comes: what is wrong with STS is for the check after this one. */
async function skewOfSts({ settings, now, send }: Context): Promise<number | undefined> {
  const query = 'Action=AssumeRole&Version=2015-04-01&Format=JSON'
  try {
    const { date } = await send({ method: 'GET', url: `${settings.sts.endpoint}/?${query}` })
    return date === undefined ? undefined : date - now()
  } catch (error) {
    if (error instanceof NetworkError) return undefined
    throw error
  }
}
