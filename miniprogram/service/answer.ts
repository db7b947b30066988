import type { HttpResponse } from '../uploader/index'
import { ServiceError } from './service-error'

/** The JSON object that an answer of the token service is. */
export type Answer = Readonly<Record<string, unknown>>

/** How the service writes its codes. Gateways have some of their own, such as WeChat's `INVALID_HOST`. */
const CODE = /^[a-z][a-z0-9_]*$/

/**
 * Reads an answer of the token service. Final is only what the service itself has said (RFC 9457, with the fields that it
 * always gives). A login page of a Wi-Fi, a proxy or a firewall that answers in its place will be gone sooner or later.
 * @throws {ServiceError} the service's problem, or malformed_answer
 */
export function readAnswer({ status, headers, text }: HttpResponse): Answer {
  const answer = parse(text)
  if (status === 200 && answer) return answer
  const { code, title, detail, requestId, resetsAt, status: told } = answer ?? {}
  if (typeof code !== 'string' || !CODE.test(code) || typeof title !== 'string' || told !== status)
    throw malformedAnswer(status)
  throw new ServiceError(code, `${title}: ${detail}`, {
    status,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryAfterS: readSeconds(headers['retry-after']),
    resetsAt: typeof resetsAt === 'string' ? Date.parse(resetsAt) || undefined : undefined,
  })
}

/**
 * The texts of an answer.
 * @throws {ServiceError} malformed_answer where one of them is missing
 */
export function readFields<K extends string>(answer: Answer, names: readonly K[]): Record<K, string> {
  for (const name of names) if (typeof answer[name] !== 'string') throw malformedAnswer(200)
  return answer as Record<K, string>
}

export function malformedAnswer(status: number): ServiceError {
  const message = `This is not an answer of the token service (HTTP ${status}).`
  return new ServiceError('malformed_answer', message, { status, passing: true })
}

function parse(text: string): Answer | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Answer) : undefined
  } catch {
    // Not JSON: the caller says so, with the status that came along.
    return undefined
  }
}

function readSeconds(text = ''): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}
