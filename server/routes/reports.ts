import * as v from 'valibot'
import { readJson } from '../http/body'
import type { CallHandler } from '../http/call'
import { withSession } from '../http/with-session'
import { minuteLimiter } from '../limits/minute-limiter'
import { expectAdmitted } from '../limits/rate'
import type { Service } from '../service'

const REPORTS_MAX = 20
/** Calls of one user in a minute, each a line for every report. */
const CALLS_PER_MINUTE = 6

/** A word without spaces: a code, a version, an id; empty where it is not known. Nothing that could be a title or a URL. */
const word = (max: number) => v.pipe(v.string(), v.regex(/^[\w.:+-]*$/), v.maxLength(max))

export const reportsSchema = v.strictObject({
  reports: v.pipe(
    v.array(
      v.strictObject({
        code: word(64),
        at: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)),
        cloudCode: v.exactOptional(word(100)),
        requestId: v.exactOptional(word(100)),
        engine: word(32),
        platform: word(32),
        library: word(32),
        app: word(32),
        network: v.exactOptional(word(16)),
      }),
    ),
    v.minLength(1),
    v.maxLength(REPORTS_MAX),
  ),
})

/**
 * `POST /reports {reports}` (Bearer) → `{serverTime}`: what failed on a phone, a line of the log each. There only where
 * the operator wants it.
 */
export function reportsRoute({ log, now }: Service): CallHandler {
  const limiter = minuteLimiter(CALLS_PER_MINUTE, now)
  return withSession(async (c, openid) => {
    const { reports } = await readJson(c, reportsSchema)
    await expectAdmitted(limiter, openid)
    for (const { requestId, ...report } of reports) {
      // The request is one of the cloud's, or another of this service's: not this one.
      log({ level: 'info', event: 'report', user: c.get('user'), ...report, ...(requestId && { reported: requestId }) })
    }
    return c.json({ serverTime: new Date(now()).toISOString() })
  })
}
