/** Of the service: what only the operator can mend. See server/problem.ts. */
const SERVICE_CODES = [
  'service_misconfigured',
  'wechat_misconfigured',
  'access_key_rejected',
  'role_not_found',
  'role_not_assumable',
  'role_misconfigured',
  'vod_not_available',
  'vod_not_permitted',
  'upload_settings_refused',
]

/**
 * Of VOD and OSS: no rights, no bucket, no space, no money, or an account that is closed. Sources: error codes of VOD and
 * OSS; those of an account in debt differ by service, and are told by their words.
 */
const CLOUD_CODES =
  /^(Forbidden|OperationDenied|AccessDenied|NoSuchBucket|InvalidBucketName|StorageQuotaExceeded|InvalidStorage|AccountDisabled|UserDisable|SignatureDoesNotMatch)|QuotaExce|InDebt|Overdue|Arrears|ServiceNotOpen|NotOpened|Suspend/

/** Whether a code of the service means that nobody but the operator can help. */
export function isForOperator(code: string): boolean {
  return SERVICE_CODES.includes(code)
}

/** The same of a code of the clouds. */
export function isCloudForOperator(code: string): boolean {
  return CLOUD_CODES.test(code)
}
