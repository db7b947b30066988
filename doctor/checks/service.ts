import { isIP } from 'node:net'
import { READY_PATH } from '../../server/http/paths'
import { isLoopback } from '../../server/settings/fields'
import type { Check } from '../check'
import { readJson, text } from '../clouds/alibaba'
import { explainNetwork } from '../explain-network'
import { NetworkError, networkKind } from '../network/network-error'
import type { Answer } from '../network/send'

const DAY_MS = 24 * 60 * 60 * 1000
/** Days before the end of a certificate from which on it is worth a word: authorities renew theirs 30 days before. */
const ENDS_SOON_DAYS = 14
/** By how much the service's clock may be off before it misjudges tokens and notifications, milliseconds. */
const CLOCK_TOLERANCE_MS = 2 * 60 * 1000

/** The service itself, at its own address: HTTPS, certificate, settings, clock, database. */
export const service: Check = {
  id: 'service',
  async run(context, { skewMs = 0 }) {
    const { texts, serviceUrl, send, now } = context
    if (serviceUrl === undefined) return { status: 'skipped', cause: texts.service.noUrl }
    const { protocol, hostname } = new URL(serviceUrl)
    const isLocal = isLoopback(serviceUrl)
    if (protocol !== 'https:' && !isLocal) return { status: 'failed', ...texts.service.plainHttp(serviceUrl) }
    let answer: Answer
    try {
      answer = await send({ method: 'GET', url: serviceUrl + READY_PATH })
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      const isCertificate = networkKind(error.code) === 'certificate'
      const explanation = isCertificate ? texts.service.certificate(error.host, error.code) : undefined
      return { status: 'failed', ...explainNetwork(error, texts), ...explanation }
    }
    const problem = problemIn(answer)
    const requestId = answer.headers['x-request-id']
    const evidence = { ...(problem && { code: problem.code }), ...(requestId !== undefined && { requestId }) }
    if (problem?.code === 'store_unavailable') return { status: 'failed', ...texts.service.noDatabase, ...evidence }
    if (problem?.code === 'service_misconfigured') {
      return { status: 'failed', ...texts.service.misconfigured(problem.detail), ...evidence }
    }
    if (problem) return { status: 'failed', ...texts.service.refuses(problem.code, problem.title), ...evidence }
    // Its own answers have this header, and no page has.
    if (answer.status !== 200 || requestId === undefined || answer.text !== '') {
      return { status: 'failed', ...texts.service.notOurs(serviceUrl, answer.status, kindOf(answer)) }
    }
    // On this machine it has this machine's clock, which another check has judged.
    const serviceSkewMs = isLocal || answer.date === undefined ? 0 : answer.date - (now() + skewMs)
    if (Math.abs(serviceSkewMs) > CLOCK_TOLERANCE_MS) {
      return { status: 'failed', ...texts.service.clockOff(serviceSkewMs), ...evidence }
    }
    if (answer.certificateEndsAt !== undefined) {
      const days = Math.floor((answer.certificateEndsAt - now() - skewMs) / DAY_MS)
      if (days < ENDS_SOON_DAYS) return { status: 'warning', ...texts.service.certificateEnds(days) }
    }
    if (!isLocal && isIP(hostname.replace(/^\[|\]$/g, ''))) {
      return { status: 'warning', ...texts.service.isAddress(hostname) }
    }
    const found = answer.date === undefined ? {} : { serviceSkewMs: answer.date - now() }
    return { status: 'ok', detail: texts.service.ready(serviceUrl), found }
  },
}

/** A problem of the service's (RFC 9457), if it is one. */
function problemIn({ text: body, headers }: Answer) {
  if (!headers['content-type']?.startsWith('application/problem+json')) return undefined
  const { code, title, detail } = readJson(body)
  const name = text(code)
  return name === undefined ? undefined : { code: name, title: text(title) ?? '', detail: text(detail) ?? '' }
}

function kindOf({ headers, text: body }: Answer): string {
  const type = headers['content-type']?.split(';')[0]
  return type ?? (body === '' ? '-' : 'text')
}
