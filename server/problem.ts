/**
 * Every way in which the service says no: RFC 9457 problems with stable codes. Clients decide by `code`; `title` and
 * `detail` are for people.
 */
const PROBLEMS = {
  malformed_json: [400, 'The body is not valid JSON'],
  invalid_request: [400, 'The request cannot be read'],
  body_incomplete: [400, 'The body has not arrived completely'],
  invalid_body: [400, 'The body does not have the right fields'],
  invalid_query: [400, 'The query does not have the right fields'],
  client_gone: [400, 'The client has left'],
  idempotency_key_invalid: [400, 'The Idempotency-Key cannot be used'],
  file_type_refused: [400, 'Files of this type cannot be uploaded'],
  text_refused: [400, 'The text cannot be published'],
  title_refused: [400, 'The title cannot be used'],
  details_refused: [400, 'What is said of the video cannot be used'],
  cover_invalid: [400, 'The cover cannot be used'],
  invalid_event: [400, 'This is no event of VOD'],
  session_missing: [401, 'A session is needed'],
  session_invalid: [401, 'The session is not valid'],
  session_expired: [401, 'The session has expired'],
  invalid_code: [401, 'WeChat does not know this login code'],
  code_used: [401, 'The login code has been used before'],
  event_unsigned: [401, 'The event is not signed'],
  admin_refused: [401, "The operator's secret is needed"],
  event_signature_invalid: [403, 'The signature of the event is not valid'],
  event_out_of_time: [403, 'The event is too old, or from the future'],
  user_blocked: [403, 'This user may not use the service'],
  login_blocked: [403, 'WeChat has blocked this login'],
  not_found: [404, 'There is nothing here'],
  video_not_found: [404, 'There is no such video'],
  share_invalid: [404, 'Nothing has been shared here'],
  method_not_allowed: [405, 'The method does not fit this address'],
  video_not_uploading: [409, 'The video is not being uploaded'],
  video_not_playable: [409, 'The video cannot be played'],
  event_altered: [409, 'The event differs from what it was'],
  share_expired: [410, 'What was shared is shared no longer'],
  body_too_large: [413, 'The body is too large'],
  file_too_large: [413, 'The file is too large'],
  unsupported_media_type: [415, 'The body must be application/json'],
  idempotency_key_reused: [422, 'The Idempotency-Key was used before'],
  upload_under_way: [429, 'The same upload is being made'],
  too_many_logins: [429, 'Too many logins'],
  too_many_calls: [429, 'Too many calls'],
  daily_limit_reached: [429, 'No more uploads today'],
  internal_error: [500, 'The service failed'],
  service_misconfigured: [500, 'The service is not set up completely'],
  wechat_misconfigured: [500, "WeChat refuses this service's AppID or AppSecret"],
  access_key_rejected: [500, "Alibaba Cloud refuses this service's access key"],
  role_not_found: [500, 'The RAM role does not exist'],
  role_not_assumable: [500, 'The service may not assume the RAM role'],
  role_misconfigured: [500, 'STS refuses the parameters of the RAM role'],
  vod_not_available: [500, 'VOD is not available to this account'],
  vod_not_permitted: [500, "VOD refuses this service's calls"],
  upload_settings_refused: [500, 'VOD refuses the settings for uploads'],
  wechat_busy: [502, 'WeChat is busy'],
  login_unavailable: [502, 'The login cannot be checked'],
  wechat_unreachable: [502, 'WeChat cannot be reached'],
  wechat_malformed: [502, 'WeChat gave an answer that makes no sense'],
  sts_unreachable: [502, 'STS cannot be reached'],
  sts_failed: [502, 'STS failed'],
  sts_malformed: [502, 'STS gave an answer that makes no sense'],
  vod_unreachable: [502, 'VOD cannot be reached'],
  vod_failed: [502, 'VOD failed'],
  vod_malformed: [502, 'VOD gave an answer that makes no sense'],
  access_key_unavailable: [503, 'The service has no access key for the moment'],
  sts_throttled: [503, 'STS takes no more calls for the moment'],
  store_unavailable: [503, "The service's database does not answer"],
  vod_throttled: [503, 'VOD takes no more calls for the moment'],
  wechat_timeout: [504, 'WeChat did not answer in time'],
  sts_timeout: [504, 'STS did not answer in time'],
  vod_timeout: [504, 'VOD did not answer in time'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof PROBLEMS

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

type ProblemStatus = (typeof PROBLEMS)[ProblemCode][0]

export interface ProblemOptions {
  /** Seconds after which a client may try again: the Retry-After header. */
  retryAfter?: number
  /** What the operator has to mend; logged, never answered. */
  hint?: string
  /** Request id of the cloud that said no; logged. */
  upstreamRequestId?: string | undefined
  headers?: Record<string, string>
  /** When a limit of the day begins anew, ISO 8601 UTC; a part of the body. */
  resetsAt?: string
}

/** An answer that is not a success. `detail` reaches the client: no key, token, policy or URL belongs in it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: ProblemStatus
  readonly title: string
  readonly detail: string
  readonly options: ProblemOptions

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    const [status, title] = PROBLEMS[code]
    super(`${code}: ${detail}`)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.title = title
    this.detail = detail
    this.options = options
  }

  /** The body on the wire, for `application/problem+json`. */
  toBody(requestId: string): string {
    const { code, title, status, detail } = this
    const { resetsAt } = this.options
    return JSON.stringify({ type: 'about:blank', code, title, status, detail, requestId, resetsAt })
  }

  get headers(): Record<string, string> {
    const { headers, retryAfter } = this.options
    return { ...headers, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) }
  }
}

/** The code of whatever went wrong. */
export function problemCodeOf(error: unknown): ProblemCode {
  return error instanceof Problem ? error.code : 'internal_error'
}
