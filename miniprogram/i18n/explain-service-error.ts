import { isForOperator } from '../service/operator-codes'
import type { ServiceError } from '../service/service-error'
import { formatDayAndTime } from './format'
import type { Texts } from './zh'

/** Codes with words of their own; what the service is otherwise unable to do, its status tells. */
const MEANINGS: Readonly<Record<string, (t: Texts, error: ServiceError) => string>> = {
  malformed_answer: (t) => t.errorStranger,
  login_failed: (t) => t.errorLogin,
  login_blocked: (t) => t.errorBlocked,
  sts_throttled: (t) => t.errorBusy,
  daily_limit_reached: (t, { resetsAt }) => t.errorDailyLimit(resetsAt ? formatDayAndTime(resetsAt) : ''),
  file_type_refused: (t) => t.errorFormat,
  file_too_large: (t) => t.errorTooLarge,
  title_refused: (t) => t.errorTitleCharacters,
}

/** What a refusal of the token service, or a failed login, means to the person who uploads. */
export function explainServiceError(error: ServiceError, t: Texts): string {
  const { code, status } = error
  const meaning = MEANINGS[code]
  if (meaning) return meaning(t, error)
  if (isForOperator(code)) return t.errorSetup
  if (status === 429) return t.errorBusy
  if (status === 401) return t.errorLogin
  return t.errorService
}
