import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'

/** What may be known of a failure beyond the phone: codes and ids, which are nobody's. No message: some hold a path. */
export interface FailureFacts {
  code: string
  cloudCode?: string
  requestId?: string
}

/** What the clouds and the service write as their codes and ids. Anything else might be somebody's words. */
const CODE = /^[\w.: -]{1,100}$/

export function factsOf(error: unknown): FailureFacts {
  if (error instanceof UploadError && error.code === 'credentials_failed' && error.cause !== undefined) {
    return factsOf(error.cause)
  }
  if (error instanceof UploadError) {
    const { code, cloudCode, requestId } = error
    return { code, ...plain('cloudCode', cloudCode), ...plain('requestId', requestId) }
  }
  if (error instanceof ServiceError) return { code: error.code, ...plain('requestId', error.requestId) }
  return { code: 'bug' }
}

function plain(name: 'cloudCode' | 'requestId', value: string | undefined) {
  return value !== undefined && CODE.test(value) ? { [name]: value } : {}
}
