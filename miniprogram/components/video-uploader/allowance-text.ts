import { formatBytes, formatDayAndTime } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import type { Allowance } from '../../videos/allowance'

/** What may still be uploaded today, in words; empty where there is no limit, or none is known. */
export function allowanceText(allowance: Allowance | undefined, t: Texts): string {
  if (!allowance) return ''
  const { uploads, bytes, resetsAt } = allowance
  if (uploads < 1 || bytes <= 0) return t.allowanceUsed(resetsAt > 0 ? formatDayAndTime(resetsAt) : '')
  if (Number.isFinite(uploads)) {
    return Number.isFinite(bytes) ? t.allowance(uploads, formatBytes(bytes)) : t.allowanceUploads(uploads)
  }
  return Number.isFinite(bytes) ? t.allowanceBytes(formatBytes(bytes)) : ''
}
